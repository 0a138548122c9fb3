"""Reads single records and ranges of topics, outside of any service's group."""

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
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


async def read_each(consumer: AIOKafkaConsumer, positions: Collection[Position]) -> dict[Position, ConsumerRecord]:
    """The records at some positions, less those no longer there; quick where the positions stand close together."""
    wanted: dict[TopicPartition, set[int]] = defaultdict(set)
    for position in positions:
        wanted[TopicPartition(position.topic, position.partition)].add(position.offset)
    consumer.assign(list(wanted))
    beginnings = await consumer.beginning_offsets(list(wanted))
    ends = await consumer.end_offsets(list(wanted))
    stops = {partition: min(max(offsets) + 1, ends[partition]) for partition, offsets in wanted.items()}
    for partition, offsets in wanted.items():
        consumer.seek(partition, max(min(offsets), beginnings[partition]))
    found: dict[Position, ConsumerRecord] = {}
    unread = set(wanted)
    while unread := {partition for partition in unread if await consumer.position(partition) < stops[partition]}:
        for partition, records in (await consumer.getmany(*unread, timeout_ms=_POLL_MILLISECONDS)).items():
            for record in records:
                if record.offset in wanted[partition]:
                    found[Position(record.topic, record.partition, record.offset)] = record
    return found


async def read_range(
    consumer: AIOKafkaConsumer,
    partitions: Sequence[TopicPartition],
    *,
    since: datetime | None = None,
    starts_at: Mapping[TopicPartition, int] | None = None,
    last: int = 0,
) -> AsyncIterator[ConsumerRecord]:
    """Records of some partitions up to the end offsets of now.

    All, those since a time, those from an offset of each partition (0 where `starts_at` names none), or the last `last`
    of each.
    """
    consumer.assign(list(partitions))
    ends = await consumer.end_offsets(list(partitions))
    starts = await consumer.beginning_offsets(list(partitions))
    if since is not None:
        found = await consumer.offsets_for_times(dict.fromkeys(partitions, int(since.timestamp() * 1000)))
        starts = {partition: at.offset if at else ends[partition] for partition, at in found.items()}
    if starts_at is not None:
        starts = {partition: max(start, starts_at.get(partition, 0)) for partition, start in starts.items()}
    if last:
        starts = {partition: max(start, ends[partition] - last) for partition, start in starts.items()}
    unread = {partition for partition in partitions if starts[partition] < ends[partition]}
    for partition in partitions:
        # A position after the end would make the consumer begin anew.
        consumer.seek(partition, min(starts[partition], ends[partition]))
    while unread:
        for partition, records in (await consumer.getmany(timeout_ms=_POLL_MILLISECONDS)).items():
            for record in records:
                if record.offset < ends[partition]:
                    yield record
        unread = {partition for partition in unread if await consumer.position(partition) < ends[partition]}


def topic_partitions(topic: Topic) -> list[TopicPartition]:
    """All partitions of a topic."""
    return [TopicPartition(topic.name, number) for number in range(topic.partitions)]
