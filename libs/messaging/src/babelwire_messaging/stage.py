"""A stage of the pipeline: what a consuming service is made of besides its handlers."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage
from faststream.kafka.message import FAKE_CONSUMER

from babelwire_contracts.topics import ARTICLES_INDEXED, CATALOGUE, SERVICES_PAUSED, Topic, dead_letters
from babelwire_messaging.clients import PARTITION_FETCH_BYTES
from babelwire_messaging.consumption import Consumption
from babelwire_messaging.handling import Publish, Record
from babelwire_messaging.offsets import out_of_range, start_new_group_at_earliest
from babelwire_messaging.pauses import PauseSwitch
from babelwire_messaging.processing import BatchProcessor, Input
from babelwire_messaging.publisher import Publisher
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.topics import ensure_topics
from babelwire_observability import metrics

log = structlog.get_logger(__name__)

__all__ = ["Input", "Stage"]

_FASTSTREAM_LOG = logging.getLogger("babelwire_messaging.faststream")
_FASTSTREAM_LOG.setLevel(logging.ERROR)

_POLL_MILLISECONDS = 50
_GATHER_MILLISECONDS = 100
_GATHER_BYTES = 512 * 1024
"""The broker waits this long for so much to send: records that trickle in cost ten times the CPU of batches."""
_MONITOR_SECONDS = 4.0
_LOOKS = 3

OnAssigned = Callable[[Mapping[str, frozenset[int]]], Awaitable[None]]


class Stage:
    """Reads input topics as the consumer group named after the service, and publishes what the handlers answer.

    `on_assigned` is awaited with the partitions owned, per topic, before any record of a new assignment is handled.
    """

    def __init__(
        self,
        *,
        service: str,
        inputs: Sequence[Input[Any]],
        kafka: KafkaSettings,
        on_assigned: OnAssigned | None = None,
    ) -> None:
        self._service = service
        self._kafka = kafka
        self._on_assigned_hook = on_assigned
        self._publisher = Publisher(service, kafka)
        self._switch = PauseSwitch(service, kafka, self._switched)
        self._inputs = inputs
        self._consumptions = {
            source.topic.name: Consumption(
                service=service,
                topic=source.topic.name,
                processor=BatchProcessor(service, source, self._publisher),
                kafka=kafka,
                on_stop=self._pause,
                on_assigned=self._assigned,
            )
            for source in inputs
        }
        self._trouble: str | None = None
        self._resuming: asyncio.Task[None] | None = None
        self._looks: dict[TopicPartition, int] = {}

    def not_ready(self) -> str | None:
        """Why records are not being handled (paused, waiting for something outside, cut off), or None."""
        if self._switch.reason is not None:
            return f"paused until `babelwire resume {self._service}`: {self._switch.reason}"
        reasons = [consumption.not_ready() for consumption in self._consumptions.values()]
        return next((reason for reason in [self._trouble, *reasons] if reason), None)

    def owned(self, topic: Topic) -> frozenset[int]:
        """The partitions of an input topic that this instance owns now."""
        return frozenset(partition.partition for partition in self._consumptions[topic.name].owned)

    async def publish(self, messages: Sequence[Publish], cause: Record[Any] | None = None) -> None:
        """Writes messages outside of a batch; returns once all in-sync replicas have them.

        Raises `TransientError` when Kafka does not take them within the publish timeout.
        """
        await self._publisher.send([self._publisher.encode(message, cause) for message in messages])

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Consumes while entered. Leaving it finishes the batches in hand, commits them and leaves the group.

        Raises `TransientError` or `TopicMismatch` when it cannot start.
        """
        written = [topic for topic in CATALOGUE.values() if self._service in topic.producers]
        read = [source.topic for source in self._inputs]
        await ensure_topics(
            self._kafka, [*read, *written, ARTICLES_INDEXED, SERVICES_PAUSED, dead_letters(self._service)]
        )
        for topic in read:
            await start_new_group_at_earliest(self._kafka, self._service, topic)
        broker = self._broker()
        async with self._publisher.running(), self._switch.following():
            monitor = asyncio.create_task(self._monitor())
            try:
                # Inside: a start that is broken off has opened connections too.
                await broker.start()
                yield
            finally:
                monitor.cancel()
                await asyncio.gather(*(consumption.drain() for consumption in self._consumptions.values()))
                await broker.stop()

    def _broker(self) -> KafkaBroker:
        broker = KafkaBroker(
            self._kafka.kafka_bootstrap,
            client_id=self._service,
            consumer_only=True,
            allow_auto_create_topics=False,
            logger=_FASTSTREAM_LOG,
        )
        for source in self._inputs:
            consumption = self._consumptions[source.topic.name]
            subscriber = broker.subscriber(
                self._kafka.on_wire(source.topic.name),
                batch=True,
                group_id=self._kafka.on_wire(self._service),
                ack_policy=AckPolicy.MANUAL,
                auto_offset_reset="none",
                max_records=self._kafka.batch_records,
                batch_timeout_ms=_POLL_MILLISECONDS,
                session_timeout_ms=int(self._kafka.session_timeout * 1000),
                heartbeat_interval_ms=int(self._kafka.session_timeout * 1000 / 4),
                rebalance_timeout_ms=int((self._kafka.rebalance_grace + self._kafka.publish_timeout) * 1000),
                max_partition_fetch_bytes=PARTITION_FETCH_BYTES,
                fetch_max_wait_ms=_GATHER_MILLISECONDS,
                fetch_min_bytes=_GATHER_BYTES,
                listener=consumption,
                parser=_undecoded,
                decoder=_nothing,
            )
            subscriber(_admitting(consumption))
            consumption.attach(subscriber)
        return broker

    async def _assigned(self, topic: str, partitions: frozenset[int]) -> None:
        if self._on_assigned_hook is not None:
            await self._on_assigned_hook({topic: partitions})

    async def _pause(self, reason: str) -> None:
        await self._switch.pause(reason, self._publisher)

    def _switched(self, reason: str | None) -> None:
        if reason is None:
            self._resuming = asyncio.create_task(self._resume())
        else:
            for consumption in self._consumptions.values():
                consumption.halt(reason)

    async def _resume(self) -> None:
        """Goes on; where the log lost what was to be read next, the operator's word is to go on from what is left."""
        for consumption in self._consumptions.values():
            consumer = consumption.consumer
            if consumer is not None:
                for partition in await out_of_range(consumer, set(consumption.owned)):
                    earliest = (await consumer.beginning_offsets([partition]))[partition]
                    consumer.seek(partition, earliest)
                    await consumer.commit({partition: earliest})
                    log.warning("went_on_past_lost_records", partition=str(partition), offset=earliest)
            consumption.go_on()

    async def _confirmed(self, consumer: AIOKafkaConsumer, owned: set[TopicPartition]) -> dict[TopicPartition, str]:
        """Partitions out of range in several looks on end: a coordinator that has just started knows no offsets yet."""
        lost = await out_of_range(consumer, owned)
        self._looks = {partition: self._looks.get(partition, 0) + 1 for partition in lost}
        return {partition: what for partition, what in lost.items() if self._looks[partition] >= _LOOKS}

    async def _monitor(self) -> None:
        """Measures lag and age, and stops the service when the log no longer has what it has to read next."""
        while True:
            await asyncio.sleep(_MONITOR_SECONDS)
            try:
                for source in self._inputs:
                    await self._observe(source.topic)
                self._trouble = None
            except KafkaError as error:
                self._trouble = f"Kafka at {self._kafka.kafka_bootstrap} does not answer: {error!r}"
                log.warning("kafka_away", error=repr(error))

    async def _observe(self, topic: Topic) -> None:
        consumption = self._consumptions[topic.name]
        consumer, owned = consumption.consumer, set(consumption.owned)
        if consumer is None or not owned:
            return
        lost = await self._confirmed(consumer, owned)
        if lost and self._switch.reason is None:
            where = "; ".join(f"{partition.topic}/{partition.partition}: {what}" for partition, what in lost.items())
            await self._pause(f"offset out of range: {where}")
            return
        await consumption.restore_positions()
        ends = await consumer.end_offsets(list(owned))
        oldest = 0.0
        for partition in owned:
            lag = max(0, ends[partition] - (await consumer.committed(partition) or 0))
            metrics.LAG.labels(self._service, topic.name, partition.partition).set(lag)
            if lag and (appended := consumption.last_appended.get(partition)) is not None:
                oldest = max(oldest, time.time() - appended)
        metrics.OLDEST_UNREAD_SECONDS.labels(self._service, topic.name).set(oldest)
        if topic.retention is not None:
            metrics.RETENTION_SECONDS.labels(topic.name).set(topic.retention.total_seconds())
            if oldest > topic.retention.total_seconds() / 2:
                log.error("unread_records_near_retention", topic=topic.name, oldest_seconds=round(oldest))


def _admitting(consumption: Consumption) -> Callable[[KafkaMessage], Awaitable[None]]:
    async def admit(message: KafkaMessage) -> None:
        records = message.raw_message
        await consumption.admit(records if isinstance(records, tuple) else (records,))

    return admit


async def _undecoded(message: tuple[ConsumerRecord, ...]) -> KafkaMessage:
    """Hands FastStream the batch as it is: a header that is not UTF-8 must not cost the batch that holds it."""
    return KafkaMessage(raw_message=message, body=b"", consumer=FAKE_CONSUMER)


async def _nothing(_message: KafkaMessage) -> None:
    return None
