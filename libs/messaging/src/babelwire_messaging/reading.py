"""Reads single records and ranges of topics, outside of any service's group."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from babelwire_contracts.topics import Topic
from babelwire_messaging.handling import Position

_POLL_MILLISECONDS = 500


async def read_at(consumer: AIOKafkaConsumer, position: Position) -> ConsumerRecord | None:
    """The record at a position; None where retention has removed it or nothing was written there."""
    partition = TopicPartition(position.topic, position.partition)
    consumer.assign([partition])
    beginning = (await consumer.beginning_offsets([partition]))[partition]
    end = (await consumer.end_offsets([partition]))[partition]
    if not beginning <= position.offset < end:
        return None
    consumer.seek(partition, position.offset)
    while True:
        for records in (await consumer.getmany(timeout_ms=_POLL_MILLISECONDS, max_records=1)).values():
            return records[0] if records[0].offset == position.offset else None


async def read_range(
    consumer: AIOKafkaConsumer, partitions: Sequence[TopicPartition], *, since: datetime | None = None, last: int = 0
) -> AsyncIterator[ConsumerRecord]:
    """Records of some partitions up to the end offsets of now: all, those since a time, or the last `last` of each."""
    consumer.assign(list(partitions))
    ends = await consumer.end_offsets(list(partitions))
    starts = await consumer.beginning_offsets(list(partitions))
    if since is not None:
        found = await consumer.offsets_for_times(dict.fromkeys(partitions, int(since.timestamp() * 1000)))
        starts = {partition: at.offset if at else ends[partition] for partition, at in found.items()}
    if last:
        starts = {partition: max(start, ends[partition] - last) for partition, start in starts.items()}
    unread = {partition for partition in partitions if starts[partition] < ends[partition]}
    for partition in partitions:
        consumer.seek(partition, starts[partition])
    while unread:
        for partition, records in (await consumer.getmany(timeout_ms=_POLL_MILLISECONDS)).items():
            for record in records:
                if record.offset < ends[partition]:
                    yield record
        unread = {partition for partition in unread if await consumer.position(partition) < ends[partition]}


def topic_partitions(topic: Topic) -> list[TopicPartition]:
    """All partitions of a topic."""
    return [TopicPartition(topic.name, number) for number in range(topic.partitions)]
