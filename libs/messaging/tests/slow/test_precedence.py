"""Fresh first, and at least a tenth for the oldest of the others: turns as they are given, without a clock."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from babelwire_messaging.slow.precedence import Precedence

DAY = datetime(2026, 3, 14, tzinfo=UTC)


class Worker:
    """Batches that want a turn, and the order in which they got it. Each works until it is `done`."""

    def __init__(self, at_once: int = 1) -> None:
        self.precedence = Precedence(at_once)
        self.order: list[str] = []
        self.at_work: list[asyncio.Event] = []
        self.tasks: list[asyncio.Task[None]] = []

    async def want(self, name: str, records: int = 1, age: int = 0) -> asyncio.Task[None]:
        """A batch of the lane that its name begins with."""
        task = asyncio.create_task(self._work(name, records, age))
        self.tasks.append(task)
        await asyncio.sleep(0)
        return task

    async def _work(self, name: str, records: int, age: int) -> None:
        is_fresh = name.startswith("fresh")
        async with self.precedence.turn(is_fresh=is_fresh, records=records, since=DAY - timedelta(hours=age)):
            self.order.append(name)
            done = asyncio.Event()
            self.at_work.append(done)
            await done.wait()

    async def done(self) -> None:
        """Ends the work of the batch that has had its turn for the longest."""
        self.at_work.pop(0).set()
        for _ in range(4):
            await asyncio.sleep(0)

    async def all_done(self) -> list[str]:
        while self.at_work:
            await self.done()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        return self.order


async def test_fresh_goes_before_all_that_waits_and_the_oldest_of_the_rest_after_it() -> None:
    worker = Worker()
    for name, age in (("backfill", 1), ("replay", 9), ("backfill 2", 5), ("fresh", 0), ("fresh 2", 0)):
        await worker.want(name, age=age)
    assert await worker.all_done() == ["backfill", "fresh", "fresh 2", "replay", "backfill 2"]


@pytest.mark.parametrize(("fresh", "other"), [(1, 1), (16, 16), (1, 16)])
async def test_a_tenth_of_the_records_is_not_fresh_where_both_lanes_are_full(fresh: int, other: int) -> None:
    worker = Worker()
    for _ in range(300):
        await worker.want("fresh", fresh)
    for _ in range(20):
        await worker.want("backfill", other, age=1)
    for _ in range(160):
        await worker.done()
    gone = Counter(worker.order)
    assert fresh * gone["fresh"] == pytest.approx(9 * other * gone["backfill"], abs=9 * other)
    for task in worker.tasks:
        task.cancel()
    await asyncio.gather(*worker.tasks, return_exceptions=True)


async def test_what_went_before_nobody_counts_for_nobody() -> None:
    worker = Worker()
    for number in range(30):
        await worker.want(f"fresh {number}")
    for _ in range(20):
        await worker.done()
    await worker.want("backfill")
    for _ in range(9):
        await worker.done()
    assert worker.order[-1].startswith("fresh")
    await worker.all_done()


async def test_so_many_at_once_and_one_that_is_cancelled_gives_its_turn_on() -> None:
    worker = Worker(at_once=2)
    first = await worker.want("fresh")
    await worker.want("backfill")
    waiting = await worker.want("replay", age=3)
    await worker.want("backfill 2", age=2)
    assert worker.order == ["fresh", "backfill"]
    waiting.cancel()
    first.cancel()
    for _ in range(4):
        await asyncio.sleep(0)
    assert worker.order == ["fresh", "backfill", "backfill 2"]
    await worker.all_done()


async def test_one_that_is_cancelled_as_it_is_called_gives_its_turn_on() -> None:
    precedence = Precedence()
    holding, left = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with precedence.turn(is_fresh=True, records=1, since=DAY):
            await holding.wait()
        left.set()

    _first, second = asyncio.create_task(hold()), asyncio.create_task(hold())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    holding.set()
    await left.wait()
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    async with asyncio.timeout(5):
        await hold()
