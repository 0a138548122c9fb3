"""Batches are told apart, passed over and read as the broker sends them, whatever they are compressed with."""

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import CorruptRecordException
from aiokafka.record.default_records import DefaultRecordBatchBuilder

from babelwire_messaging.batches import batches, may_hold, records

PARTITION = TopicPartition("t", 3)


def batch(base: int, keys: list[bytes], compression: int) -> bytes:
    builder = DefaultRecordBatchBuilder(
        magic=2,
        compression_type=compression,
        is_transactional=0,
        producer_id=-1,
        producer_epoch=-1,
        base_sequence=-1,
        batch_size=100_000,
    )
    for offset, key in enumerate(keys):
        builder.append(offset, timestamp=1, key=key, value=b"v" * 100, headers=[("h", key)])
    made = bytearray(builder.build())
    made[:8] = base.to_bytes(8, "big")
    return bytes(made)


@pytest.mark.parametrize("compression", [0, 1, 2, 3, 4])
def test_batches_are_found_and_those_without_the_key_are_passed_over(compression: int) -> None:
    fetched = batch(100, [b"one", b"two"], compression) + batch(102, [b"three"], compression)
    first, second = batches(fetched)
    assert (first.next, second.next) == (102, 103)
    assert [may_hold(fetched, first, b"two"), may_hold(fetched, second, b"two")] == [True, False]
    assert [(one.offset, one.key) for one in records(PARTITION, fetched, first)] == [(100, b"one"), (101, b"two")]


def test_a_batch_that_is_cut_off_is_left_for_the_next_fetch() -> None:
    fetched = batch(0, [b"one"], 0) + batch(1, [b"two"], 0)
    assert [one.next for one in batches(fetched[:-1])] == [1]
    assert batches(fetched[:50]) == []
    assert batches(b"") == []


def test_a_record_has_its_place_and_all_its_headers() -> None:
    fetched = batch(7, [b"one"], 4)
    (record,) = records(PARTITION, fetched, batches(fetched)[0])
    assert (str(record.position), record.timestamp, record.value) == ("t/3/7", 1, b"v" * 100)
    assert (record.headers, record.fields) == ((("h", b"one"),), {"h": b"one"})


def test_a_damaged_batch_is_not_read() -> None:
    fetched = bytearray(batch(0, [b"one"], 0))
    fetched[-5] ^= 1
    with pytest.raises(CorruptRecordException, match="offset 0 of"):
        list(records(PARTITION, bytes(fetched), batches(bytes(fetched))[0]))
