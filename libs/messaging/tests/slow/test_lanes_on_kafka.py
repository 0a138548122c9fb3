"""The lanes of a slow stage on a real broker: who owns what of them, and what goes before what."""

import asyncio
import contextlib
import uuid
from collections.abc import Sequence

import pytest

from babelwire_contracts.codec import encode
from babelwire_contracts.receipts import Receipt
from babelwire_contracts.topics import Topic
from babelwire_messaging.handling import Answer, Record
from babelwire_messaging.slow.lanes import Lanes
from babelwire_messaging.stage import Stage

from ..conftest import Bench, wait_for_topics

pytestmark = pytest.mark.stack


async def test_two_instances_own_the_same_numbers_of_each_lane_and_fresh_records_overtake(bench: Bench) -> None:
    name = uuid.uuid4().hex[:8]
    lanes = Lanes(*(lane_topic(f"tests.{name}.{lane}") for lane in ("fresh", "backfill", "replay")))
    topics = (lanes.fresh, lanes.backfill, lanes.replay)
    await wait_for_topics(bench.kafka, *topics)
    order: list[str] = []
    begun: list[str] = []
    go_on = asyncio.Event()

    async def handle(records: Sequence[Record[Receipt]]) -> Sequence[Answer]:
        begun.append(records[0].position.topic)
        await go_on.wait()
        order.extend(record.position.topic.rpartition(".")[2] for record in records)
        return [[] for _ in records]

    def instance(number: int) -> Stage:
        return Stage(
            service=bench.service,
            inputs=lanes.inputs(Receipt, handle),
            kafka=bench.kafka.model_copy(update={"instance": f"test-{number}"}),
            supervisor=bench.supervisor,
        )

    async def write(topic: Topic, count: int) -> None:
        for number in range(count):
            message = bench.message(str(number))
            await bench.producer.send(topic.name, encode(message), key=str(number).encode())
        await bench.producer.flush()

    one, other = instance(1), instance(2)
    async with contextlib.AsyncExitStack() as running:
        for stage in (one, other):
            await running.enter_async_context(stage.running())

        def is_shared_alike() -> bool:
            ones, others = ({stage.owned(topic) for topic in topics} for stage in (one, other))
            return len(ones) == len(others) == 1 and all(ones | others) and ones.pop() | others.pop() == {0, 1, 2, 3}

        await bench.until(is_shared_alike)

        def waiting(lane: str) -> int:
            return one.backlog()[lane] + other.backlog()[lane]

        await write(lanes.backfill, 300)
        await bench.until(lambda: begun == [lanes.backfill.name] * 2)
        await write(lanes.fresh, 40)
        await bench.until(lambda: (waiting("fresh"), waiting("backfill"), waiting("replay")) == (40, 300, 0))
        go_on.set()
        await bench.until(lambda: len(order) == 340)
        last_fresh = max(at for at, lane in enumerate(order) if lane == "fresh")
        # Between two of its own batches, while the next is polled, one that waits may go.
        assert order[:last_fresh].count("backfill") < 150


def lane_topic(name: str) -> Topic:
    return Topic(name=name, key="text", carries="test", models=(Receipt,), partitions=4)
