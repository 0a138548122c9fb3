"""A replay's side of Kafka: where its range lies, its progress as committed offsets, and how far readers are behind."""

import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Mapping, Sequence

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.structs import OffsetAndMetadata

from babelwire_console.errors import CommandFailed
from babelwire_console.replay.plan import Mark, Plan, Range, decode_mark, encode_mark, narrowed
from babelwire_console.timestamps import Bound
from babelwire_contracts.topics import Topic
from babelwire_messaging import headers
from babelwire_messaging.clients import admin, reader
from babelwire_messaging.offsets import committed
from babelwire_messaging.partitioning import partition_of
from babelwire_messaging.producer import Outgoing
from babelwire_messaging.reading import END, LogReader, LogRecord, Span, log_reader
from babelwire_messaging.settings import KafkaSettings

GROUP_PREFIX = "replay."


async def ranges_of(
    log: LogReader, topic: Topic, since: Bound | None, until: Bound | None, key: str | None
) -> dict[int, Range]:
    """The offsets between two bounds, up to the end offsets of now; of the one partition of a key where it is given.

    Raises `CommandFailed` when the topic is not there.
    """
    partitions = log.partitions(topic.name)
    if not partitions:
        raise CommandFailed(f"there is no topic {topic.name} at this Kafka yet: nothing has been written to it")
    if key is not None:
        partitions = [partitions[partition_of(key.encode(), topic.partitions)]]
    there = await log.ranges(partitions)
    begin = {partition.partition: start for partition, (start, _end) in there.items()}
    end = {partition.partition: end for partition, (_start, end) in there.items()}
    for bounded, bound in ((begin, since), (end, until)):
        if bound is not None:
            at = dict.fromkeys(partitions, bound) if isinstance(bound, int) else await log.offsets(partitions, bound)
            for partition, (beginning, last) in there.items():
                bounded[partition.partition] = min(max(at[partition], beginning), last)
    return narrowed(begin, end)


async def kept_progress(kafka: KafkaSettings, replay_id: str) -> dict[int, tuple[int, Mark]]:
    """Where a replay has come to: the next offset and the mark of each partition. Raises `CommandFailed`."""
    async with admin(kafka) as client:
        kept = await committed(client, kafka.on_wire(GROUP_PREFIX + replay_id))
    if not kept:
        raise CommandFailed(
            f"no replay {replay_id!r} is known; its progress is kept for a week, under the id it printed at its start"
        )
    return {partition.partition: (at.offset, decode_mark(at.metadata)) for partition, at in kept.items()}


class ReplayLog:
    """The records of one replay, and its progress in a group of its own. Live groups are only looked at."""

    def __init__(self, log: LogReader, topic: str, kept: "_Kept | None") -> None:
        self._log = log
        self._topic = topic
        self._kept = kept

    def records(self, ranges: Mapping[int, Range], most: int) -> AsyncGenerator[Span, None]:
        """The records of some ranges, `most` at a time at the most: in order for each partition."""
        return self._log.read({TopicPartition(self._topic, number): each for number, each in ranges.items()}, most=most)

    async def keep(self, progress: Mapping[int, tuple[int, Mark]]) -> None:
        """Commits the next offset and the mark of some partitions."""
        assert self._kept is not None
        await self._kept.commit(progress)

    async def behind(self, read_by: Sequence[tuple[str, Topic]]) -> tuple[int, str]:
        """How far the service that is furthest behind is behind, in records, and its name."""
        worst = (0, "")
        groups = await self._log.committed(*(service for service, _topic in read_by))
        for service, topic in read_by:
            read_to = groups[service]
            ends = await self._log.offsets([each for each in self._log.partitions(topic.name) if each in read_to], END)
            worst = max(worst, (sum(max(0, end - read_to[each]) for each, end in ends.items()), service))
        return worst


@contextlib.asynccontextmanager
async def replay_log(kafka: KafkaSettings, plan: Plan, *, keeping: bool) -> AsyncIterator[ReplayLog]:
    """Open while entered; not `keeping`, it can only be read."""
    async with contextlib.AsyncExitStack() as opened:
        log = await opened.enter_async_context(log_reader(kafka))
        kept = None
        if keeping:
            group = kafka.on_wire(GROUP_PREFIX + plan.replay_id)
            kept = _Kept(await opened.enter_async_context(reader(kafka, group)), kafka.on_wire(plan.topic), plan.ranges)
        yield ReplayLog(log, plan.topic, kept)


class _Kept:
    """The group that a replay's progress is kept in, by a consumer that reads nothing."""

    def __init__(self, consumer: AIOKafkaConsumer, topic: str, numbers: Iterable[int]) -> None:
        self._consumer = consumer
        self._topic = topic
        partitions = [TopicPartition(topic, number) for number in numbers]
        consumer.assign(partitions)
        consumer.pause(*partitions)

    async def commit(self, progress: Mapping[int, tuple[int, Mark]]) -> None:
        marks = {number: OffsetAndMetadata(offset, encode_mark(mark)) for number, (offset, mark) in progress.items()}
        await self._consumer.commit({TopicPartition(self._topic, number): mark for number, mark in marks.items()})


def again(record: LogRecord, replay_id: str) -> Outgoing:
    """A record as it is written again: the same key, bytes, headers and partition, and what it repeats."""
    added = [(headers.REPLAY_ID, replay_id.encode()), (headers.REPLAY_OF, str(record.position).encode())]
    return Outgoing(record.topic, record.partition, record.key, record.value, [*record.headers, *added])
