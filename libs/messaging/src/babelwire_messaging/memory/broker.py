"""The broker, and the clients that it gives."""

import asyncio
import contextlib
import uuid
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from aiokafka import TopicPartition
from aiokafka.errors import MessageSizeTooLargeError, UnknownTopicOrPartitionError

from babelwire_messaging.memory.admin import MemoryAdmin
from babelwire_messaging.memory.consumer import MemoryConsumer
from babelwire_messaging.memory.member import MemoryMember
from babelwire_messaging.memory.partition import Partition
from babelwire_messaging.memory.producer import MemoryProducer
from babelwire_messaging.raw_log import BEGINNING, END, Fetched, RawLog
from babelwire_messaging.settings import KafkaSettings

Record = tuple[bytes | None, bytes | None, Sequence[tuple[str, bytes]]]
"""Key, value and headers."""

_BEGAN: Final = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
_MAX_MESSAGE_BYTES: Final = 1024 * 1024
"""What Kafka takes where a topic does not say otherwise."""


class MemoryKafka:
    """Topics, committed offsets and a clock. While `away` is an error, every call of every client raises it."""

    def __init__(self, began: datetime = _BEGAN) -> None:
        self.cluster_id = uuid.uuid4().hex
        self.topics: dict[str, list[Partition]] = {}
        self.configs: dict[str, Mapping[str, str]] = {}
        self.committed: dict[str, dict[TopicPartition, int]] = defaultdict(dict)
        self.away: Exception | None = None
        self._now = int(began.timestamp() * 1000)
        self._appended = asyncio.Condition()

    @property
    def now(self) -> int:
        """The broker's time, in milliseconds."""
        return self._now

    def forward(self, seconds: float) -> None:
        """Moves the broker's clock, which stands still otherwise."""
        self._now += int(seconds * 1000)

    def create(self, topic: str, partitions: int, config: Mapping[str, str]) -> None:
        """Makes a topic."""
        self.topics[topic] = [Partition() for _ in range(partitions)]
        self.configs[topic] = config

    def at(self, partition: TopicPartition) -> Partition:
        """A partition. Raises what the broker is away with, and `UnknownTopicOrPartitionError`."""
        self.answer()
        try:
            found: Partition = self.topics[partition.topic][partition.partition]
        except (KeyError, IndexError):
            raise UnknownTopicOrPartitionError(str(partition)) from None
        return found

    def answer(self) -> None:
        """Raises what the broker is away with."""
        if self.away is not None:
            raise self.away

    async def append(self, partition: TopicPartition, records: Sequence[Record]) -> int:
        """Writes a batch and wakes who waits for records; the offset of its first record.

        Raises `MessageSizeTooLargeError` where the topic does not take so large a batch.
        """
        place = self.at(partition)
        size = sum(len(part) for key, value, _ in records for part in (key, value) if part is not None)
        if size > int(self.configs[partition.topic].get("max.message.bytes", _MAX_MESSAGE_BYTES)):
            raise MessageSizeTooLargeError(f"{size} bytes are more than {partition.topic} takes")
        first = place.append(records, self._now)
        async with self._appended:
            self._appended.notify_all()
        return first

    async def appended(self, seconds: float) -> None:
        """Returns when something is written, or after some seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._appended:
                await self._appended.wait()

    def producer(self, kafka: KafkaSettings, service: str) -> Any:
        """See `Clients`."""
        return MemoryProducer(self)

    def member(self, kafka: KafkaSettings, group: str, *, aligned: bool) -> MemoryMember:
        """See `Clients`."""
        return MemoryMember(self, kafka, group)

    @contextlib.asynccontextmanager
    async def reader(self, kafka: KafkaSettings, group: str | None = None) -> AsyncIterator[Any]:
        """See `Clients`."""
        self.answer()
        yield MemoryConsumer(self, group)

    @contextlib.asynccontextmanager
    async def admin(self, kafka: KafkaSettings) -> AsyncIterator[MemoryAdmin]:
        """See `Clients`."""
        self.answer()
        yield MemoryAdmin(self)

    @contextlib.asynccontextmanager
    async def raw_log(self, kafka: KafkaSettings) -> AsyncIterator[RawLog]:
        """See `Clients`."""
        self.answer()
        yield _MemoryRawLog(self)


class _MemoryRawLog:
    def __init__(self, broker: MemoryKafka) -> None:
        self._broker = broker

    def partitions(self, topic: str) -> Collection[int]:
        return range(len(self._broker.topics.get(topic, ())))

    async def fetch(self, partition: TopicPartition, offset: int, size: int) -> Fetched:
        place = self._broker.at(partition)
        return Fetched(place.raw(offset, size), place.end)

    async def offset(self, partition: TopicPartition, moment: int) -> int:
        place = self._broker.at(partition)
        if moment in (BEGINNING, END):
            return place.end if moment == END else place.beginning
        found = place.first_at(moment)
        return -1 if found is None else found.offset
