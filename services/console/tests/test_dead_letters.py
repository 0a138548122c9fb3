"""Which letters are wanted, and who has them in hand."""

from datetime import UTC, datetime, timedelta

import pytest

from babelwire_console.dead_letters.letter import Hold, Letter, Mark, State, Wanted, holds, letter_or_mark, states
from babelwire_messaging import headers
from babelwire_messaging.handling import Position, Record
from babelwire_messaging.headers import Headers
from babelwire_messaging.reading import LogRecord

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
ORIGIN = Position("articles.tagged", 3, 70)


def record(fields: Headers, value: bytes | None = b"{}", offset: int = 5) -> LogRecord:
    return LogRecord("dead-letters.indexing", 3, offset, 0, b"k", value, tuple(fields))


def letter(fields: Headers, offset: int = 5) -> Letter:
    found = letter_or_mark(record(fields, offset=offset), NOW)
    assert isinstance(found, Letter)
    return found


def test_a_letter_is_read_from_its_headers() -> None:
    fields = headers.dead_letter("indexing", ORIGIN, {"capture-id": b"c"}, ValueError("no"))
    found = letter(fields)
    assert (found.service, found.error, found.message) == ("indexing", "ValueError", "no")
    assert (found.origin, found.attempt, found.capture_id, found.size) == (ORIGIN, 1, "c", 2)


@pytest.mark.parametrize("fields", [[], [("dead-letter-offset", b"\xff")], [("dead-letter-attempt", b"many")]])
def test_broken_headers_make_a_letter_without_an_origin(fields: Headers) -> None:
    found = letter(fields)
    assert found.origin is None
    assert found.attempt == 1
    assert found.service == "indexing"


def test_a_letter_that_fails_again_after_a_redrive_is_attempt_two_and_names_the_first() -> None:
    first = headers.dead_letter("indexing", ORIGIN, {"capture-id": b"c", "predecessor": b"p"}, ValueError("no"))
    back = headers.redriven(Position("dead-letters.indexing", 3, 5), dict(first), "r")
    again = Record(Position("articles.tagged", 3, 90), b"k", None, NOW, dict(back))
    second = letter(headers.dead_letter("indexing", again.position, again.headers, ValueError("no")), offset=6)
    assert (second.attempt, second.redrive_of, second.capture_id) == (2, "dead-letters.indexing/3/5", "c")
    assert ("predecessor", b"p") in back
    state = states([letter(first), second], {}, NOW)
    assert list(state.values()) == [State.FAILED_AGAIN, State.OPEN]


def test_wanted_is_by_service_error_time_and_key() -> None:
    found = letter(headers.dead_letter("indexing", ORIGIN, {}, ValueError("no")))
    assert Wanted().matches(found)
    assert Wanted(service="indexing", error="ValueError", key="k", since=NOW).matches(found)
    for other in (
        Wanted(service="ingest"),
        Wanted(error="KeyError"),
        Wanted(key="x"),
        Wanted(until=NOW),
        Wanted(since=NOW + timedelta(seconds=1)),
    ):
        assert not other.matches(found)


def mark(redrive_id: str, seconds: float, *, sent: bool = False) -> Mark:
    return Mark("l", redrive_id, sent, NOW + timedelta(seconds=seconds))


def test_the_first_claim_wins_until_it_is_over() -> None:
    assert holds([mark("a", 0), mark("b", 1)])["l"].redrive_id == "a"
    assert holds([mark("a", 0), mark("b", 59), mark("c", 60)])["l"].redrive_id == "c"


def test_what_was_sent_is_never_claimed_again() -> None:
    hold = holds([mark("a", 0), mark("a", 1, sent=True), mark("b", 900)])["l"]
    assert (hold.redrive_id, hold.sent) == ("a", True)
    assert not hold.is_over(NOW + timedelta(days=20))


@pytest.mark.parametrize(
    ("hold", "state"),
    [
        (None, State.OPEN),
        (Hold("a", NOW), State.CLAIMED),
        (Hold("a", NOW - timedelta(seconds=61)), State.OPEN),
        (Hold("a", NOW - timedelta(seconds=61), sent=True), State.REDRIVEN),
    ],
)
def test_the_state_of_a_letter(hold: Hold | None, state: State) -> None:
    found = letter(headers.dead_letter("indexing", ORIGIN, {}, ValueError("no")))
    held = {str(found.position): hold} if hold else {}
    assert states([found], held, NOW) == {found.position: state}


def test_a_mark_is_no_letter() -> None:
    fields = [("redrive-mark", b"sent"), ("redrive-of", b"dead-letters.indexing/3/5"), ("redrive-id", b"r")]
    assert letter_or_mark(record(fields, None), NOW) == Mark("dead-letters.indexing/3/5", "r", True, NOW)
