"""Tells apart close languages that detectors mix up on a few words, by letters and words of only one of them."""

import re
import tomllib
from importlib.resources import files
from typing import Final

import msgspec

_WORD: Final = re.compile(r"['’]n\b|[\w\u0900-\u097f]+")
_READ_CHARACTERS: Final = 600
_SHORT_CHARACTERS: Final = 150


class _Marks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: str
    letters: str = ""


class _Groups(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    group: list[dict[str, _Marks]]


def _read_groups() -> list[dict[str, _Marks]]:
    text = files("babelwire_translation_tagging").joinpath("data", "close_languages.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Groups).group


class CloseLanguages:
    """The groups of `data/close_languages.toml`."""

    def __init__(self) -> None:
        self._words: dict[str, dict[str, frozenset[str]]] = {}
        self._letters: dict[str, str] = {}
        for group in _read_groups():
            listed = {language: frozenset(marks.words.split()) for language, marks in group.items()}
            only = {
                language: words.difference(*(other for name, other in listed.items() if name != language))
                for language, words in listed.items()
            }
            self._words |= dict.fromkeys(group, only)
            self._letters |= {language: marks.letters for language, marks in group.items()}

    def tell_apart(self, language: str, text: str) -> str:
        """`language`, or the neighbour of which the text shows clearly more marks."""
        group = self._words.get(language)
        if group is None:
            return language
        start = text[:_READ_CHARACTERS].lower()
        words = _WORD.findall(start)
        marks = {
            other: sum(word in only for word in words) + sum(map(start.count, self._letters[other]))
            for other, only in group.items()
        }
        best = max(marks, key=lambda other: marks[other])
        # One word of a headline is much; in more text one may be a name or a quotation.
        needed = 1 if len(text) < _SHORT_CHARACTERS else 2
        return best if marks[best] >= marks[language] + needed else language
