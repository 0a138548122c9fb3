"""Which captures are open, and since when."""

import asyncio
from collections.abc import Callable

import pytest

from babelwire_contracts.receipts import Outcome
from babelwire_contracts.topics import ARTICLES_INGESTED
from babelwire_lineage import unaccounted
from babelwire_lineage.unaccounted import OpenCaptures, Unaccounted
from babelwire_messaging import headers
from babelwire_observability import metrics
from babelwire_observability.supervision import Supervisor

from .pipeline import Pipeline, capture_id

ID = b"ab" * 16


def test_a_capture_is_open_from_its_acceptance_to_its_receipt() -> None:
    captures = OpenCaptures()
    captures.begun({"capture-id": ID, "accepted-at": b"1000"}, 5000)
    captures.begun({"capture-id": b"cd" * 16}, 4000)
    assert captures.oldest() == 1000
    captures.ended(ID)
    assert captures.oldest() == 4000
    captures.ended(b"cd" * 16)
    captures.ended(None)
    assert captures.oldest() is None


def test_replays_redrives_and_foreign_bytes_are_not_waited_for() -> None:
    captures = OpenCaptures()
    captures.begun({"capture-id": ID, "replay-id": b"r"}, 1)
    captures.begun({"capture-id": ID, "redrive-of": b"dead-letters.ingest/0/1"}, 1)
    captures.begun({}, 1)
    captures.begun({"capture-id": b"example"}, 1)
    assert captures.oldest() is None


def oldest() -> float:
    """The metric, in seconds."""
    return float(metrics.OLDEST_UNACCOUNTED_SECONDS._value.get())


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - a metric tells nobody of its change
            await asyncio.sleep(0.01)


async def test_the_metric_follows_a_capture_through_the_topics(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unaccounted, "_LOOK_SECONDS", 0.02)
    pipeline = Pipeline()
    every = frozenset(range(6))
    follower = Unaccounted(pipeline.kafka, lambda: every, Supervisor("test"), clients=pipeline.broker)
    async with follower.following():
        captured = await pipeline.capture(1)
        await until(lambda: oldest() > 0)
        fields = {headers.CAPTURE_ID: capture_id(1).encode()}
        follower.captures.begun(fields, pipeline.broker.now)
        pipeline.commit("ingest", captured)
        ingested = await pipeline.passed(ARTICLES_INGESTED, captured, 1)
        await asyncio.sleep(0.1)
        assert oldest() > 0
        await pipeline.receipt(ingested, 1, Outcome.INDEXED)
        await until(lambda: oldest() == 0)


async def test_a_start_finds_what_was_on_its_way_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unaccounted, "_LOOK_SECONDS", 0.02)
    pipeline = Pipeline()
    captured = await pipeline.capture(1)
    pipeline.commit("ingest", captured)
    ingested = await pipeline.passed(ARTICLES_INGESTED, captured, 1)
    follower = Unaccounted(pipeline.kafka, frozenset, Supervisor("test"), clients=pipeline.broker)
    async with follower.following():
        await until(lambda: oldest() > 0)
        await pipeline.receipt(ingested, 1, Outcome.INDEXED)
        await until(lambda: oldest() == 0)
