"""The language of a text, decided from two detectors of different kinds and from what is too little to tell."""

import re
from typing import Final, NamedTuple

from babelwire_text.language_tags import UNDETERMINED
from babelwire_text.scripts import HANGUL, UNSPACED
from babelwire_translation_tagging.close_languages import CloseLanguages
from babelwire_translation_tagging.ports import Guess, LanguageGuesser
from babelwire_translation_tagging.scripts import with_script

_SAMPLE_CHARACTERS: Final = 240
"""Taken of title, lead and start of body each, and from the middle, past a foreign quotation or notice at the top."""
_ADDRESSES: Final = re.compile(r"https?://\S+|www\.\S+|[\w.+-]*[@#]\w[\w.-]*")
_DENSE: Final = re.compile(f"[{UNSPACED}{HANGUL}]")
_DENSE_WEIGHT: Final = 3
"""A character of Chinese, Japanese, Korean or Thai says about as much as three letters of an alphabet."""

_FEW_LETTERS: Final = 12
_SHORT_LETTERS: Final = 40
_LONG_LETTERS: Final = 150
_PLAUSIBLE: Final = 0.2
"""Below this a detector's score is that of letters typed at random."""
_CLEAR: Final = 0.6
_SURE: Final = 0.97
"""From here on the detectors are not doubted; both agreed on enough text."""
_BOTH_AGREE: Final = 0.99
_SURE_ALONE: Final = 0.85
"""From this score on the sharp detector's answer on a long text stands without the wide one's, which costs three times
as much. Of 7,353 news texts in 128 languages (NTREX) it decides a third, each of them as both would have: languages
that it does not know get scores of up to 0.84, save for neighbours of those below.
"""
_UNKNOWN_NEIGHBOURS: Final = frozenset(
    {"am", "bg", "da", "es", "fa", "hi", "hr", "is", "mr", "ms", "nb", "nl", "pt", "sr"}
)
"""Languages for which the sharp detector takes close ones it does not know, with scores of up to 0.97: Galician for
Spanish, Indonesian for Malay, Pashto for Persian and the like. Here the wide one is always asked.
"""


class DetectedLanguage(NamedTuple):
    """A BCP 47 tag, `und` where it cannot be told, and how sure that is in 0..1 (None for `und`)."""

    language: str
    confidence: float | None


_UNTOLD: Final = DetectedLanguage(UNDETERMINED, None)


def sample(title: str, lead: str | None, body: str) -> str:
    """At most some 1,000 characters of an article: enough to tell, and the same cost for any length."""
    parts = [title[:_SAMPLE_CHARACTERS], (lead or "")[:_SAMPLE_CHARACTERS], body[:_SAMPLE_CHARACTERS]]
    if len(body) > _SAMPLE_CHARACTERS:
        middle = max(_SAMPLE_CHARACTERS, len(body) // 2)
        parts.append(body[middle : middle + _SAMPLE_CHARACTERS])
    text = "\n".join(parts)
    return _ADDRESSES.sub(" ", text) if any(mark in text for mark in ("@", "#", "://", "www.")) else text


class LanguageDetector:
    """Asks a sharp detector, where it may be wrong a wide one too, and believes each where it is the better.

    The sharp one knows few languages but tells close ones apart, so it decides among those it knows; a language that
    only the wide one knows is the wide one's to name. Where neither is sure, or too little is there, it is `und`.
    """

    def __init__(self, *, wide: LanguageGuesser, sharp: LanguageGuesser) -> None:
        self._wide = wide
        self._sharp = sharp
        self._close = CloseLanguages()

    def detect(self, text: str) -> DetectedLanguage:
        """The language of `text` (a `sample`), with script or region where the text shows it."""
        letters = _weight(text)
        if letters == 0:
            return _UNTOLD
        sharp = self._sharp.guess(text)
        if letters >= _LONG_LETTERS and _sure_alone(sharp):
            chosen, confidence = sharp.language, _BOTH_AGREE
        else:
            chosen, confidence = self._choose(self._wide.guess(text), sharp, letters)
        if chosen is None:
            return _UNTOLD
        if confidence < _SURE:
            chosen = self._close.tell_apart(chosen, text)
        return DetectedLanguage(with_script(chosen, text), confidence)

    def _choose(self, wide: Guess, sharp: Guess, letters: int) -> tuple[str | None, float]:
        if wide.language is None and sharp.language is None:
            return None, 0.0
        if wide.language == sharp.language:
            return _agreed(wide, sharp, letters)
        if wide.language is not None and wide.language not in self._sharp.languages:
            return _known_to_one(wide, letters)
        return _disputed(wide, sharp, letters)


def _weight(text: str) -> int:
    """Letters in the first 300 characters; those of dense scripts count thrice where there are fewer than 150, for past
    that nothing changes any more.
    """
    start = text[: _LONG_LETTERS * 2]
    letters = sum(map(str.isalpha, start))
    if letters >= _LONG_LETTERS or start.isascii():
        return letters
    return letters + (_DENSE_WEIGHT - 1) * len(_DENSE.findall(start))


def _sure_alone(sharp: Guess) -> bool:
    sure = sharp.language is not None and sharp.reliable and sharp.score >= _SURE_ALONE
    return sure and sharp.language not in _UNKNOWN_NEIGHBOURS


def _agreed(wide: Guess, sharp: Guess, letters: int) -> tuple[str | None, float]:
    if sharp.score < _PLAUSIBLE or letters < _FEW_LETTERS:
        return (wide.language, 0.9) if sharp.reliable else (None, 0.0)
    if letters >= _LONG_LETTERS:
        return wide.language, _BOTH_AGREE
    sure = sharp.reliable or sharp.score >= _CLEAR
    return wide.language, (0.97 if letters >= _SHORT_LETTERS else 0.9) if sure else 0.8


def _known_to_one(wide: Guess, letters: int) -> tuple[str | None, float]:
    if letters >= _LONG_LETTERS and wide.score >= _PLAUSIBLE:
        return wide.language, 0.95 if wide.reliable else 0.7
    if letters >= _SHORT_LETTERS and wide.score >= _PLAUSIBLE:
        return wide.language, 0.8
    return (wide.language, 0.6) if letters >= _FEW_LETTERS and wide.score >= _CLEAR else (None, 0.0)


def _disputed(wide: Guess, sharp: Guess, letters: int) -> tuple[str | None, float]:
    if sharp.language is not None and letters >= _FEW_LETTERS and (sharp.reliable or sharp.score >= _CLEAR):
        return sharp.language, 0.85 if sharp.reliable else 0.6
    if wide.language is not None and letters >= _LONG_LETTERS and wide.reliable and wide.score >= _PLAUSIBLE:
        return wide.language, 0.6
    return None, 0.0
