"""Dates in feeds: known as exactly as they say, and the same whenever they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwire_ingest.parsing.feed.dates import feed_dating


def read(printed: str) -> tuple[str, str] | None:
    found = feed_dating(printed, "feed")
    return (found.at.strftime("%Y-%m-%dT%H:%M:%S"), found.precision.value) if found else None


@pytest.mark.parametrize(
    ("printed", "at", "precision"),
    [
        ("Thu, 29 Jun 2023 15:07:41 GMT", "2023-06-29T15:07:41", "second"),
        ("Thu, 29 Jun 2023 15:07:41 +0200", "2023-06-29T13:07:41", "second"),
        ("Thu, 29 Jun 2023 15:07:41 -0000", "2023-06-29T15:07:41", "second"),
        ("29 Jun 2023 15:07 Z", "2023-06-29T15:07:00", "minute"),
        ("Thu, 29 June 2023 15:07:41 EDT", "2023-06-29T19:07:41", "second"),
        ("Thu, 29 Jun 2023 23:07:41 PST", "2023-06-30T07:07:41", "second"),
        ("Thu, 29 Jun 23 15:07:41 UT", "2023-06-29T15:07:41", "second"),
        ("Thu, 29 Jun 2023 15:07:41 CEST", "2023-06-29T13:07:41", "second"),
        ("Thu, 29 Jun 2023 15:07:41 JST", "2023-06-29T06:07:41", "second"),
        ("Thu, 29 Jun 2023 15:07:41 +0200 (CEST)", "2023-06-29T13:07:41", "second"),
        ("Thu, 29 Jun 2023 15:07:41 CET", "2023-06-29T00:00:00", "day"),
        ("Thu, 29 Jun 2023 23:59:59 IST", "2023-06-29T00:00:00", "day"),
        ("Thu, 29 Jun 2023 23:59:59 BST", "2023-06-29T00:00:00", "day"),
        ("Thu, 29 Jun 2023 23:59:59 A", "2023-06-29T00:00:00", "day"),
        ("Thu, 29 Jun 2023 23:59:59 +9999", "2023-06-29T00:00:00", "day"),
        ("Thu, 29 Jun 2023 15:07:41", "2023-06-29T00:00:00", "day"),
        ("Thu, 29 Jun 2023", "2023-06-29T00:00:00", "day"),
        ("Thu Jun 29 15:07:41 2023", "2023-06-29T00:00:00", "day"),
        ("Thu Jun 29 15:07:41 GMT 2023", "2023-06-29T15:07:41", "second"),
        ("2023/6/29 15:07:41", "2023-06-29T00:00:00", "day"),
        ("2023-06-29 15:07:41", "2023-06-29T00:00:00", "day"),
        ("2023-06-29", "2023-06-29T00:00:00", "day"),
        ("2023-06-29T15:07:41+02:00", "2023-06-29T13:07:41", "second"),
        ("2023-06-29T15:07Z", "2023-06-29T15:07:00", "minute"),
        ("29 juin 2023 15:07", "2023-06-29T00:00:00", "day"),
    ],
)
def test_a_date_is_known_as_exactly_as_it_says(printed: str, at: str, precision: str) -> None:
    assert read(printed) == (at, precision)


@pytest.mark.parametrize(
    "printed", ["", "15:07", "29 Jun", "Jun 2023", "2023", "yesterday", "Thu, 31 Jun 2023 15:07:41 GMT", "1e9", "--29"]
)
def test_what_is_no_whole_date_is_none(printed: str) -> None:
    assert read(printed) is None


@given(
    st.text(max_size=60) | st.from_regex(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{2,4} \d\d:\d\d:\d\d [+A-Z0-9-]{1,5}")
)
def test_no_text_raises(printed: str) -> None:
    feed_dating(printed, "feed")
