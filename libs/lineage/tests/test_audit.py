"""Each capture ends in one way, is on its way, or is missing and named."""

from datetime import UTC, datetime, timedelta

import pytest

from babelwire_contracts.receipts import Outcome
from babelwire_contracts.topics import ARTICLES_INGESTED, EMBEDDING_BACKFILL, EMBEDDING_FRESH, PAGES_CAPTURED
from babelwire_lineage.audit import Account, Audit
from babelwire_messaging.reading import log_reader

from .pipeline import URL, Pipeline, capture_id

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def pipeline() -> Pipeline:
    return Pipeline()


async def account(pipeline: Pipeline, since: datetime = EPOCH, until: datetime | None = None) -> Account:
    async with log_reader(pipeline.kafka, pipeline.broker) as log:
        return await Audit(log, since, until).look()


async def test_the_best_receipt_of_each_capture_counts(pipeline: Pipeline) -> None:
    for number, outcomes in enumerate(
        [[Outcome.INDEXED], [Outcome.REJECTED], [Outcome.SUPERSEDED, Outcome.INDEXED], [Outcome.DEAD_LETTERED]]
    ):
        at = await pipeline.capture(number, url=f"{URL}/{number}")
        pipeline.commit("ingest", at)
        for outcome in outcomes:
            await pipeline.receipt(at, number, outcome)
    found = await account(pipeline)
    assert (found.captures, found.in_flight, found.missing) == (4, 0, [])
    assert {name: count for name, count in found.outcomes.items() if count} == {
        "indexed": 2,
        "rejected": 1,
        "dead-lettered": 1,
    }


async def test_what_a_stage_has_not_committed_is_in_flight_and_missing_afterwards(pipeline: Pipeline) -> None:
    captured = await pipeline.capture(1)
    assert (await account(pipeline)).in_flight == 1
    parsed = await pipeline.passed(ARTICLES_INGESTED, captured, 1)
    pipeline.commit("ingest", captured)
    assert (await account(pipeline)).in_flight == 1
    pipeline.commit("deduplication", parsed)
    found = await account(pipeline)
    (lost,) = found.missing
    assert (found.in_flight, lost.capture_id, lost.url) == (0, capture_id(1), URL)
    assert (lost.position, lost.last_stage) == (str(captured), ARTICLES_INGESTED.name)


async def test_what_waits_behind_the_pipeline_is_told_and_is_not_missing(pipeline: Pipeline) -> None:
    at = await pipeline.capture(1)
    pipeline.commit("ingest", at)
    await pipeline.receipt(at, 1, Outcome.INDEXED)
    waiting = [await pipeline.passed(EMBEDDING_FRESH, at, 1), await pipeline.passed(EMBEDDING_BACKFILL, at, 1)]
    assert (await account(pipeline)).waiting["embedding"] == 2
    pipeline.commit("embedding", waiting[0])
    found = await account(pipeline)
    assert (found.waiting["embedding"], found.missing, found.in_flight) == (1, [], 0)


async def test_replays_and_foreign_bytes_are_no_captures(pipeline: Pipeline) -> None:
    await pipeline.capture(1, replay_id="r")
    await pipeline.write(PAGES_CAPTURED, "foreign", b"\xff")
    found = await account(pipeline)
    assert (found.captures, found.replays, found.nameless) == (0, 1, 1)


async def test_captures_outside_of_the_range_are_left_out(pipeline: Pipeline) -> None:
    await pipeline.capture(1, url=f"{URL}/1")
    pipeline.broker.forward(3600)
    first = datetime.fromtimestamp(pipeline.broker.now / 1000, UTC)
    await pipeline.capture(2, url=f"{URL}/2")
    pipeline.broker.forward(3600)
    last = datetime.fromtimestamp(pipeline.broker.now / 1000, UTC)
    await pipeline.capture(3, url=f"{URL}/3")
    assert (await account(pipeline, since=first)).captures == 2
    assert (await account(pipeline, since=first, until=last)).captures == 1
    assert (await account(pipeline, since=last + timedelta(days=1))).captures == 0


async def test_a_second_look_reads_what_is_new_alone(pipeline: Pipeline) -> None:
    read: list[int] = []
    at = await pipeline.capture(1)
    async with log_reader(pipeline.kafka, pipeline.broker) as log:
        audit = Audit(log, EPOCH, None, read.append)
        assert (await audit.look()).in_flight == 1
        await pipeline.receipt(at, 1, Outcome.INDEXED)
        pipeline.commit("ingest", at)
        read.clear()
        found = await audit.look()
        assert (found.outcomes["indexed"], found.in_flight, sum(read)) == (1, 0, 1)
