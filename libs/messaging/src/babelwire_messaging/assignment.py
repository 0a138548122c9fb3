"""What one rebalance gave an instance, for as long as it has it."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from aiokafka import ConsumerRecord, TopicPartition

from babelwire_messaging.processing import size_of
from babelwire_messaging.waiting import Waiting


class Batch:
    """Records in hand, with where to go on after them."""

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
        self.waiting = Waiting()
        self.task: asyncio.Task[None] | None = None
        self.begun = False
        self.committed = False

    def __str__(self) -> str:
        return " ".join(
            f"{partition.partition}:{first}-{self.next[partition] - 1}" for partition, first in self.first.items()
        )


@dataclass(eq=False)
class Assignment:
    """The partitions of one epoch, the records gathered of them, and the batches in hand.

    `epoch` goes up with every rebalance. `opened` is set once the service may handle these partitions. One that is
    `closed` takes nothing more in hand; once `finish` has returned nothing of it is handled.
    """

    epoch: int
    partitions: frozenset[TopicPartition] = frozenset()
    gathered: list[ConsumerRecord] = field(default_factory=list)
    gathered_bytes: int = 0
    batches: set[Batch] = field(default_factory=set)
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    opening: asyncio.Task[None] | None = None
    closed: bool = False

    @property
    def held(self) -> set[TopicPartition]:
        """The partitions of the batches in hand."""
        return {partition for batch in self.batches for partition in batch.first}

    def not_ready(self) -> Iterator[str]:
        """What is being waited for."""
        if self.partitions and not self.opened.is_set() and not self.closed:
            yield "taking over partitions"
        yield from (f"waiting: {batch.waiting.reason}" for batch in self.batches if batch.waiting.reason)

    def gather(self, records: Sequence[ConsumerRecord]) -> None:
        """Adds polled records to the batch that is to come."""
        self.gathered.extend(records)
        self.gathered_bytes += sum(map(size_of, records))

    def take(self) -> Batch:
        """What was gathered, as a batch in hand."""
        batch = Batch(self.gathered)
        self.gathered, self.gathered_bytes = [], 0
        self.batches.add(batch)
        return batch

    async def finish(self, grace: float) -> bool:
        """Waits for the batches at work, lets go of those that wait for their turn or for something away.

        Returns whether any was broken off.
        """
        self.closed = True
        self.gathered, self.gathered_bytes = [], 0
        if self.opening is not None:
            self.opening.cancel()
        working = {batch.task for batch in self.batches if batch.task and batch.begun and not batch.waiting.reason}
        if working:
            await asyncio.wait(working, timeout=grace)
        unfinished = {batch.task for batch in self.batches if batch.task and not batch.task.done()}
        for task in unfinished:
            task.cancel()
        if unfinished:
            await asyncio.gather(*unfinished, return_exceptions=True)
        return bool(unfinished)
