"""Writes messages: one producer batch per partition and call, acknowledged before it returns."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError
from aiokafka.partitioner import murmur2

from babelwire_contracts.codec import encode
from babelwire_messaging import headers
from babelwire_messaging.clients import producer
from babelwire_messaging.errors import TransientError
from babelwire_messaging.handling import Publish, Record
from babelwire_messaging.settings import KafkaSettings
from babelwire_observability import metrics

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record ready for the wire."""

    topic: str
    partition: int
    key: bytes | None
    value: bytes | None
    headers: headers.Headers


def partition_of(key: bytes, partitions: int) -> int:
    """The partition Kafka's own default partitioner gives a key, so that any client finds it there."""
    return int((murmur2(key) & 0x7FFFFFFF) % partitions)


class Publisher:
    """A producer that replaces itself after an error it cannot recover from, such as a lost producer id."""

    def __init__(self, service: str, kafka: KafkaSettings) -> None:
        self._service = service
        self._kafka = kafka
        self._producer: AIOKafkaProducer | None = None
        self._opening = asyncio.Lock()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Open while entered; leaving it flushes."""
        await self._open()
        try:
            yield
        finally:
            await self._close()

    def encode(self, message: Publish, cause: Record[Any] | None) -> Outgoing:
        """A message as it goes over the wire.

        A key that stays the same between topics of equal partition counts keeps its partition unhashed.
        """
        key = message.key.encode()
        if cause is not None and cause.key == key and message.topic.keyed_like(cause.position.topic):
            partition = cause.position.partition
        else:
            partition = partition_of(key, message.topic.partitions)
        value = None if message.message is None else encode(message.message)
        return Outgoing(
            message.topic.name, partition, key, value, headers.outgoing(self._service, cause, message.capture_id)
        )

    async def send(self, records: Sequence[Outgoing]) -> None:
        """Returns once all in-sync replicas have every record.

        Raises `TransientError` when that cannot be had within the publish timeout; some may have been written.
        """
        if not records:
            return
        try:
            async with asyncio.timeout(self._kafka.publish_timeout):
                await self._send(records)
        except MessageSizeTooLargeError:
            raise
        except (KafkaError, TimeoutError) as error:
            await self._replace()
            raise TransientError(f"Kafka did not take {len(records)} records: {error!r}") from error
        for topic, count in _count(records).items():
            metrics.RECORDS_PUBLISHED.labels(self._service, topic).inc(count)

    async def flush(self, timeout: float) -> None:  # noqa: ASYNC109 - a bound on the wire, not on the caller
        """Returns once nothing handed to the producer is still on its way, or after `timeout` seconds."""
        if self._producer is not None:
            with contextlib.suppress(TimeoutError, KafkaError):
                async with asyncio.timeout(timeout):
                    await self._producer.flush()

    async def _send(self, records: Sequence[Outgoing]) -> None:
        client = await self._open()
        lanes: dict[tuple[str, int], list[Outgoing]] = defaultdict(list)
        for record in records:
            lanes[record.topic, record.partition].append(record)
        await asyncio.gather(
            *(
                _send_lane(client, self._kafka.on_wire(topic), partition, lane)
                for (topic, partition), lane in lanes.items()
            )
        )

    async def _open(self) -> AIOKafkaProducer:
        async with self._opening:
            if self._producer is None:
                client = producer(self._kafka, self._service)
                try:
                    await client.start()
                except BaseException:
                    await client.stop()
                    raise
                self._producer = client
            return self._producer

    async def _replace(self) -> None:
        async with self._opening:
            await self._close()

    async def _close(self) -> None:
        client, self._producer = self._producer, None
        if client is None:
            return
        try:
            async with asyncio.timeout(self._kafka.publish_timeout):
                await client.stop()
        except (KafkaError, TimeoutError) as error:
            log.warning("producer_not_closed_cleanly", error=repr(error))


async def _send_lane(client: AIOKafkaProducer, topic: str, partition: int, lane: Sequence[Outgoing]) -> None:
    """Sends one partition's records in order, in as few producer batches as their size allows."""
    acknowledged = []
    batch = client.create_batch()
    for record in lane:
        appended = batch.append(key=record.key, value=record.value, timestamp=None, headers=record.headers)
        if appended is None:
            acknowledged.append(await client.send_batch(batch, topic, partition=partition))
            batch = client.create_batch()
            batch.append(key=record.key, value=record.value, timestamp=None, headers=record.headers)
    acknowledged.append(await client.send_batch(batch, topic, partition=partition))
    await asyncio.gather(*acknowledged)


def _count(records: Sequence[Outgoing]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for record in records:
        counts[record.topic] += 1
    return counts
