"""Record batches as they lie in the log (format 2): recognised, and passed over, without being decoded."""

import struct
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from aiokafka import TopicPartition, codec
from aiokafka.errors import CorruptRecordException
from aiokafka.record.default_records import DefaultRecordBatch

from babelwire_messaging.handling import Position

_HEADER: Final = struct.Struct(">qiibIhi")
"""Base offset, length, leader epoch, magic, CRC, attributes, offset of the last record from the first."""
_RECORDS_AT: Final = 61
_LENGTH_AT: Final = 12
_CODEC: Final = 0b111
_CONTROL: Final = 0b100000
_DECOMPRESS: Final = {1: codec.gzip_decode, 2: codec.snappy_decode, 3: codec.lz4_decode, 4: codec.zstd_decode}


class LogRecord(NamedTuple):
    """One record. `timestamp` is the append time in milliseconds since the epoch; header names may come twice."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]

    @property
    def position(self) -> Position:
        """Where it stands."""
        return Position(self.topic, self.partition, self.offset)

    @property
    def fields(self) -> dict[str, bytes]:
        """The headers, the last of equal names."""
        return dict(self.headers)


class Batch(NamedTuple):
    """Where one batch lies in the bytes that a fetch brought, and its offsets: `next` is the one after its last."""

    begin: int
    end: int
    first: int
    next: int
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
        found.append(Batch(at, end, base, base + last + 1, attributes))
        at = end
    return found


def may_hold(fetched: bytes, batch: Batch, words: bytes) -> bool:
    """Whether some bytes occur among a batch's records, in a key or elsewhere; at the speed of memory."""
    decompress = _DECOMPRESS.get(batch.attributes & _CODEC)
    if decompress is None:
        return fetched.find(words, batch.begin + _RECORDS_AT, batch.end) >= 0
    return words in bytes(decompress(memoryview(fetched)[batch.begin + _RECORDS_AT : batch.end]))


def records(partition: TopicPartition, fetched: bytes, batch: Batch) -> Iterator[LogRecord]:
    """The records of a batch, none of a control batch. Raises `CorruptRecordException`."""
    if batch.attributes & _CONTROL:
        return
    decoder = DefaultRecordBatch(fetched[batch.begin : batch.end])
    if not decoder.validate_crc():
        raise CorruptRecordException(f"the batch at offset {batch.first} of {partition} is damaged")
    topic, number = partition
    for one in decoder:
        yield LogRecord(topic, number, one.offset, one.timestamp, one.key, one.value, tuple(one.headers))


class Span(NamedTuple):
    """Records, one at least, that follow each other in one partition."""

    partition: TopicPartition
    records: Sequence[LogRecord]

    @property
    def next(self) -> int:
        """The offset to go on from after them."""
        return self.records[-1].offset + 1


class Brought(NamedTuple):
    """What one fetch brought of a partition's offsets from `begin` up to `end`."""

    partition: TopicPartition
    begin: int
    end: int
    fetched: bytes
    batches: Sequence[Batch]

    @property
    def next(self) -> int:
        """The offset to go on from; the end where nothing is left before it."""
        return self.batches[-1].next if self.batches else self.end

    def spans(self, holding: bytes | None, most: int) -> Iterator[Span]:
        """Its records, decoded as they are asked for. Raises `CorruptRecordException`."""
        gathered: list[LogRecord] = []
        for batch in self.batches:
            if holding is None or may_hold(self.fetched, batch, holding):
                decoded = records(self.partition, self.fetched, batch)
                gathered += [record for record in decoded if self.begin <= record.offset < self.end]
            while len(gathered) >= most:
                yield Span(self.partition, gathered[:most])
                gathered = gathered[most:]
        if gathered:
            yield Span(self.partition, gathered)
