"""The one way to read a range of the log: by position, without a group, and undecoded where nobody wants it.

Decision 11 says why, and where a consumer is needed instead.
"""

import asyncio
import contextlib
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, AsyncIterator, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError, OffsetOutOfRangeError

from babelwire_messaging.batches import Brought, LogRecord, Span, batches, records
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.errors import TransientError
from babelwire_messaging.handling import Position
from babelwire_messaging.offsets import committed
from babelwire_messaging.raw_log import BEGINNING, END, Fetched, RawLog
from babelwire_messaging.settings import KafkaSettings

__all__ = ["BEGINNING", "END", "KafkaAway", "LogReader", "LogRecord", "Span", "log_reader"]

_AT_ONCE: Final = 4
"""Partitions that something is fetched of; the others wait for their turn."""
_FETCH_BYTES: Final = 8 * 1024 * 1024
"""What is fetched at once of all partitions."""
_SOME_BATCHES: Final = 1024 * 1024
_ONE_BATCH: Final = 1
"""A broker answers with a whole batch even where fewer bytes were asked for."""
_TRIES: Final = 6
_PAUSE_SECONDS: Final = 0.25


class KafkaAway(TransientError):
    """Kafka does not answer."""


class LogReader:
    """Topics by the names of the catalogue, whatever they are called on the broker.

    Every method but `partitions` may raise `KafkaAway`.
    """

    def __init__(self, log: RawLog, kafka: KafkaSettings, clients: Clients = KAFKA) -> None:
        self._log = log
        self._kafka = kafka
        self._clients = clients

    def partitions(self, topic: str) -> list[TopicPartition]:
        """The partitions of a topic; none where it is not there yet."""
        return [TopicPartition(topic, number) for number in sorted(self._log.partitions(self._kafka.on_wire(topic)))]

    async def offsets(self, partitions: Iterable[TopicPartition], at: int | datetime) -> dict[TopicPartition, int]:
        """The first offset appended at a time or later (the end where there is none); or at `BEGINNING`, `END`.

        A number is a time in milliseconds since 1970.
        """
        milliseconds = at if isinstance(at, int) else int(at.timestamp() * 1000)
        moment = milliseconds if at in (BEGINNING, END) else max(milliseconds, 0)
        wanted = list(partitions)
        found = dict(zip(wanted, await asyncio.gather(*(self._offset(one, moment) for one in wanted)), strict=True))
        late = [partition for partition, offset in found.items() if offset < 0]
        return found | (await self.offsets(late, END) if late else {})

    async def ranges(
        self, partitions: Collection[TopicPartition], since: int | datetime = BEGINNING
    ) -> dict[TopicPartition, tuple[int, int]]:
        """What was appended since a time, or is there at all, up to the ends of now: first offsets and ends."""
        ends = await self.offsets(partitions, END)
        return {each: (start, ends[each]) for each, start in (await self.offsets(partitions, since)).items()}

    async def from_offsets(self, starts: Mapping[TopicPartition, int]) -> dict[TopicPartition, tuple[int, int]]:
        """What lies from given offsets up to the ends of now."""
        ends = await self.offsets(starts, END)
        return {each: (start, ends[each]) for each, start in starts.items()}

    async def uncommitted(
        self, group: str, partitions: Iterable[TopicPartition]
    ) -> dict[TopicPartition, tuple[int, int]]:
        """What a group has not committed of some partitions, up to the ends of now."""
        known = (await self.committed(group))[group]
        return await self.from_offsets({each: known.get(each, 0) for each in partitions})

    async def committed(self, *groups: str) -> dict[str, dict[TopicPartition, int]]:
        """What each group has committed."""
        with _answering(self._kafka):
            async with self._clients.admin(self._kafka) as client:
                offsets = {group: await committed(client, self._kafka.on_wire(group)) for group in groups}
        return {group: {self._ours(each): at.offset for each, at in found.items()} for group, found in offsets.items()}

    async def at(self, position: Position) -> LogRecord | None:
        """The record at a position; None where it is no longer kept, or where nothing was written."""
        return (await self.each([position])).get(position)

    async def each(self, positions: Iterable[Position]) -> dict[Position, LogRecord]:
        """The records at some positions, less those that are not there; those close together come at once."""
        wanted: dict[TopicPartition, set[int]] = defaultdict(set)
        for position in positions:
            wanted[TopicPartition(position.topic, position.partition)].add(position.offset)
        there = [partition for partition in wanted if partition in self.partitions(partition.topic)]
        return {one.position: one for each in there for one in await self._picked(each, wanted[each])}

    async def read(
        self, ranges: Mapping[TopicPartition, tuple[int, int]], *, holding: bytes | None = None, most: int = 1000
    ) -> AsyncGenerator[Span, None]:
        """Records from each partition's first offset up to, and without, its last, in spans of `most` at the most.

        Side by side, each partition in order. What retention removes meanwhile is passed over; with `holding`, so are,
        undecoded, batches in which these bytes do not occur. Memory: 8 MB on the way, as many in hand, and one span.
        """
        waiting = deque((partition, start, end) for partition, (start, end) in ranges.items() if start < end)
        size = _FETCH_BYTES // max(1, min(len(waiting), _AT_ONCE))
        coming: deque[asyncio.Task[Brought]] = deque()
        spans: Iterator[Span] = iter(())
        try:
            while True:
                while waiting and len(coming) < _AT_ONCE:
                    coming.append(asyncio.create_task(self._come(*waiting.popleft(), size)))
                # They are on their way while what came before is looked through.
                await asyncio.sleep(0)
                with _answering(self._kafka):
                    for span in spans:
                        yield span
                if not coming:
                    return
                came = await coming.popleft()
                spans = came.spans(holding, most)
                if came.next < came.end:
                    waiting.append((came.partition, came.next, came.end))
        finally:
            for task in coming:
                task.cancel()
            await asyncio.gather(*coming, return_exceptions=True)

    async def _picked(self, partition: TopicPartition, offsets: Collection[int]) -> list[LogRecord]:
        """The records at some offsets of a partition, those of them that are there."""
        found: list[LogRecord] = []
        left = sorted(offsets)
        while left:
            try:
                fetched = await self._fetch(partition, left[0], _SOME_BATCHES if left[1:] else _ONE_BATCH)
            except OffsetOutOfRangeError:
                ((begin, end),) = (await self.ranges([partition])).values()
                left = [offset for offset in left[1:] if begin <= offset < end]
                continue
            there = batches(fetched.batches)
            asked = set(left)
            wanted = [batch for batch in there if not asked.isdisjoint(range(batch.first, batch.next))]
            with _answering(self._kafka):
                decoded = [one for batch in wanted for one in records(partition, fetched.batches, batch)]
            found += [record for record in decoded if record.offset in asked]
            left = [offset for offset in left if there and offset >= there[-1].next]
        return found

    async def _come(self, partition: TopicPartition, start: int, end: int, size: int) -> Brought:
        """What stands at an offset or after it; nothing where no record is left there before the end."""
        empty = 0
        while start < end and empty < _TRIES:
            try:
                fetched = await self._fetch(partition, start, size)
            except OffsetOutOfRangeError:
                beginning = (await self.offsets([partition], BEGINNING))[partition]
                if start < beginning:
                    start = beginning
                    continue
            else:
                if (found := batches(fetched.batches)) or start < fetched.end:
                    return Brought(partition, start, end, fetched.batches, found)
            # A new leader may take a moment to know how far its log goes. If it stays so, the log was cut off.
            empty += 1
            await asyncio.sleep(_PAUSE_SECONDS)
        return Brought(partition, start, end, b"", [])

    async def _fetch(self, partition: TopicPartition, offset: int, size: int) -> Fetched:
        """Raises `OffsetOutOfRangeError`."""
        with _answering(self._kafka):
            return await self._log.fetch(self._wired(partition), offset, size)

    async def _offset(self, partition: TopicPartition, moment: int) -> int:
        with _answering(self._kafka):
            return await self._log.offset(self._wired(partition), moment)

    def _wired(self, partition: TopicPartition) -> TopicPartition:
        return TopicPartition(self._kafka.on_wire(partition.topic), partition.partition)

    def _ours(self, partition: TopicPartition) -> TopicPartition:
        return TopicPartition(partition.topic.removeprefix(self._kafka.topic_prefix), partition.partition)


@contextlib.asynccontextmanager
async def log_reader(kafka: KafkaSettings, clients: Clients = KAFKA) -> AsyncIterator[LogReader]:
    """The log while entered. Raises `KafkaAway`."""
    async with contextlib.AsyncExitStack() as opened:
        with _answering(kafka):
            log = await opened.enter_async_context(clients.raw_log(kafka))
        yield LogReader(log, kafka, clients)


@contextlib.contextmanager
def _answering(kafka: KafkaSettings) -> Iterator[None]:
    """Raises `KafkaAway` for what is no answer; `OffsetOutOfRangeError` is one."""
    try:
        yield
    except OffsetOutOfRangeError:
        raise
    except (KafkaError, OSError) as error:
        raise KafkaAway(f"Kafka at {kafka.kafka_bootstrap} does not answer ({error!r}); is it up?") from error
