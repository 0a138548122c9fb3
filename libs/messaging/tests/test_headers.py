"""Where a record comes from is said in one way."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwire_messaging import headers
from babelwire_messaging.handling import Position, Record
from babelwire_messaging.partitioning import partition_of


def record(**fields: bytes) -> Record[None]:
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return Record(Position("articles.tagged", 3, 14), b"key", None, datetime.now(UTC), named)


def test_what_a_record_leads_to_carries_its_capture_trace_and_position() -> None:
    trace = "00-" + "a" * 32 + "-" + "b" * 16 + "-01"
    cause = record(capture_id=b"c1", traceparent=trace.encode(), replay_id=b"r1")
    written = dict(headers.outgoing("indexing", cause, None))
    assert written["capture-id"] == b"c1"
    assert written["producer"] == b"indexing"
    assert written["replay-id"] == b"r1"
    assert headers.parse_position(written["predecessor"].decode()) == cause.position
    assert written["traceparent"].startswith(b"00-" + b"a" * 32)
    assert written["traceparent"] != trace.encode()


def test_a_record_of_its_own_begins_a_trace_and_names_no_predecessor() -> None:
    written = dict(headers.outgoing("ingest", None, "c9"))
    assert written["capture-id"] == b"c9"
    assert "predecessor" not in written
    assert len(written["traceparent"]) == 55


def test_how_long_a_capture_took_is_known_along_the_way_and_not_for_replays() -> None:
    first = dict(headers.outgoing("ingest", None, "c9"))
    second = dict(headers.outgoing("deduplication", record(accepted_at=first["accepted-at"]), None))
    assert second["accepted-at"] == first["accepted-at"]
    assert 0 <= (headers.seconds_since_accepted(second) or 0) < 60
    assert headers.seconds_since_accepted({**second, "replay-id": b"r"}) is None
    assert headers.seconds_since_accepted({}) is None
    assert headers.seconds_since_accepted({"accepted-at": b"\xff"}) is None


def test_a_dead_letter_keeps_the_original_headers_and_counts_attempts() -> None:
    position = Position("pages.captured", 0, 7)
    original = {"capture-id": b"c1", "odd": b"\xff"}
    first = dict(headers.dead_letter("ingest", position, original, ValueError("no")))
    assert (first["odd"], first["dead-letter-attempt"], first["dead-letter-message"]) == (b"\xff", b"1", b"no")
    second = headers.dead_letter("ingest", position, first, ValueError("still no"))
    assert dict(second)["dead-letter-attempt"] == b"2"
    assert len({name for name, _ in second}) == len(second)


@given(st.text(max_size=40))
def test_any_text_is_a_position_or_is_not(text: str) -> None:
    position = headers.parse_position(text)
    assert position is None or headers.parse_position(str(position)) == position


@pytest.mark.parametrize(
    ("key", "partition"),
    # Computed by org.apache.kafka.common.utils.Utils.murmur2 of Kafka 4.1, as in its own UtilsTest.
    [(b"21", -973932308), (b"foobar", -790332482), (b"a-little-bit-long-string", -985981536)],
)
def test_keys_stand_where_kafkas_own_clients_look_for_them(key: bytes, partition: int) -> None:
    assert partition_of(key, 6) == (partition & 0x7FFFFFFF) % 6
