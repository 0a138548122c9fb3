"""Single records and ranges of topics, on the real broker."""

import asyncio

import pytest
from aiokafka import ConsumerRecord, TopicPartition

from babelwire_messaging.clients import reader
from babelwire_messaging.handling import Position
from babelwire_messaging.reading import read_between, read_each, read_range, topic_partitions

from .conftest import Bench

pytestmark = pytest.mark.stack


def at(record: ConsumerRecord) -> Position:
    return Position(record.topic, record.partition, record.offset)


async def test_records_at_positions_are_read_and_what_is_not_there_is_left_out(bench: Bench) -> None:
    await bench.write(*(bench.message(str(n)) for n in range(30)))
    written = {at(record): record.value for record in await bench.read(bench.topic)}
    wanted = [position for position in written if position.offset % 3 == 0]
    beyond = Position(bench.topic.name, 0, 10_000)
    async with reader(bench.kafka) as consumer:
        found = await read_each(consumer, [*wanted, beyond])
        assert await read_each(consumer, []) == {}
    assert {position: record.value for position, record in found.items()} == {one: written[one] for one in wanted}


async def test_a_range_starts_at_an_offset_of_each_partition_and_is_empty_beyond_the_end(bench: Bench) -> None:
    await bench.write(*(bench.message(str(n)) for n in range(10)), key="one")
    partitions = topic_partitions(bench.topic)
    async with reader(bench.kafka) as consumer:
        everything = [record async for record in read_range(consumer, partitions)]
        [number] = {record.partition for record in everything}
        of_one = TopicPartition(bench.topic.name, number)
        found = [record.offset async for record in read_range(consumer, partitions, starts_at={of_one: 7})]
        beyond = [record async for record in read_range(consumer, partitions, starts_at={of_one: 99})]
    assert (len(everything), found, beyond) == (10, [7, 8, 9], [])


async def test_a_range_ends_where_it_says_and_reads_on_from_where_it_stopped(bench: Bench) -> None:
    await bench.write(*(bench.message(str(number)) for number in range(10)), key="one")
    async with reader(bench.kafka) as consumer:
        everything = [record async for record in read_range(consumer, topic_partitions(bench.topic))]
        (partition,) = {each for each in topic_partitions(bench.topic) if each.partition == everything[0].partition}
        stretches = [stretch async for stretch in read_between(consumer, {partition: (3, 7)})]
    assert [record.offset for stretch in stretches for record in stretch.records] == [3, 4, 5, 6]
    assert stretches[-1].next == 7


async def test_a_reader_stops_however_soon_after_it_was_assigned_anew(bench: Bench) -> None:
    await bench.write(*(bench.message(str(number)) for number in range(20)))
    async with asyncio.timeout(60):
        for _ in range(3):
            async with reader(bench.kafka) as consumer:
                for partition in topic_partitions(bench.topic):
                    consumer.assign([partition])
                    consumer.seek(partition, 0)
                    await consumer.position(partition)
