"""One input topic of one instance: what a rebalance, a pause and a shutdown do to its batches in hand."""

import contextlib
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition

from babelwire_messaging.assignment import Assignment
from babelwire_messaging.errors import StopConsuming
from babelwire_messaging.intake import Intake
from babelwire_messaging.liveness import ConsumerBroken
from babelwire_messaging.processing import BatchProcessor
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.subscribing import Subscription
from babelwire_observability import metrics
from babelwire_observability.supervision import Supervisor

log = structlog.get_logger(__name__)


class Consumption(ConsumerRebalanceListener):  # type: ignore[misc]
    """Opens and closes the intake of one topic as the group's rebalances and the operator have it.

    `on_assigned` is awaited, again until it returns, before any record of a new assignment is handled; `on_stop` is
    called with the reason when going on would do harm.
    """

    def __init__(
        self,
        *,
        service: str,
        topic: str,
        processor: BatchProcessor[Any],
        kafka: KafkaSettings,
        supervisor: Supervisor,
        on_stop: Callable[[StopConsuming], None],
        on_assigned: Callable[[str, frozenset[int]], Awaitable[None]],
    ) -> None:
        self._service = service
        self._topic = topic
        self._processor = processor
        self._kafka = kafka
        self._supervisor = supervisor
        self._on_assigned = on_assigned
        self._subscription: Subscription | None = None
        self.intake = Intake(
            service=service,
            topic=topic,
            processor=processor,
            kafka=kafka,
            supervisor=supervisor,
            consumer=lambda: self.consumer,
            on_stop=on_stop,
        )
        self.broken: ConsumerBroken | None = None

    @property
    def consumer(self) -> AIOKafkaConsumer | None:
        """The consumer while the subscription runs."""
        return self._subscription.consumer if self._subscription is not None else None

    @property
    def owned(self) -> frozenset[TopicPartition]:
        """The partitions assigned now."""
        return self.intake.assignment.partitions

    def attach(self, subscription: Subscription, halted: str | None) -> None:
        """Names the subscription whose polls are admitted here; nothing is while `halted`."""
        self._subscription = subscription
        self.intake.halted = halted
        self.broken = None
        self.intake.renew(frozenset())

    def check_alive(self) -> None:
        """Raises `ConsumerBroken` where nothing will be polled any more."""
        if self.broken is not None:
            raise self.broken
        if self._subscription is not None:
            self._subscription.check_alive()

    def not_ready(self) -> str | None:
        """Why records of this topic are not being handled, or None."""
        reasons = [self.intake.halted] if self.intake.halted is not None else list(self.intake.assignment.not_ready())
        return f"{self._topic}: {'; '.join(dict.fromkeys(reasons))}" if reasons else None

    def halt(self, reason: str) -> None:
        """Takes nothing more in hand and lets go of what is, until `go_on`."""
        self.intake.halted = reason
        self.intake.let_go()
        self.intake.steer()

    def go_on(self) -> None:
        """Ends a `halt`."""
        self.intake.halted = None
        self._processor.forget_failures()
        self.intake.steer()

    async def drain(self, reason: str) -> None:
        """Finishes the batches in hand within the drain timeout and takes no more; what waits is let go at once."""
        self.intake.halted = reason
        self.intake.steer()
        await self._close(self._kafka.drain_timeout)

    async def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        """Waits for the batches in hand for the grace period, then cancels them: after this nothing is published."""
        try:
            await self._close(self._kafka.rebalance_grace)
        finally:
            self.intake.renew(frozenset())
            for partition in revoked:
                self.intake.last_appended.pop(partition, None)
                with contextlib.suppress(KeyError):
                    metrics.LAG.remove(self._service, self._topic, str(partition.partition))
            log.info("partitions_revoked", topic=self._topic, partitions=sorted(p.partition for p in revoked))

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        """Opens the new partitions for handling once the service says it is ready for them."""
        assignment = self.intake.renew(frozenset(assigned))
        assignment.opening = self._supervisor.begin("taking over partitions", partial(self._open, assignment))
        self.intake.steer()
        log.info("partitions_assigned", topic=self._topic, partitions=sorted(p.partition for p in assigned))

    async def _open(self, assignment: Assignment) -> None:
        await self._on_assigned(self._topic, frozenset(partition.partition for partition in assignment.partitions))
        assignment.opened.set()

    async def _close(self, grace: float) -> None:
        if await self.intake.assignment.finish(grace):
            await self._processor.settle(grace)
