import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from babelwire_ingest.parsing import text_cleaning


def test_line_has_no_junk() -> None:
    assert text_cleaning.line("\ufeffa\u00a0b\u200b\u00adc\x00 \t d\r\n") == "a bc d"


def test_line_composes_accents() -> None:
    assert text_cleaning.line("e\u0301") == "é"


def test_joiners_that_spell_words_stay() -> None:
    assert text_cleaning.line("می\u200cخواهم") == "می\u200cخواهم"


def test_paragraphs_of_any_line_break() -> None:
    assert text_cleaning.paragraphs("a\r\n\r\nb\rc\u2029d\n") == ["a", "b", "c", "d"]


@given(st.text())
def test_line_is_idempotent_and_clean(text: str) -> None:
    once = text_cleaning.line(text)
    assert text_cleaning.line(once) == once
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in once)


@given(st.text())
def test_paragraphs_survive_joining(text: str) -> None:
    once = text_cleaning.paragraphs(text)
    assert text_cleaning.paragraphs(text_cleaning.join(once)) == once


@given(st.text(alphabet=st.characters(categories=["L", "N"])))
def test_nothing_is_cut(text: str) -> None:
    assert text_cleaning.line(text) == unicodedata.normalize("NFC", text)
