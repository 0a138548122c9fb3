"""Reads single records and ranges of topics, outside of any service's group."""

import contextlib
from collections import defaultdict
from collections.abc import AsyncGenerator, AsyncIterator, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

from babelwire_contracts.topics import Topic
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.errors import TransientError
from babelwire_messaging.handling import Position
from babelwire_messaging.settings import KafkaSettings

_POLL_MILLISECONDS = 500


@dataclass(frozen=True, slots=True)
class Stretch:
    """Records that follow each other in one partition; `next` is the offset to go on from after them."""

    partition: TopicPartition
    records: Sequence[ConsumerRecord]
    next: int


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
    ends = await consumer.end_offsets(list(partitions))
    starts = await consumer.beginning_offsets(list(partitions))
    if since is not None:
        starts = await offsets_at(consumer, partitions, since)
    if starts_at is not None:
        starts = {partition: max(start, starts_at.get(partition, 0)) for partition, start in starts.items()}
    if last:
        starts = {partition: max(start, ends[partition] - last) for partition, start in starts.items()}
    async for stretch in read_between(consumer, {each: (starts[each], ends[each]) for each in partitions}):
        for record in stretch.records:
            yield record


async def read_between(
    consumer: AIOKafkaConsumer, ranges: Mapping[TopicPartition, tuple[int, int]]
) -> AsyncGenerator[Stretch, None]:
    """The records of each partition from its first offset up to, and without, its last."""
    unread = {partition for partition, (start, end) in ranges.items() if start < end}
    if not unread:
        return
    consumer.assign(list(ranges))
    for partition, (start, end) in ranges.items():
        # A position after the end would make the consumer begin anew.
        consumer.seek(partition, min(start, end))
    while unread:
        for partition, records in (await consumer.getmany(timeout_ms=_POLL_MILLISECONDS)).items():
            end = ranges[partition][1]
            within = [record for record in records if record.offset < end]
            if within:
                yield Stretch(partition, within, within[-1].offset + 1)
        # A position may pass the last record: offsets of what is no record, or was compacted away.
        unread = {partition for partition in unread if await consumer.position(partition) < ranges[partition][1]}


async def offsets_at(
    consumer: AIOKafkaConsumer, partitions: Sequence[TopicPartition], moment: datetime
) -> dict[TopicPartition, int]:
    """The first offset of each partition appended at a moment or later; its end where there is none."""
    found = await consumer.offsets_for_times(dict.fromkeys(partitions, int(moment.timestamp() * 1000)))
    ends = await consumer.end_offsets(list(partitions))
    return {partition: at.offset if at else ends[partition] for partition, at in found.items()}


def topic_partitions(topic: Topic) -> list[TopicPartition]:
    """All partitions of a topic."""
    return [TopicPartition(topic.name, number) for number in range(topic.partitions)]


class TopicReader:
    """A topic from its first record to the end of now, and later on to the end as it is then."""

    def __init__(self, consumer: AIOKafkaConsumer) -> None:
        self._consumer = consumer
        self._ends: dict[TopicPartition, int] = {}

    async def extend(self) -> int:
        """Takes the ends of now for the end; how many records are to be read until there. Raises `TransientError`."""
        with _transient():
            self._ends = await self._consumer.end_offsets(list(self._consumer.assignment()))
            return sum([end - await self._consumer.position(partition) for partition, end in self._ends.items()])

    async def read(self, most: int) -> Sequence[ConsumerRecord]:
        """The next records, `most` at the most; none at the end. Raises `TransientError`."""
        with _transient():
            while any([await self._consumer.position(partition) < end for partition, end in self._ends.items()]):
                polled = await self._consumer.getmany(timeout_ms=_POLL_MILLISECONDS, max_records=most)
                if polled:
                    return [record for records in polled.values() for record in records]
        return []


@contextlib.asynccontextmanager
async def topic_reader(kafka: KafkaSettings, topic: Topic, clients: Clients = KAFKA) -> AsyncIterator[TopicReader]:
    """Reads a topic while entered. Raises `TransientError`."""
    with _transient():
        async with clients.reader(kafka) as consumer:
            partitions = [TopicPartition(kafka.on_wire(topic.name), number) for number in range(topic.partitions)]
            consumer.assign(partitions)
            for partition, beginning in (await consumer.beginning_offsets(partitions)).items():
                consumer.seek(partition, beginning)
            yield TopicReader(consumer)


@contextlib.contextmanager
def _transient() -> Iterator[None]:
    try:
        yield
    except KafkaError as error:
        raise TransientError(f"Kafka does not answer: {error!r}") from error
