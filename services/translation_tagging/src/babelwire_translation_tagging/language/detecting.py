"""The language of a text, decided from detectors of different kinds and from what is too little to tell."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from babelwire_contracts.sections import LanguageReason
from babelwire_text.language_tags import UNDETERMINED
from babelwire_translation_tagging.language.close_languages import CloseLanguages
from babelwire_translation_tagging.language.romanised import Romanised
from babelwire_translation_tagging.language.sampling import (
    FEW_LETTERS,
    LONG_LETTERS,
    has_words,
    in_small_letters_twice,
    only_names,
    weight,
)
from babelwire_translation_tagging.language.scripts import with_script
from babelwire_translation_tagging.language.voting import CLEAR, PLAUSIBLE, Ballot
from babelwire_translation_tagging.ports import Guess, LanguageGuesser, LanguageRanker, SharpGuesser

_SHORT_LETTERS: Final = 40
_VOTED_LETTERS: Final = 200
"""Under this detectors that do not agree are put to the vote; the third one's cost grows with the text."""
_VOTED_CHARACTERS: Final = 300
_LONG_CHARACTERS: Final = 300
"""Of a text whose letters need not be counted."""
_RANKED: Final = 0.9
_ROMANISED: Final = 0.8
_LIKE_A_LANGUAGE: Final = 0.45
"""The wide detector gives romanised text scores of up to 0.39, and few texts of languages that it knows so little."""
_MARKED: Final = 0.97
"""Under this confidence the marks of close languages are looked for."""
_BOTH_AGREE: Final = 0.99
_SURE_ALONE: Final = 0.85
"""From this score on the sharp detector's answer on a long text stands without the wide one's, which costs ten times
as much. Of 7,353 news texts in 128 languages (NTREX) it decides a third, each of them as both would have: languages
that it does not know get scores of up to 0.84, save for neighbours of those below.
"""
_SURE_OF_ENGLISH: Final = 0.7
"""The same for English, for which it takes no other with a score over 0.52."""
_UNKNOWN_NEIGHBOURS: Final = frozenset(
    {"am", "bg", "da", "es", "fa", "hi", "hr", "is", "mr", "ms", "nb", "nl", "pt", "sr"}
)
"""Languages for which the sharp detector takes close ones it does not know, with scores of up to 0.97: Galician for
Spanish, Indonesian for Malay, Pashto for Persian and the like. Here the wide one is always asked.
"""
_CONFIRMING_CHARACTERS: Final = 480
"""As much tells the wide detector whether a text is in such a neighbour."""
_SHARES: Final = ((0.8, 0.9), (0.5, 0.8), (0.3, 0.6))
"""From which share of the votes on which confidence is said; below the last nothing is."""


class DetectedLanguage(NamedTuple):
    """A BCP 47 tag and how sure that is in 0..1; for `und` None, and the reason."""

    language: str
    confidence: float | None
    reason: LanguageReason | None = None


class _Asked(NamedTuple):
    text: str
    letters: int
    wide: Guess
    sharp: Guess
    priors: Sequence[str]


def _und(reason: LanguageReason) -> DetectedLanguage:
    return DetectedLanguage(UNDETERMINED, None, reason)


class LanguageDetector:
    """Asks a sharp detector, where it may be wrong a wide one too, and believes each where it is the better.

    The sharp one knows few languages but tells close ones apart, so it decides among those it knows; a language that
    only the wide one knows is the wide one's to name. On short texts on which they do not agree a third one votes.
    Where nobody is sure, or too little is there, it is `und`.
    """

    def __init__(self, *, wide: LanguageGuesser, sharp: SharpGuesser, ranker: LanguageRanker) -> None:
        self._wide = wide
        self._sharp = sharp
        self._ranker = ranker
        self._ballot = Ballot(ranked=ranker.languages, sharp=sharp.languages)
        self._close = CloseLanguages()
        self._romanised = Romanised(wide=wide, sharp=sharp)

    def detect(self, text: str, priors: Sequence[str] = ()) -> DetectedLanguage:
        """The language of `text` (a `sample`), with script or region where the text shows it.

        `priors` are primary subtags of what page and outlet say; they only have a vote where a text is short and its
        detectors do not agree.
        """
        sharp = self._sharp.guess(text)
        if len(text) >= _LONG_CHARACTERS and sharp.language is not None and _sure_alone(sharp):
            return self._told(sharp.language, _BOTH_AGREE, text)
        letters = weight(text)
        if letters == 0:
            return _und(LanguageReason.NO_LETTERS)
        if letters < _SHORT_LETTERS and not has_words(text):
            return _und(LanguageReason.TOO_SHORT)
        confirms = letters >= LONG_LETTERS and sharp.reliable and sharp.score >= _SURE_ALONE
        wide = self._wide.guess(text[:_CONFIRMING_CHARACTERS] if confirms else text)
        asked = _Asked(text, letters, wide, sharp, priors)
        like_none = letters >= FEW_LETTERS and _is_like_no_language(asked)
        romanised = self._romanised.language_of(text) if like_none else None
        if romanised is not None:
            return DetectedLanguage(romanised, _ROMANISED)
        chosen, confidence = self._ranked(asked) if like_none and letters >= _VOTED_LETTERS else self._choose(asked)
        if chosen is None:
            return _und(_why(asked))
        return self._told(chosen, confidence, text)

    def confirms(self, language: str, text: str) -> bool:
        """Whether the detector that is the better for a language (a primary subtag) takes `text` for it."""
        better = self._sharp if language in self._sharp.languages else self._wide
        return better.guess(text).language == language

    def _told(self, language: str, confidence: float, text: str) -> DetectedLanguage:
        if confidence < _MARKED or self._close.are_one_to_detectors(language):
            language = self._close.tell_apart(language, text)
        return DetectedLanguage(with_script(language, text), confidence)

    def _choose(self, asked: _Asked) -> tuple[str | None, float]:
        if asked.letters < FEW_LETTERS:
            return _of_few_letters(asked)
        chosen, confidence = self._by_two(asked)
        agreed = asked.wide.language == asked.sharp.language and asked.wide.language is not None
        clear = agreed and (asked.sharp.reliable or asked.sharp.score >= CLEAR)
        names = only_names(asked.text)
        if chosen is not None and (asked.letters >= _VOTED_LETTERS or clear) and not names:
            return chosen, confidence
        ranking = self._ranker.rank(in_small_letters_twice(asked.text[:_VOTED_CHARACTERS]))
        if names and not (clear and ranking and ranking[0][0] == chosen):
            return None, 0.0
        vote = self._ballot.choose(asked.wide, asked.sharp, ranking, asked.priors)
        if vote is None:
            return None, 0.0
        return next(((vote.language, said) for share, said in _SHARES if vote.share >= share), (None, 0.0))

    def _ranked(self, asked: _Asked) -> tuple[str | None, float]:
        """Of enough text to tell, which to two is like that of no language, only what the third one is sure of."""
        ranking = self._ranker.rank(asked.text[:_VOTED_CHARACTERS])
        return (ranking[0][0], 0.8) if ranking and ranking[0][1] >= _RANKED else (None, 0.0)

    def _by_two(self, asked: _Asked) -> tuple[str | None, float]:
        wide, sharp = asked.wide, asked.sharp
        if wide.language is None and sharp.language is None:
            return None, 0.0
        if wide.language == sharp.language:
            return _agreed(asked)
        if wide.language is not None and wide.language not in self._sharp.languages:
            return _known_to_one(asked)
        return _disputed(asked)


def _sure_alone(sharp: Guess) -> bool:
    if not sharp.reliable or sharp.language in _UNKNOWN_NEIGHBOURS:
        return False
    return sharp.score >= (_SURE_OF_ENGLISH if sharp.language == "en" else _SURE_ALONE)


def _is_like_no_language(asked: _Asked) -> bool:
    """Whether a text is unlike those of any language that the detectors know, as romanised ones are."""
    return asked.wide.score < _LIKE_A_LANGUAGE and not asked.sharp.reliable


def _why(asked: _Asked) -> LanguageReason:
    """Why nothing can be said of a text that has letters."""
    if asked.letters < FEW_LETTERS or only_names(asked.text):
        return LanguageReason.TOO_SHORT
    if _is_like_no_language(asked):
        return LanguageReason.NO_KNOWN_LANGUAGE
    return LanguageReason.CONTRADICTORY


def _of_few_letters(asked: _Asked) -> tuple[str | None, float]:
    agreed = asked.wide.language == asked.sharp.language and asked.sharp.reliable
    return (asked.wide.language, 0.9) if agreed else (None, 0.0)


def _agreed(asked: _Asked) -> tuple[str | None, float]:
    sharp = asked.sharp
    if sharp.score < PLAUSIBLE:
        return (sharp.language, 0.9) if sharp.reliable else (None, 0.0)
    if asked.letters >= LONG_LETTERS:
        return sharp.language, _BOTH_AGREE
    sure = sharp.reliable or sharp.score >= CLEAR
    return sharp.language, (_MARKED if asked.letters >= _SHORT_LETTERS else 0.9) if sure else 0.8


def _known_to_one(asked: _Asked) -> tuple[str | None, float]:
    wide = asked.wide
    if asked.letters >= LONG_LETTERS and wide.score >= PLAUSIBLE:
        return wide.language, 0.95 if wide.reliable else 0.7
    if asked.letters >= _SHORT_LETTERS and wide.score >= PLAUSIBLE:
        return wide.language, 0.8
    return (wide.language, 0.6) if wide.score >= CLEAR else (None, 0.0)


def _disputed(asked: _Asked) -> tuple[str | None, float]:
    wide, sharp = asked.wide, asked.sharp
    if sharp.language is not None and (sharp.reliable or sharp.score >= CLEAR):
        return sharp.language, 0.85 if sharp.reliable else 0.6
    if wide.language is not None and asked.letters >= LONG_LETTERS and wide.reliable and wide.score >= PLAUSIBLE:
        return wide.language, 0.6
    return None, 0.0
