"""A replay's side of Kafka: where its range lies, its progress as committed offsets, and how far readers are behind."""

import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.structs import OffsetAndMetadata

from babelwire_console.errors import CommandFailed
from babelwire_console.replay.plan import Mark, Range, decode_mark, encode_mark, narrowed
from babelwire_console.timestamps import Bound
from babelwire_contracts.topics import Topic
from babelwire_messaging import headers
from babelwire_messaging.clients import admin, reader
from babelwire_messaging.partitioning import partition_of
from babelwire_messaging.producer import Outgoing
from babelwire_messaging.reading import Stretch, offsets_at, read_between, topic_partitions
from babelwire_messaging.settings import KafkaSettings

GROUP_PREFIX = "replay."


async def ranges_of(
    consumer: AIOKafkaConsumer, topic: Topic, since: Bound | None, until: Bound | None, key: str | None
) -> dict[int, Range]:
    """The offsets between two bounds, up to the end offsets of now; of the one partition of a key where it is given.

    Raises `CommandFailed` when the topic is not there.
    """
    if topic.name not in await consumer.topics():
        raise CommandFailed(f"there is no topic {topic.name} at this Kafka yet: nothing has been written to it")
    partitions = topic_partitions(topic)
    if key is not None:
        partitions = [partitions[partition_of(key.encode(), topic.partitions)]]
    beginnings = await consumer.beginning_offsets(partitions)
    ends = await consumer.end_offsets(partitions)
    begin, end = dict(beginnings), dict(ends)
    for bounded, said in ((begin, since), (end, until)):
        if said is not None:
            at = (
                dict.fromkeys(partitions, said)
                if isinstance(said, int)
                else await offsets_at(consumer, partitions, said)
            )
            for partition in partitions:
                bounded[partition] = min(max(at[partition], beginnings[partition]), ends[partition])
    return narrowed(
        {partition.partition: offset for partition, offset in begin.items()},
        {partition.partition: offset for partition, offset in end.items()},
    )


async def kept_progress(kafka: KafkaSettings, replay_id: str) -> dict[int, tuple[int, Mark]]:
    """Where a replay has come to: the next offset and the mark of each partition. Raises `CommandFailed`."""
    async with admin(kafka) as client:
        committed = await client.list_consumer_group_offsets(GROUP_PREFIX + replay_id)
    if not committed:
        raise CommandFailed(
            f"no replay {replay_id!r} is known; its progress is kept for a week, under the id it printed at its start"
        )
    return {partition.partition: (at.offset, decode_mark(at.metadata)) for partition, at in committed.items()}


class ReplayLog:
    """The records of one replay, and its progress in a group of its own. Live groups are only looked at."""

    def __init__(self, consumer: AIOKafkaConsumer, client: AIOKafkaAdminClient, topic: str) -> None:
        self._consumer = consumer
        self._client = client
        self._topic = topic

    async def records(self, ranges: Mapping[int, Range]) -> AsyncGenerator[Stretch, None]:
        """Stretches of the ranges, as the broker hands them out: in order for each partition."""
        wanted = {TopicPartition(self._topic, number): each for number, each in ranges.items()}
        async with contextlib.aclosing(read_between(self._consumer, wanted)) as stretches:
            async for stretch in stretches:
                yield stretch

    async def keep(self, progress: Mapping[int, tuple[int, Mark]]) -> None:
        """Commits the next offset and the mark of some partitions."""
        if not self._consumer.assignment():
            self._consumer.assign([TopicPartition(self._topic, number) for number in progress])
        await self._consumer.commit(
            {
                TopicPartition(self._topic, number): OffsetAndMetadata(offset, encode_mark(mark))
                for number, (offset, mark) in progress.items()
            }
        )

    async def behind(self, read_by: Sequence[tuple[str, Topic]]) -> tuple[int, str]:
        """How far the service that is furthest behind is behind, in records, and its name."""
        worst = (0, "")
        for service, topic in read_by:
            committed = await self._client.list_consumer_group_offsets(service)
            partitions = [partition for partition in topic_partitions(topic) if partition in committed]
            if partitions:
                ends = await self._consumer.end_offsets(partitions)
                lag = sum(max(0, ends[each] - committed[each].offset) for each in partitions)
                worst = max(worst, (lag, service))
        return worst


@contextlib.asynccontextmanager
async def replay_log(kafka: KafkaSettings, topic: str, replay_id: str | None) -> AsyncIterator[ReplayLog]:
    """Open while entered; without an id it can only be read."""
    group = None if replay_id is None else GROUP_PREFIX + replay_id
    async with reader(kafka, group) as consumer, admin(kafka) as client:
        yield ReplayLog(consumer, client, topic)


def again(record: ConsumerRecord, replay_id: str) -> Outgoing:
    """A record as it is written again: the same key, bytes, headers and partition, and what it repeats."""
    position = f"{record.topic}/{record.partition}/{record.offset}"
    said = [(headers.REPLAY_ID, replay_id.encode()), (headers.REPLAY_OF, position.encode())]
    return Outgoing(record.topic, record.partition, record.key, record.value, [*record.headers, *said])
