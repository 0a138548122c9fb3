"""Numbers by their value, whatever digits and separators they are written with."""

import pytest

from babelwire_stories.numbers import numbers_of


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("5,8", "5.8"),
        ("5.8", "5.8"),
        ("۵٫۸", "5.8"),
        ("1.100", "1100"),
        ("1,100", "1100"),
        ("1 100", "1100"),
        ("1100", "1100"),
        ("१२", "12"),
        ("11:37", "11.37"),
        ("11.37", "11.37"),
        ("2,50", "2.5"),
    ],
)
def test_a_number_is_told_by_its_value(written: str, value: str) -> None:
    assert numbers_of(f"about {written}, they said") == {value: written}


def test_years_and_single_digits_tell_nothing() -> None:
    assert numbers_of("In 2023, for 3 days; in 1999 as well.") == {}


def test_a_number_in_a_text_without_spaces_is_found() -> None:
    assert numbers_of("造成約120人受傷") == {"120": "120"}
