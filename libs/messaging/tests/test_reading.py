"""Single records and ranges of topics, on the real broker."""

from typing import Any

import pytest
from aiokafka import ConsumerRecord, TopicPartition

from babelwire_messaging.clients import reader
from babelwire_messaging.handling import Position
from babelwire_messaging.reading import read_each, read_range, topic_partitions

pytestmark = pytest.mark.stack


def at(record: ConsumerRecord) -> Position:
    return Position(record.topic, record.partition, record.offset)


async def test_records_at_positions_are_read_and_what_is_not_there_is_left_out(bench: Any) -> None:
    await bench.write(*(bench.message(str(n)) for n in range(30)))
    written = {at(record): record.value for record in await bench.read(bench.topic)}
    wanted = [position for position in written if position.offset % 3 == 0]
    beyond = Position(bench.topic.name, 0, 10_000)
    async with reader(bench.kafka) as consumer:
        found = await read_each(consumer, [*wanted, beyond])
        assert await read_each(consumer, []) == {}
    assert {position: record.value for position, record in found.items()} == {one: written[one] for one in wanted}


async def test_a_range_starts_at_an_offset_of_each_partition_and_is_empty_beyond_the_end(bench: Any) -> None:
    await bench.write(*(bench.message(str(n)) for n in range(10)), key="one")
    partitions = topic_partitions(bench.topic)
    async with reader(bench.kafka) as consumer:
        everything = [record async for record in read_range(consumer, partitions)]
        [number] = {record.partition for record in everything}
        of_one = TopicPartition(bench.topic.name, number)
        found = [record.offset async for record in read_range(consumer, partitions, starts_at={of_one: 7})]
        beyond = [record async for record in read_range(consumer, partitions, starts_at={of_one: 99})]
    assert (len(everything), found, beyond) == (10, [7, 8, 9], [])
