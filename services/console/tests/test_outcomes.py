"""A capture that is sent again is distinguished from one that is new."""

from datetime import UTC, datetime

import msgspec
import pytest
from aiokafka import TopicPartition

from babelwire_console.capture.outcomes import ReceiptWatch, Shown
from babelwire_contracts.receipts import Outcome, Receipt
from babelwire_messaging.handling import Position

ENDS = {"articles.tagged": 40, "articles.indexed": 900}
RECEIPT = Receipt(
    capture_id="c1", outcome=Outcome.INDEXED, service="indexing", at=datetime(2026, 1, 1, tzinfo=UTC), article_id="a1"
)


class EndsOfNow:
    """A consumer of topics that end at `ENDS`, whose position nothing depends on."""

    def assign(self, partitions: list[TopicPartition]) -> None:
        pass

    def seek(self, partition: TopicPartition, offset: int) -> None:
        pass

    async def end_offsets(self, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        return {partition: ENDS[partition.topic] for partition in partitions}


@pytest.fixture
async def watch() -> ReceiptWatch:
    found = ReceiptWatch(EndsOfNow())
    await found.begin()
    return found


@pytest.mark.parametrize(
    ("shown", "was_there"),
    [
        (Shown("c1", Position("articles.tagged", 2, 39)), True),
        (Shown("c1", Position("articles.tagged", 2, 40)), False),
        (Shown("c2", Position("articles.tagged", 2, 39)), False),
        (Shown("c1", Position("shadow.articles.tagged", 2, 39)), False),
        (None, False),
    ],
)
async def test_it_was_there_where_a_record_from_before_brought_it(
    watch: ReceiptWatch, shown: Shown | None, was_there: bool
) -> None:
    assert watch.was_there(RECEIPT, shown) == was_there


async def test_only_what_was_indexed_can_have_been_there(watch: ReceiptWatch) -> None:
    shown = Shown("c1", Position("articles.tagged", 2, 39))
    for outcome in set(Outcome) - {Outcome.INDEXED}:
        assert not watch.was_there(msgspec.structs.replace(RECEIPT, outcome=outcome), shown)
