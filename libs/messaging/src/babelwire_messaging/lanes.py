"""Records on their way to one partition, in order, in as few producer batches as their size allows."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import msgspec
from aiokafka.errors import KafkaTimeoutError

from babelwire_messaging import headers
from babelwire_messaging.kafka_producer import KafkaProducer


class Outgoing(msgspec.Struct, frozen=True):
    """A record ready for the wire."""

    topic: str
    partition: int
    key: bytes | None
    value: bytes | None
    headers: headers.Headers


class Lane:
    """One partition's records; those acknowledged are taken off its front, so that a new producer goes on from there.

    `acknowledged` is called with the number of records whenever all in-sync replicas have some more.
    """

    def __init__(self, records: Sequence[Outgoing], acknowledged: Callable[[int], None]) -> None:
        self.topic = records[0].topic
        self.partition = records[0].partition
        self._records = list(records)
        self._acknowledged = acknowledged

    def __len__(self) -> int:
        return len(self._records)

    async def send(self, client: KafkaProducer, wire_topic: str) -> None:
        """Returns once every record is acknowledged. Raises whatever the producer fails with."""
        batches: list[tuple[int, Awaitable[object]]] = []
        batch, size = client.create_batch(), 0
        for record in self._records:
            if not _append(batch, record):
                batches.append((size, await self._handed_over(client, batch, wire_topic)))
                batch, size = client.create_batch(), 0
                _append(batch, record)
            size += 1
        batches.append((size, await self._handed_over(client, batch, wire_topic)))
        for count, delivery in batches:
            await delivery
            del self._records[:count]
            self._acknowledged(count)

    async def _handed_over(self, client: KafkaProducer, batch: object, wire_topic: str) -> Awaitable[object]:
        while True:
            try:
                delivery: asyncio.Future[object] = await client.send_batch(batch, wire_topic, partition=self.partition)
            except KafkaTimeoutError:
                # The batch before is not gone yet, and this one was not taken: aiokafka queues one at a time.
                continue
            # A delivery that nobody waits for any more may fail unseen.
            delivery.add_done_callback(lambda done: done.cancelled() or done.exception())
            return delivery


def lanes(records: Sequence[Outgoing], acknowledged: Callable[[str, int], None]) -> list[Lane]:
    """The records by partition; `acknowledged` is called with topic and number."""
    by_partition: dict[tuple[str, int], list[Outgoing]] = defaultdict(list)
    for record in records:
        by_partition[record.topic, record.partition].append(record)
    return [Lane(lane, partial(acknowledged, topic)) for (topic, _partition), lane in by_partition.items()]


def _append(batch: Any, record: Outgoing) -> bool:
    return batch.append(key=record.key, value=record.value, timestamp=None, headers=record.headers) is not None
