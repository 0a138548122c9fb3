"""The words of notes on translation (`data/notes.toml`), as patterns."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from ahocorasick_rs import AhoCorasick

from babelwire_text.scripts import HANGUL, UNSPACED

SPEAKING: Final = ("translated", "translator", "machine", "first_published")
_GROUP: Final = re.compile(r"\(\?:([^()]*)\)(.*)", re.DOTALL)
_CHOICE: Final = re.compile(r"\[([^\]]*)\]")
_PLAIN: Final = re.compile(r"[^\\\[\](){}?*+.|^$]*")
_FULL_STOP: Final = "\ue000"
_SHORT: Final = 4
_JOINED: Final = re.compile(rf"\(?[\u0590-\u08ff{UNSPACED}{HANGUL}\[]")
"""What begins in a script that parts no words, or that writes articles and prepositions as part of them."""


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    text = files("babelwire_translation_tagging").joinpath("data", "notes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def words_of(kind: str) -> dict[str, list[str]]:
    """The words of one kind by language, as regular expressions."""
    return _words()[kind]


@cache
def pattern(kind: str) -> re.Pattern[str]:
    """What finds a word of one kind, of any language, in text in lower case."""
    found = sorted({word for words in words_of(kind).values() for word in words})
    joined = [word for word in found if _JOINED.match(word)]
    # Names of engines and the like stand in Japanese without a space.
    latin = [word for word in found if word[0].isascii() and word not in joined]
    parted = [word for word in found if word not in joined and word not in latin]
    groups = ((r"(?<![a-zà-öø-ÿ])", latin), (r"(?<!\w)", parted), ("", joined))
    return re.compile("|".join(f"{edge}(?:{'|'.join(words)})" for edge, words in groups if words))


def may_speak(lowered: str) -> bool:
    """Whether a text in lower case may have a word of translating, of machines or of first publication.

    A look that costs little: how the words begin is sought in one pass.
    """
    return bool(_beginnings().find_matches_as_indexes(f" {lowered} "))


@cache
def _beginnings() -> AhoCorasick:
    words = {word for kind in SPEAKING for listed in words_of(kind).values() for word in listed}
    return AhoCorasick(sorted({beginning for word in words for beginning in beginnings(word)}))


def beginnings(word: str) -> list[str]:
    """What a text must hold for a pattern to be found in it: how the pattern begins, up to its first choice."""
    if group := _GROUP.match(word):
        return [beginning for part in group[1].split("|") for beginning in beginnings(part + group[2])]
    if choice := _CHOICE.match(word):
        return list(choice[1])
    begins = _PLAIN.match(word.replace(r"\.", _FULL_STOP))[0]  # type: ignore[index]  # it matches no letter too
    rest = word.replace(r"\.", _FULL_STOP)[len(begins) :]
    begins = begins.replace(_FULL_STOP, ".")
    if rest.startswith("(?:"):
        return [begins + beginning for beginning in beginnings(rest)]
    if rest.startswith("?"):
        begins = begins[:-1]
    # Of a short word the edges are looked for too, lest half of all texts hold it.
    return [f" {begins} " if rest == r"\b" and len(begins) < _SHORT else begins]


def holds(kind: str, lowered: str) -> bool:
    """Whether a text in lower case has a word of one kind."""
    return pattern(kind).search(lowered) is not None
