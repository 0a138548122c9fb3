"""What a redrive would do."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from babelwire_console.dead_letters.letter import Letter, State
from babelwire_console.dead_letters.plan import CHUNK_BYTES, CHUNK_LETTERS, Since, chunks, mark, plan, sent_back
from babelwire_messaging.handling import Position

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def letter(n: int, origin: Position | None, key: bytes | None = b"k", **other: object) -> Letter:
    found = Letter(
        position=Position("dead-letters.indexing", 0, n),
        at=NOW,
        key=key,
        service="indexing",
        error="ValueError",
        message="no",
        origin=origin,
        attempt=1,
        size=100,
    )
    return replace(found, **other)  # type: ignore[arg-type]


def tagged(offset: int) -> Position:
    return Position("articles.tagged", 0, offset)


def test_letters_go_back_in_the_order_they_had_whatever_the_order_they_failed_in() -> None:
    letters = [letter(0, tagged(9)), letter(1, tagged(5)), letter(2, tagged(7), b"other")]
    found = plan(letters, dict.fromkeys([one.position for one in letters], State.OPEN), Since(), again=False, limit=2)
    assert [one.position.offset for one in found.sent] == [1, 2]
    assert found.left == {letters[0].position: "more than the limit of 2"}


def test_a_newer_record_of_the_key_is_said_and_does_not_keep_a_letter_back() -> None:
    letters = [letter(0, tagged(5)), letter(1, tagged(6), b"other"), letter(2, tagged(7), None)]
    since = Since(newest_fresh={("articles.tagged", 0, b"k"): 8, ("articles.tagged", 0, b"other"): 6})
    found = plan(letters, dict.fromkeys([one.position for one in letters], State.OPEN), since, again=False, limit=None)
    assert found.behind == {letters[0].position}
    assert len(found.sent) == 3


@pytest.mark.parametrize(
    ("found", "state", "again", "reason"),
    [
        (letter(0, tagged(1)), State.REDRIVEN, True, "redriven already"),
        (letter(0, tagged(1)), State.FAILED_AGAIN, True, "redriven already"),
        (letter(0, tagged(1)), State.CLAIMED, True, "another redrive"),
        (letter(0, tagged(1), attempt=2), State.OPEN, False, "attempt 2 failed too"),
        (letter(0, tagged(1), attempt=2), State.OPEN, True, None),
        (letter(0, None), State.OPEN, True, "do not say where"),
        (letter(0, Position("articles.ingested", 0, 1)), State.OPEN, True, "does not read articles.ingested/0"),
        (letter(0, Position("articles.tagged", 6, 1)), State.OPEN, True, "does not read articles.tagged/6"),
        (letter(0, Position("no.such", 0, 1)), State.OPEN, True, "does not read no.such/0"),
    ],
)
def test_why_a_letter_is_left(found: Letter, state: State, again: bool, reason: str | None) -> None:
    decided = plan([found], {found.position: state}, Since(), again=again, limit=None)
    if reason is None:
        assert decided.sent == [found]
    else:
        assert not decided.sent
        assert reason in decided.left[found.position]


def test_an_old_value_never_goes_back_to_a_compacted_topic() -> None:
    slot = ("articles.fingerprints", 2, b"k")
    old, newest = (letter(n, Position(*slot[:2], n), service="deduplication") for n in (3, 8))
    state = {old.position: State.OPEN, newest.position: State.OPEN}
    decided = plan([old, newest], state, Since(newest={slot: 8}), again=False, limit=None)
    assert decided.sent == [newest]
    assert "newer value" in decided.left[old.position]


def test_what_a_crash_left_unsaid_is_marked_and_not_sent_again() -> None:
    found = letter(0, tagged(1))
    since = Since(redriven={str(found.position)})
    decided = plan([found], {found.position: State.OPEN}, since, again=True, limit=None)
    assert not decided.sent
    assert decided.unmarked == [found]


def test_portions_keep_the_order_and_are_bounded_in_number_and_size() -> None:
    letters = [letter(n, tagged(n)) for n in range(CHUNK_LETTERS + 1)]
    portions = list(chunks(letters))
    assert [len(portion) for portion in portions] == [CHUNK_LETTERS, 1]
    assert [one for portion in portions for one in portion] == letters
    large = [letter(n, tagged(n), size=CHUNK_BYTES) for n in range(2)]
    assert [len(portion) for portion in chunks(large)] == [1, 1]
    assert list(chunks([])) == []


def test_bytes_key_and_partition_are_the_original_ones() -> None:
    found = letter(4, Position("articles.tagged", 5, 1))
    fields = {"capture-id": b"c", "traceparent": b"t", "dead-letter-attempt": b"1", "dead-letter-error": b"E"}
    back = sent_back(found, b"bytes", fields, "r")
    assert (back.topic, back.partition, back.key, back.value) == ("articles.tagged", 5, b"k", b"bytes")
    assert dict(back.headers) == {
        "capture-id": b"c",
        "traceparent": b"t",
        "dead-letter-attempt": b"1",
        "redrive-of": b"dead-letters.indexing/0/4",
        "redrive-id": b"r",
    }


def test_a_mark_stands_in_the_letters_own_partition() -> None:
    written = mark(letter(4, tagged(1)), "r", b"sent")
    assert (written.topic, written.partition, written.value) == ("dead-letters.indexing", 0, None)
