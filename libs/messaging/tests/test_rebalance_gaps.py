"""A rebalance in each gap of a batch's way: nothing is lost, and nothing is done for an assignment that is over."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from aiokafka import ConsumerRecord, TopicPartition

from babelwire_contracts.receipts import Receipt
from babelwire_contracts.topics import ARTICLES_INDEXED
from babelwire_messaging.consumption import Consumption
from babelwire_messaging.handling import Answer, Publish, Record
from babelwire_messaging.lanes import Outgoing
from babelwire_messaging.stage import Stage
from babelwire_messaging.waiting import Waiting
from babelwire_observability.supervision import Work

from .conftest import Bench

pytestmark = pytest.mark.stack

COUNT = 60


class Two:
    """Two instances of one service; each record that one handles is published once, under the service's name."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.handled: Counter[str] = Counter()
        self.first: Stage = bench.stage(self._publish, instance="1", rebalance_grace=0.3)
        self.second: Stage = bench.stage(self._publish, instance="2", rebalance_grace=0.3)
        self.handling = asyncio.Event()
        self.go_on = asyncio.Event()
        self.go_on.set()

    async def _publish(self, records: Sequence[Record[Receipt]]) -> Sequence[Answer]:
        self.handling.set()
        await self.go_on.wait()
        self.handled.update(record.value.capture_id for record in records)
        return [
            [Publish(ARTICLES_INDEXED, record.value.capture_id, record.value, capture_id=self.bench.service)]
            for record in records
        ]

    @property
    def consumption(self) -> Consumption:
        """The first instance's side of the topic."""
        return self.first._consumptions[self.bench.topic.name]

    @asynccontextmanager
    async def rebalanced(self) -> AsyncIterator[None]:
        """Entered once the second instance has taken some of the first one's partitions."""
        async with self.second.running():
            await self.bench.until(lambda: self.second.owned(self.bench.topic) and len(self.owned) == 3)
            yield

    @property
    def owned(self) -> list[int]:
        return [*self.first.owned(self.bench.topic), *self.second.owned(self.bench.topic)]

    async def write(self) -> None:
        """Writes the records."""
        await self.bench.write(*(self.bench.message(text) for text in self.texts))

    @property
    def texts(self) -> list[str]:
        return [f"{self.bench.service}-{number}" for number in range(COUNT)]

    async def published(self) -> Counter[str]:
        """How often each record's message stands in its topic."""
        return Counter(
            (record.key or b"").decode()
            for record in await self.bench.read(ARTICLES_INDEXED)
            if dict(record.headers).get("capture-id") == self.bench.service.encode()
        )

    async def all_is_done(self) -> None:
        async with asyncio.timeout(60):
            while await self.bench.uncommitted():  # noqa: ASYNC110 - Kafka sets no event of ours
                await asyncio.sleep(0.2)
        assert self.first.not_ready() is None
        assert self.second.not_ready() is None


@pytest.fixture
def two(bench: Bench) -> Two:
    return Two(bench)


async def test_between_poll_and_admission(two: Two) -> None:
    """Records polled before a rebalance and handed over after it were handled twice at once."""
    stale: list[ConsumerRecord] = []
    taken = asyncio.Event()

    async def stalled(*partitions: TopicPartition, **limits: int | None) -> dict[TopicPartition, list[ConsumerRecord]]:
        polled: dict[TopicPartition, list[ConsumerRecord]] = await poll(*partitions, **limits)
        if polled and not taken.is_set():
            stale.extend(record for records in polled.values() for record in records)
            taken.set()
            await two.bench.until(lambda: len(two.owned) == 3 and two.second.owned(two.bench.topic))
        return polled

    async with two.first.running():
        await two.bench.until(lambda: len(two.owned) == 3)
        consumer = two.consumption.consumer
        assert consumer is not None
        poll = consumer.getmany
        consumer.getmany = stalled
        await two.write()
        await taken.wait()
        async with two.rebalanced():
            await two.all_is_done()
    assert stale
    assert await two.published() == Counter(two.texts)
    assert set(two.handled.values()) == {1}


async def test_between_admission_and_the_first_step(two: Two) -> None:
    """A batch cancelled before its first step stayed in hand for ever, and its partitions paused."""
    cancelled = 0
    begin = two.first._supervisor.begin

    def begin_and_cancel(name: str, work: Work, **options: float) -> asyncio.Task[None]:
        nonlocal cancelled
        task = begin(name, work, **options)
        if name.endswith("batch") and cancelled < 3:
            cancelled += 1
            task.cancel()
        return task

    two.first._supervisor.begin = begin_and_cancel  # type: ignore[method-assign]
    await two.write()
    async with two.first.running():
        await two.all_is_done()
    assert cancelled == 3
    assert await two.published() == Counter(two.texts)


async def test_while_a_batch_is_handled(two: Two) -> None:
    two.go_on.clear()
    await two.write()
    async with two.first.running():
        await two.handling.wait()
        async with two.second.running():
            await two.bench.until(lambda: two.second.owned(two.bench.topic) and len(two.owned) == 3)
            two.go_on.set()
            await two.all_is_done()
    assert await two.published() == Counter(two.texts)


async def test_between_handling_and_publishing(two: Two) -> None:
    deliver = two.first._producer.deliver
    delivering = asyncio.Event()

    async def deliver_after_the_rebalance(records: Sequence[Outgoing], waiting: Waiting) -> None:
        if not delivering.is_set():
            delivering.set()
            await two.bench.until(lambda: two.second.owned(two.bench.topic))
        await deliver(records, waiting)

    two.first._producer.deliver = deliver_after_the_rebalance  # type: ignore[method-assign]
    await two.write()
    async with two.first.running():
        await delivering.wait()
        async with two.rebalanced():
            await two.all_is_done()
    assert await two.published() == Counter(two.texts)


async def test_between_publishing_and_the_commit(two: Two) -> None:
    """Here alone delivery is at least once: what is published and not committed is done again, once."""
    committing = asyncio.Event()
    async with two.first.running():
        await two.bench.until(lambda: len(two.owned) == 3)
        consumer = two.consumption.consumer
        assert consumer is not None
        commit = consumer.commit

        async def commit_after_the_rebalance(offsets: dict[TopicPartition, int]) -> None:
            if not committing.is_set():
                committing.set()
                await two.bench.until(lambda: two.second.owned(two.bench.topic))
            await commit(offsets)

        consumer.commit = commit_after_the_rebalance
        await two.write()
        await committing.wait()
        async with two.rebalanced():
            await two.all_is_done()
    published = await two.published()
    assert len(published) == COUNT
    assert set(published.values()) <= {1, 2}
