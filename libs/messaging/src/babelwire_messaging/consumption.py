"""One input topic of one instance: which batches are in hand, what is committed, and what a rebalance does to them.

Polls are gathered to batches, whose partitions are paused while they are in hand, so that order per key holds while
several are. Polling never stops: a batch that waits for OpenSearch for an hour keeps its place in the group.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, Final

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.errors import IllegalStateError

from babelwire_messaging.assignment import Assignment, Batch
from babelwire_messaging.errors import StopConsuming
from babelwire_messaging.liveness import ConsumerBroken
from babelwire_messaging.positions import Positions, firsts
from babelwire_messaging.processing import BatchProcessor
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.subscribing import POLL_RECORDS, Subscription
from babelwire_observability import metrics
from babelwire_observability.supervision import Supervisor

log = structlog.get_logger(__name__)

_SLOT_SECONDS: Final = 5.0
_GATHER_SECONDS: Final = 0.02


class Consumption(ConsumerRebalanceListener):  # type: ignore[misc]
    """Admits polled records as batches and answers the group's rebalances.

    `on_assigned` is awaited, again until it returns, before any record of a new assignment is handled; `on_stop` is
    told that going on would do harm.
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
        self._on_stop = on_stop
        self._on_assigned = on_assigned
        self._assignment = Assignment(0)
        self._polling_in = 0
        self._freed = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None
        self._halted: str | None = None
        self.positions = Positions(lambda: self.consumer)
        self._subscription: Subscription | None = None
        self.last_appended: dict[TopicPartition, float] = {}
        self.admitted = 0
        self.broken: ConsumerBroken | None = None

    @property
    def consumer(self) -> AIOKafkaConsumer | None:
        """The consumer while the subscription runs."""
        return self._subscription.consumer if self._subscription is not None else None

    @property
    def owned(self) -> frozenset[TopicPartition]:
        """The partitions assigned now."""
        return self._assignment.partitions

    @property
    def is_idle(self) -> bool:
        """Whether this waits for nothing but records."""
        assignment = self._assignment
        return self._halted is None and assignment.opened.is_set() and not (assignment.batches or assignment.gathered)

    def attach(self, subscription: Subscription, halted: str | None) -> None:
        """Names the subscription whose polls are admitted here; nothing is while `halted`."""
        self._subscription = subscription
        self._halted = halted
        self.broken = None
        self._renew(frozenset())

    def check_alive(self) -> None:
        """Raises `ConsumerBroken` where nothing will be polled any more."""
        if self.broken is not None:
            raise self.broken
        if self._subscription is not None:
            self._subscription.check_alive()

    def not_ready(self) -> str | None:
        """Why records of this topic are not being handled, or None."""
        reasons = [self._halted] if self._halted is not None else list(self._assignment.not_ready())
        return f"{self._topic}: {'; '.join(dict.fromkeys(reasons))}" if reasons else None

    async def admit(self, records: Sequence[ConsumerRecord]) -> None:
        """Takes polled records; returns when another poll is welcome, or is due for the group's sake."""
        assignment = self._assignment
        try:
            if self._polling_in != assignment.epoch:
                # Polled, perhaps, of an assignment that is over: only what is committed tells where this one begins.
                await self.positions.read_again(assignment)
                return
            self._take(assignment, records)
            if self._is_full(assignment):
                self._freed.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._freed.wait(), _SLOT_SECONDS)
                self._steer()
        finally:
            self._polling_in = self._assignment.epoch

    def halt(self, reason: str) -> None:
        """Takes nothing more in hand and lets go of what is, until `go_on`."""
        self._halted = reason
        assignment = self._assignment
        self.positions.rewind(firsts(assignment.gathered))
        assignment.gathered, assignment.gathered_bytes = [], 0
        for batch in list(assignment.batches):
            if batch.task is not None and batch.task is not asyncio.current_task():
                batch.task.cancel()
        self._steer()

    def go_on(self) -> None:
        """Ends a `halt`."""
        self._halted = None
        self._processor.forget_failures()
        self._steer()

    async def drain(self, reason: str) -> None:
        """Finishes the batches in hand within the drain timeout and takes no more; what waits is let go at once."""
        self._halted = reason
        self._steer()
        await self._close(self._kafka.drain_timeout)

    async def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        """Waits for the batches in hand for the grace period, then cancels them: after this nothing is published."""
        try:
            await self._close(self._kafka.rebalance_grace)
        finally:
            self._renew(frozenset())
            for partition in revoked:
                self.last_appended.pop(partition, None)
                with contextlib.suppress(KeyError):
                    metrics.LAG.remove(self._service, self._topic, str(partition.partition))
            log.info("partitions_revoked", topic=self._topic, partitions=sorted(p.partition for p in revoked))

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        """Opens the new partitions for handling once the service says it is ready for them."""
        assignment = self._renew(frozenset(assigned))
        assignment.opening = self._supervisor.begin("taking over partitions", partial(self._open, assignment))
        self._steer()
        log.info("partitions_assigned", topic=self._topic, partitions=sorted(p.partition for p in assigned))

    def _renew(self, partitions: frozenset[TopicPartition]) -> Assignment:
        self._assignment.closed = True
        self._assignment = Assignment(self._assignment.epoch + 1, partitions)
        self._freed.set()
        return self._assignment

    async def _open(self, assignment: Assignment) -> None:
        await self._on_assigned(self._topic, frozenset(partition.partition for partition in assignment.partitions))
        assignment.opened.set()

    async def _close(self, grace: float) -> None:
        if await self._assignment.finish(grace):
            await self._processor.settle(grace)

    def _take(self, assignment: Assignment, records: Sequence[ConsumerRecord]) -> None:
        polled = firsts(records)
        refused = polled.keys() if self._halted or assignment.closed else polled.keys() & assignment.held
        if refused:
            self.positions.rewind({partition: polled[partition] for partition in refused})
            records = [each for each in records if TopicPartition(each.topic, each.partition) not in refused]
        if not records:
            return
        self.admitted += len(records)
        metrics.RECORDS_CONSUMED.labels(self._service, self._topic).inc(len(records))
        assignment.gather(records)
        if self._timer is not None:
            self._timer.cancel()
        if len(records) < POLL_RECORDS or self._is_whole(assignment):
            self._begin(assignment)
        else:
            # There was more than a poll takes: the next one follows at once.
            self._timer = asyncio.get_running_loop().call_later(_GATHER_SECONDS, lambda: self._begin(self._assignment))

    def _is_whole(self, assignment: Assignment) -> bool:
        """Whether what is gathered is as much as a batch may be."""
        kafka = self._kafka
        return len(assignment.gathered) >= kafka.batch_records or assignment.gathered_bytes >= kafka.batch_bytes

    def _is_full(self, assignment: Assignment) -> bool:
        """Whether nothing more can be taken, for a whole batch waits until one in hand is done."""
        return len(assignment.batches) >= self._kafka.batches_in_flight and self._is_whole(assignment)

    def _begin(self, assignment: Assignment) -> None:
        """Takes what was gathered in hand, where there is room."""
        if not assignment.gathered or assignment.closed or len(assignment.batches) >= self._kafka.batches_in_flight:
            return
        batch = assignment.take()
        batch.task = self._supervisor.begin(f"{self._topic} batch", partial(self._work, batch, assignment))
        batch.task.add_done_callback(lambda _task: self._released(batch, assignment))
        self._steer()

    def _released(self, batch: Batch, assignment: Assignment) -> None:
        """Called however a batch's task ends, even before its first step."""
        assignment.batches.discard(batch)
        if assignment is not self._assignment:
            return
        if not batch.committed:
            self.positions.rewind(batch.first)
        self._freed.set()
        self._begin(assignment)
        self._steer()

    async def _work(self, batch: Batch, assignment: Assignment) -> None:
        # The task's own context: every line logged while this batch is handled says which it is.
        structlog.contextvars.bind_contextvars(topic=self._topic, batch=str(batch))
        await assignment.opened.wait()
        batch.begun = True
        began = time.perf_counter()
        try:
            await self._processor.process(batch.records, batch.waiting)
        except StopConsuming as stop:
            self._on_stop(stop)
            return
        await self.positions.commit(batch)
        if batch.committed:
            self.last_appended.update(batch.last_appended)
        metrics.BATCH_SECONDS.labels(self._service, self._topic).observe(time.perf_counter() - began)
        metrics.BATCH_RECORDS.labels(self._service, self._topic).observe(len(batch.records))

    def _steer(self) -> None:
        """Pauses exactly the partitions of which nothing may be polled now, and resumes the others."""
        if self.consumer is None:
            return
        assignment = self._assignment
        nothing = self._halted is not None or self._is_full(assignment)
        held = assignment.partitions if nothing else assignment.held
        assigned = self.consumer.assignment() & assignment.partitions
        with contextlib.suppress(IllegalStateError):
            self.consumer.pause(*(assigned & held))
            self.consumer.resume(*(assigned - held))
