"""What a replay will do, before it does anything."""

from datetime import UTC, datetime

import pytest

from babelwire_console.errors import CommandFailed
from babelwire_console.replay.plan import (
    Mark,
    Plan,
    RateLimit,
    check_order,
    decode_mark,
    describe,
    downstream,
    encode_mark,
    narrowed,
    replayable,
)
from babelwire_console.timestamps import Bound
from babelwire_contracts.topics import ARTICLES_DEDUPLICATED, CATALOGUE, PAGES_CAPTURED


def plan(**changed: object) -> Plan:
    fields: dict[str, object] = {
        "replay_id": "r1",
        "topic": "articles.ingested",
        "ranges": {0: (10, 110), 4: (0, 50)},
        "rate": 50.0,
    }
    return Plan(**(fields | changed))  # type: ignore[arg-type]


def test_what_is_replayed_and_what_is_not() -> None:
    refused = {}
    for name in CATALOGUE:
        try:
            replayable(name)
        except CommandFailed as error:
            refused[name] = str(error)
    assert CATALOGUE.keys() - refused.keys() == {
        "pages.captured",
        "articles.ingested",
        "articles.deduplicated",
        "articles.tagged",
    }
    assert "redrive" in refused["dead-letters.indexing"]
    assert "the receipt" in refused["articles.indexed"]
    assert "the trace" in refused["articles.traced"]
    readers = dict.fromkeys(("articles.fingerprints", "articles.corrections"), "deduplication")
    readers |= dict.fromkeys(("publishers.observed", "publishers.standing"), "translation_tagging")
    for compacted, reader in readers.items():
        assert "compacted" in refused[compacted]
        assert f"restart {reader}, or" in refused[compacted]
    with pytest.raises(CommandFailed, match=r"replay knows pages\.captured"):
        replayable("pages")


def test_what_follows_a_topic() -> None:
    assert [(service, topic.name) for service, topic in downstream(PAGES_CAPTURED)] == [
        ("ingest", "pages.captured"),
        ("deduplication", "articles.ingested"),
        ("translation_tagging", "articles.deduplicated"),
        ("indexing", "articles.tagged"),
    ]
    assert [service for service, _ in downstream(ARTICLES_DEDUPLICATED)] == ["translation_tagging", "indexing"]


def test_only_partitions_that_hold_something_are_read() -> None:
    assert narrowed({0: 5, 1: 7, 2: 9}, {0: 6, 1: 7, 2: 3}) == {0: (5, 6)}


@pytest.mark.parametrize(
    ("since", "until"), [(5, 5), (6, 5), (datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))]
)
def test_a_range_that_ends_before_it_begins_is_refused(since: Bound, until: Bound) -> None:
    with pytest.raises(CommandFailed, match="is not before"):
        check_order(since, until)


def test_a_plan_says_what_it_will_do() -> None:
    assert plan().records == 150
    assert plan().expected_seconds == 3
    assert plan(limit=20).expected_seconds == 1
    description = "\n".join(describe(plan(key="k", limit=20), seen=0, name="replay r1"))
    for text in ("150 records", "partition 4: offset 0 up to 50", "key: k", "at most: 20", "deduplication, then", "50"):
        assert text in description


def test_a_mark_is_kept_whole_beside_an_offset() -> None:
    mark = Mark(plan=plan(article="a" * 32, limit=7), published=3, replays=2, others=1)
    assert decode_mark(encode_mark(mark)) == mark
    every = dict.fromkeys(range(6), (10**12, 10**12 + 10**9))
    assert len(encode_mark(Mark(plan=plan(ranges=every, key="k" * 2000)))) < 4096
    with pytest.raises(CommandFailed, match="too long"):
        encode_mark(Mark(plan=plan(key="k" * 5000)))
    with pytest.raises(CommandFailed, match="cannot be read"):
        decode_mark("")


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_no_more_than_the_rate_passes_and_lost_time_is_not_made_up_for() -> None:
    clock = Clock()
    limit = RateLimit(200, clock)
    assert limit.step == 50
    assert limit.seconds_until_free() == 0
    limit.passed(50)
    assert limit.seconds_until_free() == pytest.approx(0.25)
    clock.now += 10
    limit.passed(50)
    limit.passed(50)
    assert limit.seconds_until_free() == pytest.approx(0.5)


@pytest.mark.parametrize(("rate", "step"), [(0.5, 1), (3, 1), (100_000, 250)])
def test_a_step_is_small_and_never_nothing(rate: float, step: int) -> None:
    assert RateLimit(rate, Clock()).step == step
