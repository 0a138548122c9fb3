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


_ODD_BREAKS: Final = ("\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029")
_SEPARATORS: Final = b"\x1c\x1d\x1e\x1f"
_ASCII_CONTROLS: Final = bytes({*range(0x20), 0x7F})


def line(text: str) -> str:
    """One line: NFC, no control characters, every run of white space one space, none at the ends. Idempotent."""
    if "  " not in text and _is_clean(text):
        return text.strip()
    # What separates records is white space to Python, and nothing on a page.
    if not has_ascii(text, _SEPARATORS) and _is_clean(words := " ".join(text.split())):
        return words
    return " ".join(_characters(text).split())


def lines(text: str) -> list[str]:
    """The lines of a text, each clean, blank ones kept as empty strings."""
    # No-break and double spaces, which many clean texts are full of, are one space in the end whatever is around them.
    text = text.replace("\xa0", " ")
    while "  " in text:
        text = text.replace("  ", " ")
    if any(character in text for character in _ODD_BREAKS):
        text = _LINE_BREAKS.sub("\n", text)
    # No part of a normal form is anything but normal, so that what holds of the text holds of its lines.
    if _is_clean(text.replace("\n", "")):
        return [raw.strip() for raw in text.split("\n")]
    return [raw.strip() if _is_clean(raw) else _BLANK.sub(" ", _characters(raw)).strip() for raw in text.split("\n")]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text whose line breaks, single or not, part paragraphs."""
    return [clean for clean in lines(text) if clean]


def join(parts: Iterable[str]) -> str:
    """Paragraphs as one text."""
    return PARAGRAPH_BREAK.join(parts)


def has_ascii(text: str, characters: bytes) -> bool:
    """Whether a text has one of some ASCII characters."""
    # Deleting from bytes is the fastest search for one of a set; what it leaves out shows in the length.
    body = text.encode("utf-8", "surrogatepass")
    return len(body.translate(None, characters)) != len(body)


def _is_clean(text: str) -> bool:
    # Printable means no control or format character and no white space but the space. Most text is clean, and telling
    # so costs a tenth of cleaning it.
    if text.isascii():
        return not has_ascii(text, _ASCII_CONTROLS)
    return (
        text.isprintable()
        # Unwanted, but printable by Unicode's categories, unlike all others.
        and "\u034f" not in text
        and "\ufffc" not in text
        and unicodedata.is_normalized("NFC", text)
    )


def _characters(text: str) -> str:
    # Removal may bring a letter and its accent together, and NFC never brings back what was removed.
    broken = _LINE_BREAKS.sub("\n", text)
    return unicodedata.normalize("NFC", _UNWANTED.sub("", broken))
