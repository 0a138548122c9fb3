"""Clean text: one Unicode form, no control characters, plain spaces, paragraphs parted by one blank line."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

PARAGRAPH_BREAK: Final = "\n\n"

# Invisible characters that carry nothing on a page. The joiners U+200C and U+200D stay: Persian, Indic scripts and
# emoji are spelled with them. Directional marks go, for a display derives direction from the text and its language.
_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffc\ufffe\uffff]"
)
_LINE_BREAKS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANK: Final = re.compile(r"[^\S\n]+")


def line(text: str) -> str:
    """One line: NFC, no control characters, every run of white space one space, none at the ends. Idempotent."""
    return " ".join(_characters(text).split())


def lines(text: str) -> list[str]:
    """The lines of a text, each clean, blank ones kept as empty strings."""
    return [_BLANK.sub(" ", raw).strip() for raw in _characters(text).split("\n")]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text whose line breaks, single or not, part paragraphs."""
    return [clean for clean in lines(text) if clean]


def join(parts: Iterable[str]) -> str:
    """Paragraphs as one text."""
    return PARAGRAPH_BREAK.join(parts)


def _characters(text: str) -> str:
    # Removal may bring a letter and its accent together, and NFC never brings back what was removed.
    broken = _LINE_BREAKS.sub("\n", text)
    return unicodedata.normalize("NFC", _UNWANTED.sub("", broken))
