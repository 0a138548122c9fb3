"""Looking for a lost position is broken off by a cancellation, whenever it comes."""

import asyncio
from typing import Any

import pytest
from aiokafka import TopicPartition

from babelwire_messaging.positions import Positions

PARTITION = TopicPartition("articles.tagged", 0)


class Answering:
    """A consumer that knows its positions at once."""

    async def position(self, _partition: TopicPartition) -> int:
        return 7


@pytest.mark.parametrize("steps", range(5))
async def test_a_cancellation_is_never_lost(steps: int) -> None:
    consumer: Any = Answering()
    positions = Positions(lambda: consumer)

    async def looking() -> None:
        while True:
            await positions.restore([PARTITION])
            await asyncio.sleep(0)

    task = asyncio.create_task(looking())
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task}, timeout=5)
    assert task.cancelled()
