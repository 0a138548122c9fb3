"""How far behind a stage is, whether the log still has what it reads next, and whether it gets anywhere."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from babelwire_contracts.topics import Topic
from babelwire_messaging.answering import Input
from babelwire_messaging.consumption import Consumption
from babelwire_messaging.liveness import ConsumerBroken
from babelwire_messaging.offsets import out_of_range
from babelwire_messaging.settings import KafkaSettings
from babelwire_observability import metrics

log = structlog.get_logger(__name__)

_SECONDS: Final = 4.0
_LOOKS: Final = 3
_LOOKS_IN_VAIN: Final = 10
"""A consumer that hands out nothing of what is there, look after look, is broken, whatever it says of itself."""


class Monitor:
    """Looks at the inputs of a stage every few seconds; `trouble` says why it cannot, or None.

    `backlog` is how many records wait in each lane, of the partitions owned at the last look.
    """

    def __init__(self, service: str, kafka: KafkaSettings, inputs: Sequence[tuple[Input[Any], Consumption]]) -> None:
        self._service = service
        self._kafka = kafka
        self._inputs = inputs
        self._out_of_range: dict[TopicPartition, int] = {}
        self._admitted: dict[str, int] = {}
        self._in_vain: dict[str, int] = {}
        self.trouble: str | None = None
        self.backlog: dict[str, int] = {source.lane: 0 for source, _ in inputs if source.lane is not None}

    async def looks(self) -> AsyncIterator[str | None]:
        """After each look: which records the log has lost before they were read, in words, or None."""
        while True:
            await asyncio.sleep(_SECONDS)
            try:
                lost = [found for source, reading in self._inputs if (found := await self._look(source, reading))]
            except KafkaError as error:
                self.trouble = f"Kafka at {self._kafka.kafka_bootstrap} does not answer: {error!r}"
                log.warning("kafka_away", error=repr(error))
            else:
                self.trouble = None
                yield "; ".join(lost) or None

    async def _look(self, source: Input[Any], consumption: Consumption) -> str | None:
        topic = source.topic
        consumer, owned = consumption.consumer, set(consumption.owned)
        if consumer is None or not owned:
            self._measure_lane(source, 0)
            return None
        lost = await self._confirmed(consumer, owned)
        if lost:
            return "; ".join(f"{partition.topic}/{partition.partition}: {what}" for partition, what in lost.items())
        await consumption.intake.positions.restore(owned)
        ends = await consumer.end_offsets(list(owned))
        lags = {partition: max(0, ends[partition] - (await consumer.committed(partition) or 0)) for partition in owned}
        self._measure(topic, consumption, lags)
        self._measure_lane(source, sum(lags.values()))
        self._notice_a_stall(topic, consumption, sum(lags.values()))
        return None

    async def _confirmed(self, consumer: AIOKafkaConsumer, owned: set[TopicPartition]) -> dict[TopicPartition, str]:
        """Partitions out of range in several looks on end: a coordinator that has just started knows no offsets yet."""
        lost = await out_of_range(consumer, owned)
        self._out_of_range = {partition: self._out_of_range.get(partition, 0) + 1 for partition in lost}
        return {partition: what for partition, what in lost.items() if self._out_of_range[partition] >= _LOOKS}

    def _measure(self, topic: Topic, consumption: Consumption, lags: dict[TopicPartition, int]) -> None:
        oldest = 0.0
        for partition, lag in lags.items():
            if partition not in consumption.owned:
                continue
            metrics.LAG.labels(self._service, topic.name, partition.partition).set(lag)
            if lag and (appended := consumption.intake.last_appended.get(partition)) is not None:
                oldest = max(oldest, time.time() - appended)
        metrics.OLDEST_UNREAD_SECONDS.labels(self._service, topic.name).set(oldest)
        if topic.retention is not None:
            metrics.RETENTION_SECONDS.labels(topic.name).set(topic.retention.total_seconds())
            if oldest > topic.retention.total_seconds() / 2:
                log.error("unread_records_near_retention", topic=topic.name, oldest_seconds=round(oldest))

    def _measure_lane(self, source: Input[Any], waiting: int) -> None:
        if source.lane is not None:
            self.backlog[source.lane] = waiting
            metrics.SLOW_BACKLOG.labels(self._service, source.lane).set(waiting)

    def _notice_a_stall(self, topic: Topic, consumption: Consumption, lag: int) -> None:
        admitted = consumption.intake.admitted
        stalled = lag and consumption.intake.is_idle and self._admitted.get(topic.name) == admitted
        self._admitted[topic.name] = admitted
        self._in_vain[topic.name] = self._in_vain.get(topic.name, 0) + 1 if stalled else 0
        if self._in_vain[topic.name] >= _LOOKS_IN_VAIN:
            self._in_vain[topic.name] = 0
            consumption.broken = ConsumerBroken(f"{lag} records wait and none is polled")
