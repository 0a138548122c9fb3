"""A compacted topic in memory: caught up before use, followed after, poison reported once."""

import uuid

import pytest

from babelwire_contracts.pauses import ServicePause
from babelwire_contracts.topics import Cleanup, Topic
from babelwire_messaging.handling import Position
from babelwire_messaging.table import Table

from .conftest import Bench

pytestmark = pytest.mark.stack


@pytest.fixture
def topic() -> Topic:
    return Topic(
        name=f"tests.table-{uuid.uuid4().hex[:8]}",
        key="text",
        carries="test",
        models=(ServicePause,),
        partitions=2,
        cleanup=Cleanup.COMPACT,
    )


class Kept:
    """What a table passed on."""

    def __init__(self, bench: Bench, topic: Topic) -> None:
        self.values: dict[str, str] = {}
        self.table = Table(topic, ServicePause, bench.kafka, bench.service, self._changed, supervisor=bench.supervisor)

    def _changed(self, key: str, value: ServicePause | None, _position: Position) -> None:
        if value is None:
            self.values.pop(key, None)
        else:
            self.values[key] = value.reason


def pause(reason: str) -> bytes:
    text = f'{{"service":"s","reason":"{reason}","instance":"i","at":"2026-01-01T00:00:00Z"}}'
    return text.encode()


async def test_it_knows_all_that_was_written_before_and_follows_what_comes_after(bench: Bench, topic: Topic) -> None:
    first = Kept(bench, topic)
    async with first.table.following():
        for number in range(200):
            await bench.producer.send(topic.name, pause(f"r{number}"), key=f"k{number % 20}".encode())
        await bench.producer.flush()
        await first.table.catch_up()
        assert first.values == {f"k{number}": f"r{180 + number}" for number in range(20)}
        await bench.producer.send_and_wait(topic.name, None, key=b"k3")
        await first.table.catch_up()
        assert "k3" not in first.values
        assert first.table.not_ready() is None
    second = Kept(bench, topic)
    async with second.table.following():
        assert second.values == first.values


async def test_poison_is_reported_once_over_restarts(bench: Bench, topic: Topic) -> None:
    for _ in range(3):
        kept = Kept(bench, topic)
        async with kept.table.following():
            if not kept.values:
                await bench.producer.send_and_wait(topic.name, b"{poison", key=b"bad")
                await bench.producer.send_and_wait(topic.name, pause("good"), key=b"good")
            await kept.table.catch_up()
            assert kept.values == {"good": "good"}
    (letter,) = await bench.dead_letters()
    assert (letter.key, letter.value) == (b"bad", b"{poison")
