"""Batches are told apart, passed over and read as the broker sends them, whatever they are compressed with."""

import pytest
from aiokafka.record.default_records import DefaultRecordBatchBuilder

from babelwire_lineage.batches import batches, may_hold, records


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
    assert (first.following, second.following) == (102, 103)
    assert [may_hold(fetched, first, b"two"), may_hold(fetched, second, b"two")] == [True, False]
    assert [(one.offset, one.key) for one in records(fetched, first)] == [(100, b"one"), (101, b"two")]


def test_a_batch_that_is_cut_off_is_left_for_the_next_fetch() -> None:
    fetched = batch(0, [b"one"], 0) + batch(1, [b"two"], 0)
    assert [one.following for one in batches(fetched[:-1])] == [1]
    assert batches(fetched[:50]) == []
    assert batches(b"") == []
