"""A consumer of the broker in memory that is assigned its partitions by hand."""

import itertools
import time
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.errors import IllegalOperation, IllegalStateError

from babelwire_messaging.memory.partition import Stored

if TYPE_CHECKING:
    from babelwire_messaging.memory.broker import MemoryKafka

_LOG_APPEND_TIME = 1


class MemoryConsumer:
    """Reads from where it is put; else from what its group has committed, else from the earliest record."""

    def __init__(self, broker: "MemoryKafka", group: str | None) -> None:
        self._broker = broker
        self._group = group
        self._positions: dict[TopicPartition, int | None] = {}
        self._paused: set[TopicPartition] = set()

    def check_alive(self) -> None:
        """Does not fail."""

    def assign(self, partitions: Collection[TopicPartition]) -> None:
        """Reads these partitions from now on, and no others."""
        self._positions = dict.fromkeys(partitions)
        self._paused &= set(partitions)

    def assignment(self) -> set[TopicPartition]:
        """The partitions that are read."""
        return set(self._positions)

    def seek(self, partition: TopicPartition, offset: int) -> None:
        """Goes on from an offset."""
        self._assigned(partition)
        self._positions[partition] = offset

    def pause(self, *partitions: TopicPartition) -> None:
        """Returns no records of some partitions until `resume`."""
        for partition in partitions:
            self._assigned(partition)
        self._paused |= set(partitions)

    def resume(self, *partitions: TopicPartition) -> None:
        """Ends a `pause`."""
        self._paused -= set(partitions)

    async def position(self, partition: TopicPartition) -> int:
        """The offset that is read next."""
        self._assigned(partition)
        return self._position(partition)

    async def getmany(
        self, *partitions: TopicPartition, timeout_ms: int = 0, max_records: int | None = None
    ) -> dict[TopicPartition, list[ConsumerRecord]]:
        """What there is to read, of some partitions or of all; waits for something when there is nothing."""
        wanted = [one for one in self._positions if not partitions or one in partitions]
        deadline = time.monotonic() + timeout_ms / 1000
        while not (found := self._read(wanted, max_records)) and (left := deadline - time.monotonic()) > 0:
            await self._broker.appended(left)
        return found

    async def beginning_offsets(self, partitions: Collection[TopicPartition]) -> dict[TopicPartition, int]:
        """The first offset of each partition."""
        return {partition: self._broker.at(partition).beginning for partition in partitions}

    async def end_offsets(self, partitions: Collection[TopicPartition]) -> dict[TopicPartition, int]:
        """The offset after the last record of each partition."""
        return {partition: self._broker.at(partition).end for partition in partitions}

    async def committed(self, partition: TopicPartition) -> int | None:
        """What the group has committed."""
        self._broker.answer()
        return self._broker.committed[self._in_group()].get(partition)

    async def commit(self, offsets: Mapping[TopicPartition, int | tuple[int, str]] | None = None) -> None:
        """Commits offsets for the group: those given, or the positions."""
        self._broker.answer()
        given = {one: self._position(one) for one in self._positions} if offsets is None else offsets
        plain = {one: offset if isinstance(offset, int) else offset[0] for one, offset in given.items()}
        self._broker.committed[self._in_group()].update(plain)

    def _in_group(self) -> str:
        if self._group is None:
            raise IllegalOperation("this consumer has no group")
        return self._group

    def _assigned(self, partition: TopicPartition) -> None:
        if partition not in self._positions:
            raise IllegalStateError(f"{partition} is not assigned")

    def _position(self, partition: TopicPartition) -> int:
        """A position outside of the log begins anew, as `auto_offset_reset="earliest"` says."""
        place = self._broker.at(partition)
        known = self._positions[partition]
        if known is None and self._group is not None:
            known = self._broker.committed[self._group].get(partition)
        if known is None or not place.beginning <= known <= place.end:
            known = place.beginning
        self._positions[partition] = known
        return known

    def _read(
        self, partitions: Collection[TopicPartition], max_records: int | None
    ) -> dict[TopicPartition, list[ConsumerRecord]]:
        found: dict[TopicPartition, list[ConsumerRecord]] = {}
        left = max_records
        for partition in partitions:
            if partition in self._paused or left == 0:
                continue
            stored = list(itertools.islice(self._broker.at(partition).since(self._position(partition)), left))
            if stored:
                found[partition] = [_consumed(partition, record) for record in stored]
                left = None if left is None else left - len(stored)
                self._positions[partition] = stored[-1].offset + 1
            else:
                # Past what compaction has left.
                self._positions[partition] = self._broker.at(partition).end
        return found


def _consumed(partition: TopicPartition, record: Stored) -> ConsumerRecord:
    return ConsumerRecord(
        topic=partition.topic,
        partition=partition.partition,
        offset=record.offset,
        timestamp=record.timestamp,
        timestamp_type=_LOG_APPEND_TIME,
        key=record.key,
        value=record.value,
        checksum=None,
        serialized_key_size=-1 if record.key is None else len(record.key),
        serialized_value_size=-1 if record.value is None else len(record.value),
        headers=tuple(record.headers),
    )
