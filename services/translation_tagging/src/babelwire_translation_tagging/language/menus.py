"""Takes lists of language names out of a text: a page's menu of languages outweighs a brief in any of them."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

_SIGNS: Final = (("Deutsch", "Português"), ("German", "Portuguese"), ("தமிழ்", "বাংলা"))
"""Two names that menus of languages have, in those languages or in English, and few other texts both of them."""

_READ_CHARACTERS: Final = 20_000
_FEWEST: Final = 8
"""So many names of languages in a row are a list, which no sentence has."""
_MOST_BETWEEN: Final = 2
"""Words of a list that are not known: what belongs to a name, or a name that is spelt in another way."""
_NAME_WORDS: Final = 3
_WORD: Final = re.compile(r"[^\s|,;:·•/\\()（）\[\]>»]+")
_AROUND_WORDS: Final = ".-–—*"


def without_menus(text: str) -> str:
    """A text without lists of language names, in their own languages or in English."""
    if not any(one in text and other in text for one, other in _SIGNS):
        return text
    kept, end = [], 0
    for start, stop in _lists(text):
        kept.append(text[end:start])
        end = stop
    return "\n".join([*kept, text[end:]]) if kept else text


def _lists(text: str) -> Iterator[tuple[int, int]]:
    """Where lists of language names begin and end."""
    words = list(_WORD.finditer(text, 0, _READ_CHARACTERS))
    folded = [word[0].casefold().strip(_AROUND_WORDS) for word in words]
    begin = end = names = at = 0
    while at < len(words):
        length = _name_at(folded, at)
        if length and at > end + _MOST_BETWEEN:
            if names >= _FEWEST:
                yield words[begin].start(), words[end - 1].end()
            begin, names = at, 0
        if length:
            begin, end, names = begin if names else at, at + length, names + 1
        at += length or 1
    if names >= _FEWEST:
        yield words[begin].start(), words[end - 1].end()


def _name_at(words: list[str], at: int) -> int:
    """How many words the name of a language is that begins here; 0 where none does."""
    for length in range(_NAME_WORDS, 0, -1):
        if " ".join(words[at : at + length]) in _names() and at + length <= len(words):
            return length
    return 0


@cache
def _names() -> frozenset[str]:
    """Every name of `data/language_names.toml`, its words folded and with single spaces between them."""
    path = files("babelwire_translation_tagging").joinpath("data", "language_names.toml")
    listed: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))
    return frozenset(" ".join(_folded(name)) for names in listed.values() for name in names.split(","))


def _folded(text: str) -> list[str]:
    return [word.casefold().strip(_AROUND_WORDS) for word in _WORD.findall(text)]
