"""Tells languages of other scripts that are printed in Latin letters by their small words."""

import re
import tomllib
import unicodedata
from importlib.resources import files
from typing import Final

import msgspec

from babelwire_translation_tagging.language.scripts import main_script

_READ_CHARACTERS: Final = 600
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W\d_]+)?")
_NO_SOUND: Final = re.compile("[\u0300-\u036f\u02b0-\u02ff\u2018\u2019`]")
_FEWEST_WORDS: Final = 8
_FEWEST_DIFFERENT: Final = 4
_ONE_WORD_IN: Final = 8
"""So much of a text are the small words of its language at least."""
_SYLLABLE: Final = 2
"""Words of so many letters are syllables, which the languages of the Pacific are made of."""


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: dict[str, str]
    numbers: dict[str, str]


class Romanised:
    """The languages of `data/romanised.toml`."""

    def __init__(self) -> None:
        path = files("babelwire_translation_tagging").joinpath("data", "romanised.toml")
        data = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _Data)
        self._words = {language: frozenset(words.split()) for language, words in data.words.items()}
        self._numbers = {language: re.compile(pattern) for language, pattern in data.numbers.items()}

    def language_of(self, text: str) -> str | None:
        """`ru-Latn` for romanised Russian and so on, of a text that is like that of no language; None for any other."""
        start = text[:_READ_CHARACTERS]
        if main_script(start) != "Latn":
            return None
        words = _WORD.findall(_NO_SOUND.sub("", unicodedata.normalize("NFKD", start.lower())))
        if len(words) < _FEWEST_WORDS:
            return None
        found = {language: self._of_language(language, words) for language in self._words}
        best = max(found, key=lambda language: len(found[language]))
        different = set(found[best])
        enough = len(found[best]) * _ONE_WORD_IN >= len(words) and len(different) >= _FEWEST_DIFFERENT
        return best if enough and any(len(word) > _SYLLABLE for word in different) else None

    def _of_language(self, language: str, words: list[str]) -> list[str]:
        listed, numbers = self._words[language], self._numbers.get(language)
        return [word for word in words if word in listed or (numbers is not None and numbers.fullmatch(word))]
