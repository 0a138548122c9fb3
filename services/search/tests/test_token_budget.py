import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwire_search.token_budget import count_tokens, first_tokens


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("two words", 2),
        ("covid-19", 2),
        ("12:30", 2),
        ("地震です", 4),
        ("연락선", 3),
        ("ｶﾀｶﾅ", 4),
        ("សាឡាង", 3),
        ("हिन्दी भाषा", 2),
        ("a😀b", 3),
        ("x" * 256, 2),
        ("a।b", 3),
        ("", 0),
        ("-- !", 0),
    ],
)
def test_tokens_are_counted_from_above(text: str, count: int) -> None:
    assert count_tokens(text) == count


@given(st.text(max_size=100), st.integers(0, 20))
def test_the_beginning_has_no_more_tokens_than_asked(text: str, most: int) -> None:
    beginning = first_tokens(text, most)
    assert text.startswith(beginning)
    assert count_tokens(beginning) == min(count_tokens(text), most)
