"""From polled records to batches: gathered, in hand, handled, committed.

Polls are gathered to batches, whose partitions are paused while they are in hand, so that order per key holds while
several are. Polling never stops: a batch that waits for OpenSearch for an hour keeps its place in the group.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import IllegalStateError

from babelwire_messaging.assignment import Assignment, Batch
from babelwire_messaging.errors import StopConsuming
from babelwire_messaging.positions import Positions, firsts
from babelwire_messaging.processing import BatchProcessor
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.subscribing import POLL_RECORDS
from babelwire_observability import metrics
from babelwire_observability.supervision import Supervisor

_SLOT_SECONDS: Final = 5.0
_GATHER_SECONDS: Final = 0.02


class Intake:
    """Takes polled records in hand as batches of the assignment that holds now, a bounded number at a time.

    While `halted` says why, nothing is taken. `on_stop` is called with the reason when going on would do harm.
    """

    def __init__(
        self,
        *,
        service: str,
        topic: str,
        processor: BatchProcessor[Any],
        kafka: KafkaSettings,
        supervisor: Supervisor,
        consumer: Callable[[], AIOKafkaConsumer | None],
        on_stop: Callable[[StopConsuming], None],
    ) -> None:
        self._service = service
        self._topic = topic
        self._processor = processor
        self._kafka = kafka
        self._supervisor = supervisor
        self._consumer = consumer
        self._on_stop = on_stop
        self._polling_in = 0
        self._freed = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None
        self.assignment = Assignment(0)
        self.positions = Positions(consumer)
        self.halted: str | None = None
        self.last_appended: dict[TopicPartition, float] = {}
        self.admitted = 0

    @property
    def is_idle(self) -> bool:
        """Whether this waits for nothing but records."""
        assignment = self.assignment
        return self.halted is None and assignment.opened.is_set() and not (assignment.batches or assignment.gathered)

    async def admit(self, records: Sequence[ConsumerRecord]) -> None:
        """Takes polled records; returns when another poll is welcome, or is due for the group's sake."""
        assignment = self.assignment
        try:
            if self._polling_in != assignment.epoch:
                # Polled, perhaps, of an assignment that is over: only what is committed tells where this one begins.
                await self.positions.read_again(assignment)
                return
            self._take(assignment, records)
            if self._is_full(assignment):
                self._freed.clear()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(_SLOT_SECONDS):
                        await self._freed.wait()
                self.steer()
        finally:
            self._polling_in = self.assignment.epoch

    def renew(self, partitions: frozenset[TopicPartition]) -> Assignment:
        """Begins the next assignment, in which nothing of the one before is taken any more."""
        self.assignment.closed = True
        self.assignment = Assignment(self.assignment.epoch + 1, partitions)
        self._freed.set()
        return self.assignment

    def let_go(self) -> None:
        """Gives up what is gathered and in hand; it is read again once this goes on."""
        assignment = self.assignment
        self.positions.rewind(firsts(assignment.gathered))
        assignment.gathered, assignment.gathered_bytes = [], 0
        for batch in list(assignment.batches):
            if batch.task is not None and batch.task is not asyncio.current_task():
                batch.task.cancel()

    def steer(self) -> None:
        """Pauses exactly the partitions of which nothing may be polled now, and resumes the others."""
        if (consumer := self._consumer()) is None:
            return
        assignment = self.assignment
        nothing = self.halted is not None or self._is_full(assignment)
        held = assignment.partitions if nothing else assignment.held
        assigned = consumer.assignment() & assignment.partitions
        with contextlib.suppress(IllegalStateError):
            consumer.pause(*(assigned & held))
            consumer.resume(*(assigned - held))

    def _take(self, assignment: Assignment, records: Sequence[ConsumerRecord]) -> None:
        polled = firsts(records)
        refused = polled.keys() if self.halted or assignment.closed else polled.keys() & assignment.held
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
            self._timer = asyncio.get_running_loop().call_later(_GATHER_SECONDS, lambda: self._begin(self.assignment))

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
        self.steer()

    def _released(self, batch: Batch, assignment: Assignment) -> None:
        """Called however a batch's task ends, even before its first step."""
        assignment.batches.discard(batch)
        if assignment is not self.assignment:
            return
        if not batch.committed:
            self.positions.rewind(batch.first)
        self._freed.set()
        self._begin(assignment)
        self.steer()

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
