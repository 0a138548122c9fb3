"""A stage of the pipeline: what a consuming service is made of besides its handlers."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

import structlog

from babelwire_contracts.topics import ARTICLES_INDEXED, CATALOGUE, SERVICES_PAUSED, Topic, dead_letters
from babelwire_messaging.answering import Input
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.consumption import Consumption
from babelwire_messaging.errors import StopConsuming
from babelwire_messaging.handling import Publish
from babelwire_messaging.monitoring import Monitor
from babelwire_messaging.offsets import out_of_range, start_new_group_at_earliest
from babelwire_messaging.pauses import PauseSwitch
from babelwire_messaging.processing import BatchProcessor
from babelwire_messaging.producer import Producer
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.topics import ensure_topics
from babelwire_observability.supervision import Supervisor

log = structlog.get_logger(__name__)

__all__ = ["Input", "Stage", "StagePort"]

_LOOK_SECONDS: Final = 1.0

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
        supervisor: Supervisor,
        on_assigned: OnAssigned | None = None,
        clients: Clients = KAFKA,
    ) -> None:
        self._clients = clients
        self._service = service
        self._kafka = kafka
        self._supervisor = supervisor
        self._on_assigned_hook = on_assigned
        self._producer = Producer(service, kafka, clients)
        self._switch = PauseSwitch(
            service, kafka, self._producer, supervisor=supervisor, on_change=self._switched, clients=clients
        )
        self._inputs = inputs
        self._consumptions = {source.topic.name: self._consumption(source) for source in inputs}
        self._monitor = Monitor(service, kafka, [(source, self._consumptions[source.topic.name]) for source in inputs])
        self._subscribed = asyncio.Event()

    def _consumption(self, source: Input[Any]) -> Consumption:
        bounded = source.bounded(self._kafka)
        return Consumption(
            service=self._service,
            topic=source.topic.name,
            processor=BatchProcessor(
                self._service,
                source,
                self._producer,
                kafka=bounded,
                released=self._switch.released,
                clients=self._clients,
            ),
            kafka=bounded,
            supervisor=self._supervisor,
            on_stop=self._switch.pause,
            on_assigned=self._assigned,
        )

    def not_ready(self) -> str | None:
        """Why records are not being handled (paused, waiting for something outside, cut off), or None."""
        if self._switch.reason is not None:
            return f"paused until `babelwire resume {self._service}`: {self._switch.reason}"
        reasons = [self._monitor.trouble, *(consumption.not_ready() for consumption in self._consumptions.values())]
        return next((reason for reason in reasons if reason), None)

    def owned(self, topic: Topic) -> frozenset[int]:
        """The partitions of an input topic that this instance owns now."""
        return frozenset(partition.partition for partition in self._consumptions[topic.name].owned)

    def backlog(self) -> dict[str, int]:
        """The records that wait in each lane, of the partitions that this instance owns, as of a few seconds ago."""
        return dict(self._monitor.backlog)

    async def publish(self, messages: Sequence[Publish]) -> None:
        """See `Producer.publish`; waits for the batches in hand where Kafka does not take those."""
        await self._producer.publish(messages)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Consumes while entered. Leaving it finishes the batches in hand, commits them and leaves the group.

        Raises `TransientError` or `TopicMismatch` when it cannot start.
        """
        written = [topic for topic in CATALOGUE.values() if self._service in topic.producers]
        read = [source.topic for source in self._inputs]
        beside = [ARTICLES_INDEXED, SERVICES_PAUSED, dead_letters(self._service)]
        await ensure_topics(self._kafka, [*read, *written, *beside], self._clients)
        await asyncio.gather(
            *(start_new_group_at_earliest(self._kafka, self._service, topic, self._clients) for topic in read)
        )
        self._subscribed.clear()
        async with (
            self._producer.running(),
            self._switch.following(),
            self._supervisor.keeping("subscription", self._subscribe),
            self._supervisor.keeping("monitor", self._watch),
        ):
            await self._subscribed.wait()
            yield

    async def _subscribe(self) -> None:
        """Polls until cancelled, or until polling has ended by itself, which raises `ConsumerBroken`."""
        # Lanes carry the same articles, so that what is known of one is wanted where any of its lanes is read.
        aligned = any(source.lane for source in self._inputs)
        member = self._clients.member(self._kafka, self._service, aligned=aligned)
        for source in self._inputs:
            topic, most = source.topic.name, source.bounded(self._kafka).batch_records
            consumption = self._consumptions[topic]
            subscription = member.subscribe(topic, admit=consumption.intake.admit, listener=consumption, most=most)
            consumption.attach(subscription, self._switch.reason)
        reason = "subscribing again"
        try:
            # Inside: a start that is broken off has opened connections too.
            await member.start()
            self._subscribed.set()
            while True:
                await asyncio.sleep(_LOOK_SECONDS)
                for consumption in self._consumptions.values():
                    consumption.check_alive()
        except asyncio.CancelledError:
            reason = "shutting down"
            raise
        finally:
            await asyncio.gather(*(consumption.drain(reason) for consumption in self._consumptions.values()))
            await member.stop()

    async def _watch(self) -> None:
        """Stops the service when the log no longer has what it has to read next."""
        async for lost in self._monitor.looks():
            if lost and self._switch.reason is None:
                self._switch.pause(StopConsuming(f"offset out of range: {lost}"))

    async def _assigned(self, topic: str, partitions: frozenset[int]) -> None:
        if self._on_assigned_hook is not None:
            await self._on_assigned_hook({topic: partitions})

    def _switched(self, reason: str | None) -> None:
        if reason is None:
            self._supervisor.begin("resuming", self._resume)
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
            if self._switch.reason is None:
                consumption.go_on()


class StagePort:
    """Stands in for a stage that is built after what publishes through it, or asks what it reads of a topic."""

    def __init__(self, topic: Topic) -> None:
        self._topic = topic
        self._stage: Stage | None = None

    def attach(self, stage: Stage) -> None:
        """Names the stage; before this the port cannot be used."""
        self._stage = stage

    async def publish(self, messages: Sequence[Publish]) -> None:
        """See `Stage.publish`."""
        assert self._stage is not None
        await self._stage.publish(messages)

    def owned(self) -> frozenset[int]:
        """The partitions of the topic that the stage reads now."""
        assert self._stage is not None
        return self._stage.owned(self._topic)
