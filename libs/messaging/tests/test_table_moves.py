"""What is sought holds from then on, whatever a table waits for just then: on a broker in memory that stops there."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaConnectionError

from babelwire_messaging import table
from babelwire_messaging.memory import MemoryKafka
from babelwire_messaging.memory.broker import Record
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.topics import ensure_topics

from .brokers import Broker
from .conftest import a_topic
from .told import Told, refuse
from .waiting import WITHIN


class Delivering(MemoryKafka):
    """Tells when a dead letter comes, while whoever sent it waits."""

    def __init__(self) -> None:
        super().__init__()
        self.letters = 0
        self.delivered: Callable[[], None] = lambda: None

    async def append(self, partition: TopicPartition, records: Sequence[Record]) -> int:
        if partition.topic.startswith("dead-letters"):
            self.letters += len(records)
            self.delivered()
        return await super().append(partition, records)


class Moving(MemoryKafka):
    """Tells when a reader asks where partitions begin, which it does before it is moved."""

    def __init__(self) -> None:
        super().__init__()
        self.moving: Callable[[], None] = lambda: None

    @contextlib.asynccontextmanager
    async def reader(self, kafka: KafkaSettings, group: str | None = None) -> AsyncIterator[Any]:
        async with super().reader(kafka, group) as consumer:
            known = consumer.beginning_offsets

            async def beginnings(partitions: Collection[TopicPartition]) -> dict[TopicPartition, int]:
                found: dict[TopicPartition, int] = await known(partitions)
                self.moving()
                return found

            consumer.beginning_offsets = beginnings
            yield consumer


async def in_memory(clients: MemoryKafka) -> Broker:
    made = Broker(clients, KafkaSettings(), a_topic())
    await ensure_topics(made.kafka, [made.topic], clients)
    return made


async def test_going_back_while_a_dead_letter_is_on_its_way_leaves_out_what_was_polled_with_it() -> None:
    clients = Delivering()
    broker = await in_memory(clients)
    await broker.write(b"v", b"bad", b"v", b"v")
    await broker.write(*[b"v"] * 3, partition=1)
    told = Told(broker, refuse)
    clients.delivered = lambda: told.table.seek({0: 0})
    async with told.table.following():
        assert told.offsets == {0: [0, 1, 0, 1, 2, 3], 1: [0, 1, 2]}
        assert clients.letters == 1


async def test_what_a_poll_brings_that_was_under_way_is_passed_over() -> None:
    broker = await in_memory(MemoryKafka())
    await broker.write(*[b"v"] * 3)
    told = Told(broker)
    async with told.table.following():
        # By now it waits for more.
        await asyncio.sleep(0.05)
        write = asyncio.create_task(broker.write(b"v"))
        told.table.seek({0: 1})
        await write
        await told.table.catch_up()
        assert told.offsets == {0: [0, 1, 2, 1, 2, 3]}


async def test_what_is_sought_while_a_reader_is_being_moved_is_not_forgotten() -> None:
    clients = Moving()
    broker = await in_memory(clients)
    await broker.write(*[b"v"] * 6)
    told = Told(broker)
    clients.moving = lambda: told.table.seek({0: 4})
    told.table.seek({0: 2})
    async with told.table.following():
        assert told.offsets == {0: [4, 5]}


async def test_what_is_sought_while_kafka_is_away_is_read_when_it_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "_RETRY_SECONDS", 0.01)
    clients = MemoryKafka()
    broker = await in_memory(clients)
    await broker.write(*[b"v"] * 3)
    told = Told(broker)
    async with told.table.following():
        clients.away = KafkaConnectionError("gone")
        async with asyncio.timeout(WITHIN):
            while told.table.not_ready() is None:  # noqa: ASYNC110 - the table tells no event
                await asyncio.sleep(0.01)
        told.table.seek({0: 1})
        ends = asyncio.create_task(told.table.ends())
        caught_up = asyncio.create_task(told.table.catch_up())
        await asyncio.sleep(0.1)
        assert not ends.done()
        assert not caught_up.done()
        clients.away = None
        await caught_up
        assert told.offsets == {0: [0, 1, 2, 1, 2]}
        assert await ends == {0: 3, 1: 0}
