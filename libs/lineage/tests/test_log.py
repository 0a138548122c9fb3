"""The log by position: single records, stretches, and what is no longer there."""

import pytest
from aiokafka import TopicPartition

from babelwire_contracts.topics import ARTICLES_TAGGED
from babelwire_lineage.log import BEGINNING, END, LogReader, log_reader
from babelwire_messaging.handling import Position

from .pipeline import ARTICLE, Pipeline


@pytest.fixture
async def written() -> tuple[Pipeline, TopicPartition]:
    """Five records of one key and the partition they stand on."""
    pipeline = Pipeline()
    at = [await pipeline.write(ARTICLES_TAGGED, ARTICLE, {"number": number}, number) for number in range(5)]
    return pipeline, TopicPartition(at[0].topic, at[0].partition)


async def scanned(log: LogReader, partition: TopicPartition, start: int, end: int) -> list[int]:
    return [record.offset async for some in log.scan(partition, start, end) for record in some]


async def test_a_stretch_is_read_from_an_offset_up_to_another(written: tuple[Pipeline, TopicPartition]) -> None:
    pipeline, partition = written
    async with log_reader(pipeline.kafka, pipeline.broker) as log:
        assert await scanned(log, partition, 1, 4) == [1, 2, 3]
        assert await scanned(log, partition, 4, 4) == []
        assert await log.offsets([partition], BEGINNING) == {partition: 0}
        assert await log.offsets([partition], END) == {partition: 5}


async def test_what_retention_removes_meanwhile_is_passed_over(written: tuple[Pipeline, TopicPartition]) -> None:
    pipeline, partition = written
    pipeline.broker.topics[partition.topic][partition.partition].delete_before(3)
    async with log_reader(pipeline.kafka, pipeline.broker) as log:
        assert await scanned(log, partition, 0, 5) == [3, 4]
        assert await log.at(Position(partition.topic, partition.partition, 2)) is None
        assert await log.at(Position(partition.topic, partition.partition, 5)) is None
        record = await log.at(Position(partition.topic, partition.partition, 3))
        assert record is not None
        assert (record.key, record.value) == (ARTICLE.encode(), b'{"number":3}')


async def test_a_key_is_found_and_the_first_that_is_meant(written: tuple[Pipeline, TopicPartition]) -> None:
    pipeline, partition = written
    async with log_reader(pipeline.kafka, pipeline.broker) as log:
        assert len(await log.find(partition, 0, 5, ARTICLE.encode())) == 5
        assert await log.find(partition, 0, 5, b"other") == []
        meant = await log.first(
            partition, 0, 5, ARTICLE.encode(), lambda fields: fields["capture-id"] == f"{3:032x}".encode()
        )
        assert meant is not None
        assert meant.offset == 3


async def test_a_time_after_all_records_is_the_end(written: tuple[Pipeline, TopicPartition]) -> None:
    pipeline, partition = written
    async with log_reader(pipeline.kafka, pipeline.broker) as log:
        assert await log.offsets([partition], pipeline.broker.now) == {partition: 4}
        assert await log.offsets([partition], pipeline.broker.now + 1) == {partition: 5}
