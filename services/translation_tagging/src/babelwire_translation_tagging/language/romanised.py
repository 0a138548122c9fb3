"""Tells languages of other scripts that are printed in Latin letters."""

import re
import tomllib
import unicodedata
from importlib.resources import files
from typing import Final

import msgspec

from babelwire_translation_tagging.language.scripts import main_script
from babelwire_translation_tagging.ports import LanguageGuesser

_READ_CHARACTERS: Final = 600
_FEWEST_WORDS: Final = 8
_LIKE_IT: Final = 0.36
"""What is written back in its own letters gets more from the wide detector; of 22,000 other texts none does."""

_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W\d_]+)?")
_NO_SOUND: Final = re.compile("[\u0300-\u036f\u02b0-\u02ff\u2018\u2019`]")
_FEWEST_DIFFERENT: Final = 4
_ONE_WORD_IN: Final = 8
"""So much of a text are the small words of its language at least."""
_SYLLABLE: Final = 2
"""Words of so many letters are syllables, which the languages of the Pacific are made of."""


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    letters: dict[str, str]
    words: dict[str, str]
    numbers: dict[str, str]


class _Letters:
    """Writes a text in Cyrillic."""

    def __init__(self, pairs: str) -> None:
        self._cyrillic = dict(pair.split(":") for pair in pairs.split())
        latin = sorted(self._cyrillic, key=len, reverse=True)
        self._latin = re.compile("|".join(map(re.escape, latin)))

    def written_back(self, text: str) -> str:
        return self._latin.sub(lambda letters: self._cyrillic[letters[0]], text)


class Romanised:
    """The languages of `data/romanised.toml`."""

    def __init__(self, *, wide: LanguageGuesser, sharp: LanguageGuesser) -> None:
        self._wide = wide
        self._sharp = sharp
        path = files("babelwire_translation_tagging").joinpath("data", "romanised.toml")
        data = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _Data)
        common = data.letters.pop("all")
        self._letters = {language: _Letters(f"{common} {own}") for language, own in data.letters.items()}
        self._words = {language: frozenset(words.split()) for language, words in data.words.items()}
        self._numbers = {language: re.compile(pattern) for language, pattern in data.numbers.items()}

    def language_of(self, text: str) -> str | None:
        """`ru-Latn` for romanised Russian and so on, of a text that is like that of no language; None for any other."""
        start = text[:_READ_CHARACTERS].lower()
        if main_script(start) != "Latn" or len(start.split()) < _FEWEST_WORDS:
            return None
        return self._by_letters(start) or self._by_words(start)

    def _by_letters(self, text: str) -> str | None:
        """The language that a text is in once it is written back in its letters, if both detectors say so."""
        written = {language: letters.written_back(text) for language, letters in self._letters.items()}
        found = {language: self._sharp.guess(cyrillic) for language, cyrillic in written.items()}
        likely = [language for language, guess in found.items() if guess.language == language]
        best = max(likely, key=lambda language: found[language].score, default=None)
        if best is None:
            return None
        wide = self._wide.guess(written[best])
        return f"{best}-Latn" if wide.language == best and wide.score >= _LIKE_IT else None

    def _by_words(self, text: str) -> str | None:
        words = _WORD.findall(_NO_SOUND.sub("", unicodedata.normalize("NFKD", text)))
        found = {language: self._of_language(language, words) for language in self._words}
        best = max(found, key=lambda language: len(found[language]))
        different = set(found[best])
        enough = len(found[best]) * _ONE_WORD_IN >= len(words) and len(different) >= _FEWEST_DIFFERENT
        return best if enough and any(len(word) > _SYLLABLE for word in different) else None

    def _of_language(self, language: str, words: list[str]) -> list[str]:
        listed, numbers = self._words[language], self._numbers.get(language)
        return [word for word in words if word in listed or (numbers is not None and numbers.fullmatch(word))]
