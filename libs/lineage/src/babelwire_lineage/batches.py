"""Record batches as they lie in the log (format 2): told apart, and passed over, without being decoded."""

import struct
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from aiokafka import codec
from aiokafka.record.default_records import DefaultRecordBatch

_HEADER: Final = struct.Struct(">qiibIhi")
"""Base offset, length, leader epoch, magic, CRC, attributes, offset of the last record from the first."""
_RECORDS_AT: Final = 61
_LENGTH_AT: Final = 12
_CODEC: Final = 0b111
_CONTROL: Final = 0b100000
_DECOMPRESS: Final = {1: codec.gzip_decode, 2: codec.snappy_decode, 3: codec.lz4_decode, 4: codec.zstd_decode}


class LogRecord(NamedTuple):
    """One record. `timestamp` is the append time in milliseconds since the epoch."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: dict[str, bytes]

    @property
    def position(self) -> str:
        """`TOPIC/PARTITION/OFFSET`."""
        return f"{self.topic}/{self.partition}/{self.offset}"


class Batch(NamedTuple):
    """Where one batch lies in the bytes that a fetch brought; `following` is the offset after its last record."""

    begin: int
    end: int
    following: int
    attributes: int


def batches(fetched: bytes) -> list[Batch]:
    """The batches that are there whole; the last may be cut off."""
    found = []
    at, size = 0, len(fetched)
    while at + _RECORDS_AT <= size:
        base, length, _, _, _, attributes, last = _HEADER.unpack_from(fetched, at)
        end = at + _LENGTH_AT + length
        if end > size:
            break
        found.append(Batch(at, end, base + last + 1, attributes))
        at = end
    return found


def may_hold(fetched: bytes, batch: Batch, words: bytes) -> bool:
    """Whether some bytes occur among a batch's records, in a key or elsewhere; at the speed of memory."""
    decompress = _DECOMPRESS.get(batch.attributes & _CODEC)
    if decompress is None:
        return fetched.find(words, batch.begin + _RECORDS_AT, batch.end) >= 0
    return words in bytes(decompress(memoryview(fetched)[batch.begin + _RECORDS_AT : batch.end]))


def records(fetched: bytes, batch: Batch) -> Iterator[Any]:
    """aiokafka's own records of a batch, with offset, timestamp, key, value and headers; none of a control batch."""
    if batch.attributes & _CONTROL:
        return iter(())
    return iter(DefaultRecordBatch(fetched[batch.begin : batch.end]))
