"""What fails in the background is begun again, and is seen."""

import asyncio
import random
from collections.abc import Callable
from itertools import islice
from random import Random

import pytest
from prometheus_client import REGISTRY

from babelwire_observability import supervision
from babelwire_observability.supervision import FIRST_SECONDS, LONGEST_SECONDS, Supervisor, delays


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "_WELL_SECONDS", 0.05)


def supervisor() -> Supervisor:
    return Supervisor("test", random.Random(1))


def failures(name: str) -> float:
    return REGISTRY.get_sample_value("babelwire_background_failures_total", {"service": "test", "task": name}) or 0.0


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.005)


async def test_work_that_fails_is_begun_again_and_shown_until_it_is_well() -> None:
    begun = 0

    async def work() -> None:
        nonlocal begun
        begun += 1
        if begun < 3:
            raise ValueError(f"attempt {begun}")
        await asyncio.Event().wait()

    watched = supervisor()
    before = failures("polling")
    async with watched.keeping("polling", work):
        await until(lambda: watched.not_ready() == "polling: ValueError: attempt 1")
        await until(lambda: begun == 3)
        assert watched.not_ready() == "polling: ValueError: attempt 2"
        await until(lambda: watched.not_ready() is None)
    assert failures("polling") - before == 2
    assert watched.tasks == {}


async def test_endless_work_that_returns_is_begun_again() -> None:
    begun = 0

    async def work() -> None:
        nonlocal begun
        begun += 1

    watched = supervisor()
    async with watched.keeping("following", work):
        await until(lambda: begun >= 2)
        assert "ended although it should go on" in (watched.not_ready() or "")


async def test_work_with_an_end_is_tried_until_it_gets_there() -> None:
    begun = 0

    async def work() -> None:
        nonlocal begun
        begun += 1
        if begun < 2:
            raise OSError("not yet")

    watched = supervisor()
    await watched.begin("resuming", work)
    assert begun == 2
    assert watched.not_ready() is None
    assert watched.tasks == {}


async def test_leaving_ends_the_work_and_waits_for_it() -> None:
    ended = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.01)
            ended.set()

    async with supervisor().keeping("following", work):
        await asyncio.sleep(0.02)
    assert ended.is_set()


def test_waits_grow_to_a_bound_and_differ() -> None:
    waits = list(islice(delays(Random(1)), 30))
    assert all(0 < wait <= LONGEST_SECONDS for wait in waits)
    assert waits[0] <= FIRST_SECONDS
    assert max(waits) > LONGEST_SECONDS / 2
    assert len(set(waits)) == 30
