"""Tells apart close languages that detectors mix up, by letters and words of only some of them."""

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


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    group: list[dict[str, _Marks]]
    one_to_detectors: list[str]


class CloseLanguages:
    """The groups of `data/close_languages.toml`; a language is in one group for each script that it is written in."""

    def __init__(self) -> None:
        path = files("babelwire_translation_tagging").joinpath("data", "close_languages.toml")
        data = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _Data)
        self._one_to_detectors = frozenset(data.one_to_detectors)
        self._groups: dict[str, list[dict[str, tuple[frozenset[str], str]]]] = {}
        for marks in data.group:
            group = {language: (frozenset(each.words.split()), each.letters) for language, each in marks.items()}
            for language in group:
                self._groups.setdefault(language, []).append(group)

    def are_one_to_detectors(self, language: str) -> bool:
        """Whether no detector can be believed as to which of its group a text is in, however sure it is."""
        return language in self._one_to_detectors

    def tell_apart(self, language: str, text: str) -> str:
        """`language`, or the neighbour of which the text shows clearly more marks."""
        groups = self._groups.get(language)
        if groups is None:
            return language
        start = text[:_READ_CHARACTERS].lower()
        words = _WORD.findall(start)
        # One word of a headline is much; in more text one may be a name or a quotation.
        needed = 1 if len(text) < _SHORT_CHARACTERS else 2
        for group in groups:
            marks = {
                other: sum(word in listed for word in words) + sum(map(start.count, letters))
                for other, (listed, letters) in group.items()
            }
            best = max(marks, key=lambda other: marks[other])
            if marks[best] >= marks[language] + needed:
                return best
        return language
