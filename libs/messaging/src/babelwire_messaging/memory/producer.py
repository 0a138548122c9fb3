"""A producer of the broker in memory."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from aiokafka import TopicPartition
from aiokafka.partitioner import DefaultPartitioner
from aiokafka.structs import RecordMetadata

if TYPE_CHECKING:
    from babelwire_messaging.memory.broker import MemoryKafka, Record

_BATCH_BYTES: Final = 1024 * 1024
_RECORD_OVERHEAD: Final = 20
_LOG_APPEND_TIME: Final = 1


class MemoryBatch:
    """Records that are written together."""

    def __init__(self) -> None:
        self.records: list[Record] = []
        self._bytes = 0

    def append(
        self,
        *,
        key: bytes | None,
        value: bytes | None,
        timestamp: int | None,
        headers: Sequence[tuple[str, bytes]] = (),
    ) -> object | None:
        """Takes a record in; None, and nothing is taken, where the batch is full. A first record is always taken."""
        size = len(key or b"") + len(value or b"") + sum(len(name) + len(text) for name, text in headers)
        if self.records and self._bytes + size + _RECORD_OVERHEAD > _BATCH_BYTES:
            return None
        self._bytes += size + _RECORD_OVERHEAD
        self.records.append((key, value, list(headers)))
        return self.records[-1]


class MemoryProducer:
    """Writes at once; what `send` and `send_batch` give is done already."""

    def __init__(self, broker: "MemoryKafka") -> None:
        self._broker = broker

    async def start(self) -> None:
        """Raises what the broker is away with."""
        self._broker.answer()

    async def stop(self) -> None:
        """Returns at once: there is nothing to wait for."""

    async def flush(self) -> None:
        """Returns at once: there is nothing to wait for."""

    async def end(self) -> None:
        """Does nothing: there is nothing to give up."""

    def attempts(self) -> int:
        """None, for nothing waits."""
        return 0

    def create_batch(self) -> MemoryBatch:
        """An empty batch."""
        return MemoryBatch()

    async def send_batch(self, batch: MemoryBatch, topic: str, *, partition: int) -> "asyncio.Future[RecordMetadata]":
        """Writes a batch; the metadata of its first record, or the error."""
        place = TopicPartition(topic, partition)
        done: asyncio.Future[RecordMetadata] = asyncio.get_running_loop().create_future()
        try:
            first = await self._broker.append(place, batch.records)
        except Exception as error:
            done.set_exception(error)
        else:
            done.set_result(RecordMetadata(topic, partition, place, first, self._broker.now, _LOG_APPEND_TIME, None))
        return done

    async def send(
        self,
        topic: str,
        value: bytes | None = None,
        key: bytes | None = None,
        partition: int | None = None,
        headers: Sequence[tuple[str, bytes]] = (),
    ) -> "asyncio.Future[RecordMetadata]":
        """Writes one record, to the partition of its key unless one is given."""
        self._broker.answer()
        if partition is None:
            numbers = list(range(len(self._broker.topics[topic])))
            partition = DefaultPartitioner()(key, numbers, numbers)
        batch = MemoryBatch()
        batch.append(key=key, value=value, timestamp=None, headers=headers)
        return await self.send_batch(batch, topic, partition=partition)

    async def send_and_wait(
        self,
        topic: str,
        value: bytes | None = None,
        key: bytes | None = None,
        partition: int | None = None,
        headers: Sequence[tuple[str, bytes]] = (),
    ) -> RecordMetadata:
        """As `send`; raises its error."""
        return await (await self.send(topic, value, key, partition, headers))
