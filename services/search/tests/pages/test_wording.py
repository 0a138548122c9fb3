import pytest

from babelwire_search.pages import wording


@pytest.mark.parametrize(
    ("at", "precision", "expected"),
    [
        ("2021-06-19T00:00:00Z", "day", "19 June 2021"),
        ("2021-06-19T08:30:00Z", "minute", "19 June 2021, 08:30 UTC"),
        ("2021-06-19T08:30:05.120Z", "second", "19 June 2021, 08:30 UTC"),
        (None, None, "published: not stated"),
    ],
)
def test_dates_are_no_more_exact_than_they_are_known(at: str | None, precision: str | None, expected: str) -> None:
    assert wording.published(at, precision) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"), [(44, "0:44"), (94, "1:34"), (3725, "1:02:05"), (None, None), (-1, None)]
)
def test_durations_look_like_a_players(seconds: int | None, expected: str | None) -> None:
    assert wording.duration(seconds) == expected
