"""Offsets that are kept in Kafka, in the name of a group that nobody is a member of."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from typing import Final

import structlog
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from babelwire_contracts.topics import Topic
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.offsets import committed
from babelwire_messaging.partitioning import topic_partitions
from babelwire_messaging.reading import KafkaAway
from babelwire_messaging.settings import KafkaSettings

log = structlog.get_logger(__name__)

_AGAIN_SECONDS: Final = 1.0
_SECONDS: Final = 20.0
"""Longer than `committed` waits for a coordinator."""


class Marks:
    """Sets and gets marks; each call opens a client of its own, and raises `KafkaAway` when Kafka takes too long."""

    def __init__(self, kafka: KafkaSettings, clients: Clients = KAFKA) -> None:
        self._kafka = kafka
        self._clients = clients

    async def set(self, group: str, topic: Topic, offsets: Mapping[int, int]) -> None:
        """Keeps offsets by partition number, in place of those that were kept; other partitions keep theirs."""
        if not offsets:
            return
        marks = {self._wired(topic, number): offset for number, offset in offsets.items()}
        async with self._answering(), self._clients.reader(self._kafka, self._kafka.on_wire(group)) as consumer:
            consumer.assign(list(marks))
            await consumer.commit(marks)

    async def get(self, group: str, topic: Topic) -> dict[int, int]:
        """What is kept, by partition number; a partition of which nothing was ever set is left out."""
        wanted = [self._wired(topic, partition.partition) for partition in topic_partitions(topic)]
        async with self._answering(), self._clients.admin(self._kafka) as client:
            found = await committed(client, self._kafka.on_wire(group), wanted)
        return {partition.partition: mark.offset for partition, mark in found.items()}

    def _wired(self, topic: Topic, number: int) -> TopicPartition:
        return TopicPartition(self._kafka.on_wire(topic.name), number)

    @contextlib.asynccontextmanager
    async def _answering(self) -> AsyncIterator[None]:
        try:
            # By itself aiokafka goes on for ever to look for a coordinator.
            async with asyncio.timeout(_SECONDS):
                yield
        except (KafkaError, OSError) as error:
            raise KafkaAway(f"Kafka at {self._kafka.kafka_bootstrap} keeps no marks now ({error!r})") from error


class PartitionMarks:
    """For each partition that a service owns of its input, how far it has got with another topic, for its next owner.

    A group without members for each, `SERVICE.partition-N`; the marks are offsets of the other topic.
    """

    def __init__(self, kafka: KafkaSettings, service: str, topic: Topic, clients: Clients = KAFKA) -> None:
        self._marks = Marks(kafka, clients)
        self._service = service
        self._topic = topic

    async def set(self, partition: int, offsets: Mapping[int, int]) -> None:
        """Keeps offsets by partition number of the other topic. Raises `KafkaAway`."""
        await self._marks.set(self._group(partition), self._topic, offsets)

    async def get(self, partition: int) -> dict[int, int]:
        """What is kept for a partition, by partition number of the other topic; waits as long as Kafka is away."""
        while True:
            try:
                return await self._marks.get(self._group(partition), self._topic)
            except KafkaAway as error:
                log.warning("marks_wait", partition=partition, error=str(error))
                await asyncio.sleep(_AGAIN_SECONDS)

    def _group(self, partition: int) -> str:
        return f"{self._service}.partition-{partition}"
