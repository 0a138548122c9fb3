import pytest

from babelwire_vectors.texts import CHARACTERS, beginning


@pytest.mark.parametrize("text", ["", "  \n", "—…!?", "🎉🎉 🚀", "\u200d\ufe0f"])
def test_signs_alone_are_nothing_to_embed(text: str) -> None:
    assert beginning(text) is None


@pytest.mark.parametrize("text", ["a", "7", "雨", "🎉 2:1"])
def test_one_letter_or_digit_is_enough(text: str) -> None:
    assert beginning(f" {text}\n") == text


def test_a_long_text_is_cut_between_words() -> None:
    begun = beginning("word " * 1_000_000)
    assert begun is not None
    assert CHARACTERS - 5 <= len(begun) <= CHARACTERS
    assert begun.endswith("word")


def test_a_text_without_spaces_is_cut_where_it_must_be() -> None:
    assert beginning("雨" * 1000) == "雨" * CHARACTERS


def test_a_text_that_just_fits_stays_whole() -> None:
    assert beginning("a" * CHARACTERS) == "a" * CHARACTERS
