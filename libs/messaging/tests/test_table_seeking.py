"""A table is read again, or on, from wherever it is sought, whatever it is at just then: on both brokers."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaConnectionError

from babelwire_contracts.topics import dead_letters
from babelwire_messaging import table
from babelwire_messaging.errors import PermanentError, TransientError
from babelwire_messaging.handling import Position
from babelwire_messaging.memory import MemoryKafka
from babelwire_messaging.memory.broker import Record
from babelwire_messaging.partitioning import topic_partitions
from babelwire_messaging.reading import log_reader
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.table import Table
from babelwire_messaging.topics import ensure_topics
from babelwire_observability.supervision import Supervisor

from .brokers import Broker
from .conftest import a_topic
from .waiting import WITHIN


@dataclass
class Told:
    """A table of texts, and the offsets it reported, by partition. `first` sees each before."""

    broker: Broker
    first: Callable[[Position, str | None], None] = lambda _position, _value: None
    offsets: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.service = f"test-{self.broker.topic.name}"
        self.table = Table(
            self.broker.topic,
            str,
            self.broker.kafka,
            self.service,
            self._changed,
            supervisor=Supervisor("test"),
            is_known=lambda _key, value, position: value == b"even" and position.offset % 2 == 0,
            read=bytes.decode,
            clients=self.broker.clients,
        )

    def _changed(self, _key: str, value: str | None, position: Position) -> None:
        self.offsets[position.partition].append(position.offset)
        self.first(position, value)


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


def refuse(_position: Position, value: str | None) -> None:
    if value == "bad":
        raise PermanentError


async def in_memory(clients: MemoryKafka) -> Broker:
    made = Broker(clients, KafkaSettings(), a_topic())
    await ensure_topics(made.kafka, [made.topic], clients)
    return made


async def test_what_was_reported_is_reported_again_in_order_and_nothing_else(broker: Broker) -> None:
    await broker.write(*[b"v"] * 5)
    await broker.write(*[b"v"] * 3, partition=1)
    told = Told(broker)
    assert told.table.positions() == {0: 0, 1: 0}
    async with told.table.following():
        assert told.offsets == {0: [0, 1, 2, 3, 4], 1: [0, 1, 2]}
        assert told.table.positions() == {0: 5, 1: 3}
        told.table.seek({0: 2})
        assert told.table.positions() == {0: 2, 1: 3}
        await told.table.catch_up()
        assert told.offsets == {0: [0, 1, 2, 3, 4, 2, 3, 4], 1: [0, 1, 2]}
        assert told.table.positions() == {0: 5, 1: 3}


async def test_what_is_sought_before_is_where_it_begins_or_goes_on(broker: Broker) -> None:
    await broker.write(*[b"v"] * 5)
    await broker.write(*[b"v"] * 3, partition=1)
    told = Told(broker)
    told.table.seek({0: 3})
    assert told.table.positions() == {0: 3, 1: 0}
    async with told.table.following():
        assert told.offsets == {0: [3, 4], 1: [0, 1, 2]}
    told.table.seek({1: 1})
    async with told.table.following():
        assert told.offsets == {0: [3, 4], 1: [0, 1, 2, 1, 2]}


async def test_from_the_ends_on_only_what_comes_after_is_reported(broker: Broker) -> None:
    await broker.write(*[b"v"] * 5)
    told = Told(broker)
    ends = await told.table.ends()
    assert ends == {0: 5, 1: 0}
    told.table.seek(ends)
    async with told.table.following():
        assert told.offsets == {}
        await broker.write(b"v", b"v")
        await told.table.catch_up()
        assert told.offsets == {0: [5, 6]}


async def test_a_topic_that_is_not_there_yet_ends_where_it_begins(broker: Broker) -> None:
    topic = msgspec.structs.replace(broker.topic, name=f"{broker.topic.name}-new")
    async with asyncio.timeout(WITHIN):
        assert await Told(Broker(broker.clients, broker.kafka, topic)).table.ends() == {0: 0, 1: 0}


async def test_before_the_beginning_is_the_beginning(broker: Broker) -> None:
    await broker.write(*[b"v"] * 5)
    await broker.write(*[b"v"] * 3, partition=1)
    first, other = broker.partitions
    await broker.truncate(first, 2)
    await broker.truncate(other, 3)
    told = Told(broker)
    async with told.table.following():
        told.table.seek({0: 1, 1: 0})
        await told.table.catch_up()
        assert told.offsets == {0: [2, 3, 4, 2, 3, 4]}
        assert told.table.positions() == {0: 5, 1: 3}


async def test_going_back_on_a_report_leaves_out_the_rest_of_what_was_polled(broker: Broker) -> None:
    await broker.write(*[b"v"] * 6)

    def back(position: Position, _value: str | None) -> None:
        if told.offsets[0] == [0, 1, 2, 3]:
            told.table.seek({position.partition: 1})

    told = Told(broker, back)
    async with told.table.following():
        assert told.offsets == {0: [0, 1, 2, 3, 1, 2, 3, 4, 5]}


async def test_going_on_leaves_out_what_lies_between(broker: Broker) -> None:
    await broker.write(*[b"v"] * 6)

    def on(position: Position, _value: str | None) -> None:
        if position.offset == 1:
            told.table.seek({0: 4})

    told = Told(broker, on)
    async with told.table.following():
        assert told.offsets == {0: [0, 1, 4, 5]}


async def test_positions_are_exact_at_each_report(broker: Broker) -> None:
    await broker.write(*[b"v"] * 6)
    seen: list[tuple[int, int]] = []
    told = Told(broker, lambda position, _value: seen.append((position.offset, told.table.positions()[0])))
    async with told.table.following():
        assert seen == [(offset, offset) for offset in range(6)]


async def test_what_is_known_at_its_position_is_passed_over(broker: Broker) -> None:
    await broker.write(b"even", b"even", b"odd", b"even", b"even")
    told = Told(broker)
    async with told.table.following():
        assert told.offsets == {0: [1, 2, 3]}
        assert told.table.positions() == {0: 5, 1: 0}


async def test_what_was_reported_before_a_failure_is_not_reported_again_after_it(
    broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "_RETRY_SECONDS", 0.01)
    await broker.write(*[b"v"] * 5)

    def fail(position: Position, _value: str | None) -> None:
        if position.offset == 3 and told.offsets[0].count(3) == 1:
            raise TransientError

    told = Told(broker, fail)
    async with told.table.following():
        assert told.offsets == {0: [0, 1, 2, 3, 3, 4]}


async def test_a_dead_letter_that_is_read_again_is_none_again(broker: Broker) -> None:
    await broker.write(b"v", b"bad", b"v")
    told = Told(broker, refuse)
    async with told.table.following():
        told.table.seek({0: 0})
        await told.table.catch_up()
        assert told.offsets == {0: [0, 1, 2, 0, 1, 2]}
    async with log_reader(broker.kafka, broker.clients) as log:
        spans = log.read(await log.ranges(topic_partitions(dead_letters(told.service))))
        assert [record.value async for span in spans for record in span.records] == [b"bad"]


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
