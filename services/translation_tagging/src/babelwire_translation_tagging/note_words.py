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
    joined = [word for word in found if _JOINED.match(word)]
    # Names of engines and the like stand in Japanese without a space.
    latin = [word for word in found if word[0].isascii() and word not in joined]
    parted = [word for word in found if word not in joined and word not in latin]
    groups = ((r"(?<![a-zà-öø-ÿ])", latin), (r"(?<!\w)", parted), ("", joined))
    return re.compile("|".join(f"{edge}(?:{'|'.join(words)})" for edge, words in groups if words))


def holds(kind: str, lowered: str) -> bool:
    """Whether a text in lower case has a word of one kind."""
    return pattern(kind).search(lowered) is not None
