"""In which lane a task waits, and that the lanes of a stage take turns."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from babelwire_contracts.topics import EMBEDDING_BACKFILL, EMBEDDING_FRESH, EMBEDDING_REPLAY, Topic
from babelwire_messaging.handling import Answer, Position, Record
from babelwire_messaging.slow.lanes import Lanes

APPENDED = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
REPLAYED = {"replay-id": b"r1"}


def record(value: Any = None, headers: dict[str, bytes] | None = None) -> Record[Any]:
    return Record(Position("articles.tagged", 0, 0), b"key", value, APPENDED, headers or {})


@pytest.fixture
def lanes() -> Lanes:
    return Lanes.of("embedding")


@pytest.mark.parametrize(
    ("ago", "headers", "lane"),
    [
        (timedelta(seconds=2), {}, EMBEDDING_FRESH),
        (timedelta(days=1), {}, EMBEDDING_FRESH),
        (timedelta(days=1, seconds=1), {}, EMBEDDING_BACKFILL),
        (timedelta(days=-3), {}, EMBEDDING_FRESH),
        (timedelta(seconds=2), REPLAYED, EMBEDDING_REPLAY),
        (timedelta(days=900), REPLAYED, EMBEDDING_REPLAY),
    ],
)
def test_a_task_waits_by_where_it_comes_from(
    lanes: Lanes, ago: timedelta, headers: dict[str, bytes], lane: Topic
) -> None:
    assert lanes.lane_for(record(headers=headers), APPENDED - ago) is lane


async def test_batches_of_all_lanes_take_turns_at_one_handler(lanes: Lanes) -> None:
    order: list[str] = []
    go_on = asyncio.Event()

    async def handle(records: Sequence[Record[str]]) -> Sequence[Answer]:
        order.append(records[0].value)
        await go_on.wait()
        return [[] for _ in records]

    inputs = {source.lane: source for source in lanes.inputs(str, handler=handle)}
    assert [source.topic for source in inputs.values()] == [EMBEDDING_FRESH, EMBEDDING_BACKFILL, EMBEDDING_REPLAY]
    asked = [asyncio.create_task(_ask(inputs[lane].handler, lane)) for lane in ("replay", "backfill", "fresh")]
    await asyncio.sleep(0.01)
    assert order == ["replay"]
    go_on.set()
    assert await asyncio.gather(*asked) == [[[]], [[]], [[]]]
    assert order == ["replay", "fresh", "backfill"]


async def _ask(handler: Any, lane: str) -> Sequence[Answer]:
    answers: Sequence[Answer] = await handler([record(lane)])
    return answers
