"""One partition of a topic in memory: batches of records, from its beginning to its end."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from aiokafka.errors import OffsetOutOfRangeError
from aiokafka.record.default_records import DefaultRecordBatchBuilder

_NO_PRODUCER: Final = -1
_BATCH_BYTES: Final = 1 << 30


class Stored(NamedTuple):
    """One record; `timestamp` is the time of its append in milliseconds."""

    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]


class Partition:
    """Records between `beginning` and `end`, which is the offset of the next one."""

    def __init__(self) -> None:
        self.beginning = 0
        self.end = 0
        self._batches: list[list[Stored]] = []

    def append(self, records: Sequence[tuple[bytes | None, bytes | None, Sequence[tuple[str, bytes]]]], at: int) -> int:
        """Writes one batch of keys, values and headers; the offset of its first record."""
        first = self.end
        self._batches.append([Stored(first + number, at, *record) for number, record in enumerate(records)])
        self.end += len(records)
        return first

    def delete_before(self, offset: int) -> None:
        """What retention does: batches that are wholly before an offset are gone, and that is the beginning."""
        self.beginning = max(self.beginning, min(offset, self.end))
        self._batches = [batch for batch in self._batches if batch[-1].offset >= self.beginning]

    def compact(self) -> None:
        """Leaves the last record of each key, save tombstones, as if all were old; offsets stay as they are."""
        last = {record.key: record for batch in self._batches for record in batch}
        kept = ([one for one in batch if last[one.key] is one and one.value is not None] for batch in self._batches)
        self._batches = [batch for batch in kept if batch]

    def since(self, offset: int) -> Iterator[Stored]:
        """The records from an offset on."""
        for batch in self._batches:
            if batch[-1].offset >= offset:
                yield from (record for record in batch if record.offset >= max(offset, self.beginning))

    def first_at(self, moment: int) -> Stored | None:
        """The first record appended at a time or later."""
        return next((record for record in self.since(self.beginning) if record.timestamp >= moment), None)

    def raw(self, offset: int, size: int) -> bytes:
        """Batches as they lie in Kafka's log, the first one whole. Raises `OffsetOutOfRangeError`."""
        if not self.beginning <= offset <= self.end:
            raise OffsetOutOfRangeError(f"{offset} is not between {self.beginning} and {self.end}")
        found = b""
        for batch in self._batches:
            if batch[-1].offset >= offset:
                built = _built(batch)
                found += built if not found else built[: size - len(found)]
                if len(found) >= size:
                    break
        return found


def _built(batch: Sequence[Stored]) -> bytes:
    builder = DefaultRecordBatchBuilder(
        magic=2,
        compression_type=0,
        is_transactional=0,
        producer_id=_NO_PRODUCER,
        producer_epoch=_NO_PRODUCER,
        base_sequence=_NO_PRODUCER,
        batch_size=_BATCH_BYTES,
    )
    base = batch[0].offset
    for record in batch:
        builder.append(record.offset - base, record.timestamp, record.key, record.value, list(record.headers))
    built = bytearray(builder.build())
    built[:8] = base.to_bytes(8, "big")
    return bytes(built)
