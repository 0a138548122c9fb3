"""The words of notes on translation (`data/notes.toml`), as patterns."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from babelwire_text.scripts import HANGUL, UNSPACED

_JOINED: Final = re.compile(rf"\(?[\u0590-\u08ff{UNSPACED}{HANGUL}\[]")
"""What begins in a script that parts no words, or that writes articles and prepositions as part of them."""


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    text = files("babelwire_translation_tagging").joinpath("data", "notes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def pattern(kind: str) -> re.Pattern[str]:
    """What finds a word of one kind, of any language, in text in lower case."""
    found = sorted({word for words in _words()[kind].values() for word in words})
    parted = [word for word in found if not _JOINED.match(word)]
    joined = [word for word in found if _JOINED.match(word)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parted)})|{'|'.join(joined) or '(?!)'}")


def holds(kind: str, lowered: str) -> bool:
    """Whether a text in lower case has a word of one kind."""
    return pattern(kind).search(lowered) is not None
