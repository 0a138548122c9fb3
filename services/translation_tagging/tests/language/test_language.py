"""The decision between detectors whose answers are fixed."""

from collections.abc import Sequence

import pytest

from babelwire_contracts.sections import LanguageReason
from babelwire_translation_tagging.adapters.cld2 import Cld2Guesser
from babelwire_translation_tagging.language.detecting import DetectedLanguage, LanguageDetector
from babelwire_translation_tagging.language.sampling import sample
from babelwire_translation_tagging.ports import Guess

WORDS = "seven words of no matter which language " * 8
FEW_WORDS = WORDS[:100]


class Fixed:
    """A guesser that always gives the same answer."""

    def __init__(self, language: str | None, score: float = 0.9, *, reliable: bool = True) -> None:
        self.languages = frozenset({"en", "fr", "pt", "es", "da"})
        self.answer = Guess(language, score, reliable)

    def guess(self, text: str) -> Guess:
        return self.answer

    def languages_of(self, texts: Sequence[str]) -> list[str | None]:
        return [self.answer.language for _ in texts]


class Ranked:
    """A ranker that always gives the same answer."""

    def __init__(self, *ranking: tuple[str, float]) -> None:
        self.languages = frozenset({"en", "fr", "pt", "es", "gl", "af"})
        self.ranking = ranking

    def rank(self, text: str) -> Sequence[tuple[str, float]]:
        return self.ranking


def detect(
    text: str, *, wide: Fixed, sharp: Fixed, ranking: Sequence[tuple[str, float]] = (), priors: Sequence[str] = ()
) -> DetectedLanguage:
    return LanguageDetector(wide=wide, sharp=sharp, ranker=Ranked(*ranking)).detect(text, priors)


@pytest.mark.parametrize(
    ("wide", "sharp", "language"),
    [
        (Fixed("pt"), Fixed("pt"), "pt"),
        (Fixed("es"), Fixed("pt"), "pt"),
        (Fixed("gl"), Fixed("pt"), "gl"),
        (Fixed("gl"), Fixed(None), "gl"),
        (Fixed(None), Fixed("pt"), "pt"),
        (Fixed(None), Fixed(None), "und"),
        (Fixed("en", 0.02), Fixed(None), "und"),
        (Fixed("pt", 0.9, reliable=False), Fixed("es", 0.3, reliable=False), "und"),
        (Fixed("sw", 0.05), Fixed("en", 0.1, reliable=False), "und"),
    ],
)
def test_each_detector_is_believed_where_it_is_the_better(wide: Fixed, sharp: Fixed, language: str) -> None:
    assert detect(WORDS, wide=wide, sharp=sharp).language == language


def test_the_sharp_detector_decides_alone_only_on_long_texts_and_without_unknown_neighbours() -> None:
    assert detect(WORDS, wide=Fixed("gl"), sharp=Fixed("fr")).language == "fr"
    assert detect(WORDS, wide=Fixed("gl"), sharp=Fixed("fr", 0.8)).language == "gl"
    assert detect(WORDS, wide=Fixed("gl"), sharp=Fixed("fr", reliable=False)).language == "gl"
    assert detect(WORDS, wide=Fixed("gl"), sharp=Fixed("es")).language == "gl"
    assert detect(WORDS, wide=Fixed("gl"), sharp=Fixed("en", 0.7)).language == "en"


def test_few_words_on_which_two_do_not_agree_are_put_to_the_vote() -> None:
    assert detect(FEW_WORDS, wide=Fixed("es"), sharp=Fixed("fr"), ranking=[("es", 0.6), ("fr", 0.2)]).language == "es"
    assert detect(FEW_WORDS, wide=Fixed("es"), sharp=Fixed("fr"), ranking=[("fr", 0.6), ("es", 0.2)]).language == "fr"
    assert detect(FEW_WORDS, wide=Fixed("es"), sharp=Fixed("es"), ranking=[("fr", 0.9)]).language == "es"
    assert detect(FEW_WORDS, wide=Fixed("es"), sharp=Fixed("fr")).reason is LanguageReason.CONTRADICTORY


def test_a_vote_for_a_neighbour_is_one_for_a_language_that_its_voter_does_not_know() -> None:
    ranking = [("gl", 0.4), ("en", 0.1)]
    assert detect(FEW_WORDS, wide=Fixed("en"), sharp=Fixed("pt"), ranking=ranking).language == "gl"
    assert detect(FEW_WORDS, wide=Fixed("mi"), sharp=Fixed("en", 0.3), ranking=[("af", 0.5)]).language == "mi"


def test_what_is_known_beforehand_has_a_vote_and_never_against_a_clear_text() -> None:
    ranking = [("fr", 0.4), ("es", 0.3)]
    wide, sharp = Fixed("pt", 0.4), Fixed("en", 0.3, reliable=False)
    assert detect(FEW_WORDS, wide=wide, sharp=sharp, ranking=ranking).language == "fr"
    assert detect(FEW_WORDS, wide=wide, sharp=sharp, ranking=ranking, priors=["es"]).language == "es"
    assert detect(FEW_WORDS, wide=Fixed("fr"), sharp=Fixed("fr"), ranking=ranking, priors=["es"] * 3).language == "fr"
    assert detect(WORDS, wide=Fixed("gl"), sharp=Fixed("fr"), ranking=ranking, priors=["es"] * 3).language == "fr"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", LanguageReason.NO_LETTERS),
        ("12:30, 7 % — 🙂", LanguageReason.NO_LETTERS),
        ("casa nova", LanguageReason.TOO_SHORT),
        ("Karin Holm", LanguageReason.TOO_SHORT),
        ("Maximilian Bergengruen", LanguageReason.TOO_SHORT),
        ("AB 12, CD 34, EF 56, GH 78, IJ 90, KL 11", LanguageReason.TOO_SHORT),
    ],
)
def test_nothing_is_said_of_too_little_and_why(text: str, reason: LanguageReason) -> None:
    detected = detect(text, wide=Fixed("en"), sharp=Fixed("es", 0.5, reliable=False), ranking=[("en", 0.9)])
    assert detected == DetectedLanguage("und", None, reason)


def test_what_is_like_no_language_is_in_none_that_is_known() -> None:
    wide, sharp = Fixed("sw", 0.05), Fixed("en", 0.1, reliable=False)
    assert detect(FEW_WORDS, wide=wide, sharp=sharp).reason is LanguageReason.NO_KNOWN_LANGUAGE


@pytest.mark.parametrize("refused", ["\x01", "\ufffe", "\U0010ffff", "\ud800"])
def test_cld2_answers_in_spite_of_a_character_it_refuses(refused: str) -> None:
    text = f"The council voted on Tuesday {refused} to keep the old ferry in service for another winter."
    assert Cld2Guesser().guess(text).language == "en"


def test_the_sample_is_bounded_and_reaches_past_the_start() -> None:
    body = "x" * 5000 + "MIDDLE" + "y" * 4900
    taken = sample("title", "lead", body)
    assert len(taken) < 1100
    assert "MIDDLE" in taken


def test_addresses_are_no_words() -> None:
    taken = sample(
        "Read https://example.org/the-news-of-the-day and @the_reporter", None, "write to me@example.org #breaking"
    )
    assert "example" not in taken
    assert "reporter" not in taken
    assert "breaking" not in taken
