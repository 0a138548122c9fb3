"""The decision between two detectors, with detectors whose answer is fixed."""

import pytest

from babelwire_translation_tagging.adapters.cld2 import Cld2Guesser
from babelwire_translation_tagging.language import LanguageDetector, sample
from babelwire_translation_tagging.ports import Guess

WORDS = "seven words of no matter which language " * 6


class Fixed:
    """A guesser that always gives the same answer."""

    def __init__(self, language: str | None, score: float = 0.9, *, reliable: bool = True) -> None:
        self.languages = frozenset({"en", "pt", "es", "da"})
        self.answer = Guess(language, score, reliable)

    def guess(self, text: str) -> Guess:
        return self.answer


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
    assert LanguageDetector(wide=wide, sharp=sharp).detect(WORDS).language == language


def test_the_sharp_detector_decides_alone_only_on_long_texts_and_without_unknown_neighbours() -> None:
    assert LanguageDetector(wide=Fixed("gl"), sharp=Fixed("en")).detect(WORDS).language == "en"
    assert LanguageDetector(wide=Fixed("gl"), sharp=Fixed("en", 0.8)).detect(WORDS).language == "gl"
    assert LanguageDetector(wide=Fixed("gl"), sharp=Fixed("en", reliable=False)).detect(WORDS).language == "gl"
    assert LanguageDetector(wide=Fixed("gl"), sharp=Fixed("en")).detect(WORDS[:100]).language == "gl"
    assert LanguageDetector(wide=Fixed("gl"), sharp=Fixed("es")).detect(WORDS).language == "gl"


@pytest.mark.parametrize("refused", ["\x01", "\ufffe", "\U0010ffff", "\ud800"])
def test_cld2_answers_in_spite_of_a_character_it_refuses(refused: str) -> None:
    text = f"The council voted on Tuesday {refused} to keep the old ferry in service for another winter."
    assert Cld2Guesser().guess(text).language == "en"


def test_a_text_without_letters_is_not_even_asked_about() -> None:
    assert LanguageDetector(wide=Fixed("en"), sharp=Fixed("en")).detect("12:30, 7 % — 🙂").language == "und"


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
