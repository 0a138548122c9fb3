"""One input topic of one instance: which batches are in hand, what is committed, and what a rebalance does to them.

FastStream's subscriber polls; each poll's records become a batch whose partitions are paused while it is in hand, so
order per key holds while several batches are. Polling never stops: a batch that waits for OpenSearch for an hour keeps
its place in the group.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError

from babelwire_messaging.processing import BatchProcessor, StopConsuming
from babelwire_messaging.settings import KafkaSettings
from babelwire_observability import metrics

log = structlog.get_logger(__name__)

_SLOT_SECONDS = 5.0
_COMMIT_SECONDS = 20.0
_POSITION_SECONDS = 1.0


class _Batch:
    """Records in hand, with where to go on after them and where to begin again without them."""

    def __init__(self, records: Sequence[ConsumerRecord]) -> None:
        self.records = records
        self.first: dict[TopicPartition, int] = {}
        self.next: dict[TopicPartition, int] = {}
        self.last_appended: dict[TopicPartition, float] = {}
        for record in records:
            partition = TopicPartition(record.topic, record.partition)
            self.first.setdefault(partition, record.offset)
            self.next[partition] = record.offset + 1
            self.last_appended[partition] = record.timestamp / 1000
        self.task: asyncio.Task[None] | None = None
        self.begun = False

    def __str__(self) -> str:
        return " ".join(
            f"{partition.partition}:{first}-{self.next[partition] - 1}" for partition, first in self.first.items()
        )


class Consumption(ConsumerRebalanceListener):  # type: ignore[misc]
    """Admits polled records as batches and answers the group's rebalances."""

    def __init__(
        self,
        *,
        service: str,
        topic: str,
        processor: BatchProcessor[Any],
        kafka: KafkaSettings,
        on_stop: Callable[[str], Awaitable[None]],
        on_assigned: Callable[[str, frozenset[int]], Awaitable[None]],
    ) -> None:
        self._service = service
        self._topic = topic
        self._processor = processor
        self._kafka = kafka
        self._on_stop = on_stop
        self._on_assigned = on_assigned
        self._in_hand: set[_Batch] = set()
        self._freed = asyncio.Event()
        self._ready = asyncio.Event()
        self._halted: str | None = None
        self._subscriber: Any = None
        self.owned: frozenset[TopicPartition] = frozenset()
        self.last_appended: dict[TopicPartition, float] = {}

    @property
    def consumer(self) -> AIOKafkaConsumer | None:
        """The consumer while the subscriber runs."""
        return self._subscriber.consumer if self._subscriber is not None else None

    def attach(self, subscriber: Any) -> None:
        """Names the FastStream subscriber whose polls are admitted here; what was owned before is forgotten."""
        self._subscriber = subscriber
        self._halted = None
        self.owned = frozenset()
        self.last_appended.clear()

    def not_ready(self) -> str | None:
        """Why records of this topic are not being handled, or None."""
        if self._halted is not None:
            return f"{self._topic}: {self._halted}"
        return self._processor.waiting and f"{self._topic}: waiting: {self._processor.waiting}"

    async def admit(self, records: Sequence[ConsumerRecord]) -> None:
        """Takes polled records in hand; returns when another poll is welcome, or is due for the group's sake."""
        consumer = self.consumer
        assert consumer is not None
        mine = [record for record in records if TopicPartition(record.topic, record.partition) in self.owned]
        if mine:
            batch = _Batch(mine)
            if self._halted is not None:
                self._rewind(batch)
                return
            metrics.RECORDS_CONSUMED.labels(self._service, self._topic).inc(len(mine))
            self._in_hand.add(batch)
            self._pause(batch.first)
            batch.task = asyncio.create_task(self._run(batch))
        if len(self._in_hand) < self._kafka.batches_in_flight:
            return
        self._freed.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._freed.wait(), _SLOT_SECONDS)
        if len(self._in_hand) >= self._kafka.batches_in_flight:
            self._pause(self.owned)

    async def _run(self, batch: _Batch) -> None:
        began = time.perf_counter()
        # The task's own context: every line logged while this batch is handled says which it is.
        structlog.contextvars.bind_contextvars(topic=self._topic, batch=str(batch))
        try:
            await self._ready.wait()
            batch.begun = True
            await self._processor.process(batch.records)
            await self._commit(batch)
            metrics.BATCH_SECONDS.labels(self._service, self._topic).observe(time.perf_counter() - began)
            metrics.BATCH_RECORDS.labels(self._service, self._topic).observe(len(batch.records))
        except StopConsuming as stop:
            self._rewind(batch)
            await self._on_stop(str(stop))
        except Exception as error:
            # Nothing of this batch is committed, so stopping here loses nothing; going on would.
            log.exception("batch_failed")
            self._rewind(batch)
            await self._on_stop(f"the engine failed on a batch: {error!r}")
        finally:
            self._in_hand.discard(batch)
            self._freed.set()
            self._resume()

    async def _commit(self, batch: _Batch) -> None:
        assert self.consumer is not None
        deadline = time.monotonic() + _COMMIT_SECONDS
        offsets = {partition: offset for partition, offset in batch.next.items() if partition in self.owned}
        while offsets:
            try:
                await self.consumer.commit(offsets)
            except (CommitFailedError, IllegalStateError) as error:
                log.warning("commit_lost_to_rebalance", error=repr(error))
                return
            except KafkaError as error:
                if time.monotonic() > deadline:
                    log.warning("commit_given_up", error=repr(error))
                    return
                await asyncio.sleep(0.5)
            else:
                self.last_appended.update(batch.last_appended)
                return

    async def restore_positions(self) -> None:
        """Puts a partition that has lost its place (its group's coordinator was not ready) back where it was committed.

        Raises `KafkaError`.
        """
        consumer = self.consumer
        for partition in self.owned if consumer is not None else ():
            assert consumer is not None
            try:
                await asyncio.wait_for(consumer.position(partition), _POSITION_SECONDS)
            except TimeoutError:
                committed = await consumer.committed(partition)
                if committed is not None and partition in self.owned:
                    consumer.seek(partition, committed)
                    log.warning("position_restored", partition=str(partition), offset=committed)

    def halt(self, reason: str) -> None:
        """Takes nothing more in hand and lets go of what is, until `go_on`."""
        self._halted = reason
        self._pause(self.owned)
        for batch in list(self._in_hand):
            if batch.task is not None and batch.task is not asyncio.current_task():
                batch.task.cancel()
                self._rewind(batch)

    def go_on(self) -> None:
        """Ends a `halt`."""
        self._halted = None
        self._processor.reset_breaker()
        self._resume()

    async def drain(self) -> None:
        """Finishes the batches in hand within the drain timeout and takes no more; what waits is let go at once."""
        self._halted = "shutting down"
        self._pause(self.owned)
        await self._finish(self._in_hand, self._kafka.drain_timeout)

    async def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        """Waits for the batches in hand for the grace period, then cancels them: after this nothing is published."""
        self._ready.clear()
        held = {batch for batch in self._in_hand if batch.first.keys() & revoked}
        await self._finish(held, self._kafka.rebalance_grace)
        self.owned -= frozenset(revoked)
        for partition in revoked:
            self.last_appended.pop(partition, None)
        log.info("partitions_revoked", topic=self._topic, partitions=sorted(p.partition for p in revoked))

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        """Opens the new partitions for handling once the service says it is ready for them."""
        self.owned = frozenset(assigned)
        if self._halted is not None:
            self._pause(self.owned)
        log.info("partitions_assigned", topic=self._topic, partitions=sorted(p.partition for p in assigned))
        await self._on_assigned(self._topic, frozenset(partition.partition for partition in assigned))
        self._ready.set()

    async def _finish(self, batches: set[_Batch], grace: float) -> None:
        """Waits for batches at work; lets go at once of those that wait for their turn or for something away."""
        tasks = {batch.task for batch in batches if batch.task is not None}
        working = {batch.task for batch in batches if batch.task is not None and batch.begun}
        if working and self._processor.waiting is None:
            await asyncio.wait(working, timeout=grace)
        unfinished = {task for task in tasks if not task.done()}
        for task in unfinished:
            task.cancel()
        if unfinished:
            await asyncio.gather(*unfinished, return_exceptions=True)
            await self._processor.settle(grace)

    def _rewind(self, batch: _Batch) -> None:
        for partition, offset in batch.first.items():
            if partition in self.owned and self.consumer is not None:
                with contextlib.suppress(IllegalStateError):
                    self.consumer.seek(partition, offset)

    def _pause(self, partitions: Any) -> None:
        if self.consumer is None:
            return
        with contextlib.suppress(IllegalStateError):
            self.consumer.pause(*(self.consumer.assignment() & set(partitions)))

    def _resume(self) -> None:
        if self._halted is not None or self.consumer is None:
            return
        held = {partition for batch in self._in_hand for partition in batch.first}
        free = (self.consumer.assignment() & set(self.owned)) - held
        with contextlib.suppress(IllegalStateError):
            self.consumer.resume(*free)
