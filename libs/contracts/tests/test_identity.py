"""Ids and revisions are pure functions whose order and differences can be relied on."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwire_contracts.identity import article_id, capture_id, content_hash, revision

MOMENTS = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-8))]),
)


@given(MOMENTS, MOMENTS)
def test_revisions_sort_by_capture_time(one: datetime, other: datetime) -> None:
    if one != other:
        assert (revision(one, "ff") < revision(other, "00")) == (one < other)
    else:
        assert revision(one, "00") < revision(other, "ff")


@given(MOMENTS, st.binary(max_size=50))
def test_a_capture_id_says_what_was_captured_whatever_zone_the_clock_had(moment: datetime, body: bytes) -> None:
    same = capture_id("https://a.example/", body, moment.astimezone(UTC))
    assert capture_id("https://a.example/", body, moment) == same
    assert capture_id("https://a.example/", body + b".", moment) != same
    assert capture_id(None, body, moment) != same
    assert capture_id("https://a.example/", body, moment + timedelta(microseconds=1)) != same


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        revision(datetime(2026, 1, 1), "00")  # noqa: DTZ001 - the point of the test


def test_without_a_url_the_bytes_are_the_identity() -> None:
    assert article_id(None, b"one") != article_id(None, b"two")
    assert article_id(None, b"one") == article_id(None, b"one")


def test_an_entrys_id_tells_apart_what_has_one_address() -> None:
    page = "https://news.example/notices"
    assert len({article_id(page), article_id(page, entry_id="1"), article_id(page, entry_id="2")}) == 3
    assert article_id(page, entry_id="1") == article_id(page.replace("https", "http"), b"other bytes", entry_id="1")


def test_content_hash_reads_as_a_reader_does() -> None:
    assert content_hash("Café", None, "a  b\n\nc") == content_hash("Cafe\u0301", "", "a b c")
    assert content_hash("Title", "lead", "body") != content_hash("Title", None, "lead body")
