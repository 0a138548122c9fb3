"""Words are blind to what a newsroom's system changes and no reader sees, and know where they stand."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwire_comparison.words import words_of

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.text(
    st.sampled_from("aß İıΣς é\u0301ﬁ½㍿ﷺ ㄱㅏ가ㄳ㉠ｶﾞ น้ำกิ 牛、。हिन्दी\u00ad\u200d\u200f℃①´_-’"), max_size=60
)


def standing(text: str) -> list[tuple[str, str]]:
    words = words_of(text)
    return [
        (folded, text[start:end]) for folded, start, end in zip(words.folded, words.starts, words.ends, strict=True)
    ]


@given(TEXTS)
def test_words_stand_one_after_another_inside_the_text(text: str) -> None:
    words = words_of(text)
    edges = [edge for span in zip(words.starts, words.ends, strict=True) for edge in span]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)
    assert all(folded and unicodedata.is_normalized("NFKC", folded) for folded in words.folded)


@given(TEXTS, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_the_form_of_unicode_does_not_count(text: str, form: Literal["NFC", "NFD", "NFKC", "NFKD"]) -> None:
    assert words_of(unicodedata.normalize(form, text)).folded == words_of(text).folded


@given(TEXTS, st.integers(min_value=0), st.sampled_from("\u00ad\u200b\u200d\u200e\ufeff"))
def test_format_characters_do_not_count(text: str, place: int, character: str) -> None:
    at = place % (len(text) + 1)
    assert words_of(text[:at] + character + text[at:]).folded == words_of(text).folded


@given(TEXTS)
def test_case_does_not_count(text: str) -> None:
    assert words_of(text.casefold()).folded == words_of(text).folded


@given(TEXTS)
def test_a_word_stands_where_it_can_be_read_again(text: str) -> None:
    for folded, stands in standing(unicodedata.normalize("NFKC", text)):
        assert words_of(stands).folded == [folded]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Straße, STRASSE!", [("strasse", "Straße"), ("strasse", "STRASSE")]),
        ("Ha\u00adfen\u00adamt", [("hafenamt", "Ha\u00adfen\u00adamt")]),
        ("cafe\u0301", [("café", "cafe\u0301")]),
        ("ﬁnally", [("finally", "ﬁnally")]),
        ("don’t", [("don", "don"), ("t", "t")]),
        ("橋が１つ", [("橋", "橋"), ("が", "が"), ("1", "１"), ("つ", "つ")]),
        ("น้ำ ดี", [("น้ํ", "น้ำ"), ("า", ""), ("ดี", "ดี")]),
        ("می\u200cروم", [("میروم", "می\u200cروم")]),
        ("हिन्दी।", [("हिन्दी", "हिन्दी")]),
        ("ﷺ", [("صلى", "ﷺ"), ("الله", ""), ("عليه", ""), ("وسلم", "")]),
        ("ㅎㅏㄴ글", [("하ᄂ글", "ㅎㅏㄴ글")]),
        ("… — 🙂 ®", []),
        ("", []),
    ],
)
def test_words_of_many_scripts(text: str, words: list[tuple[str, str]]) -> None:
    assert standing(text) == words
