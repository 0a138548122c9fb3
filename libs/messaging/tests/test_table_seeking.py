"""A table is read again, or on, from wherever it is sought: on both brokers."""

import asyncio

import msgspec
import pytest

from babelwire_contracts.topics import dead_letters
from babelwire_messaging import table
from babelwire_messaging.errors import TransientError
from babelwire_messaging.handling import Position
from babelwire_messaging.partitioning import topic_partitions
from babelwire_messaging.reading import log_reader

from .brokers import Broker
from .told import Told, refuse
from .waiting import WITHIN


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
