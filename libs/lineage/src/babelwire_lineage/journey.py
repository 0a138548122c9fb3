"""One article's way through the topics, without scanning a topic of big records.

Traces name the records that came to an end; each record names its predecessor, so that every step back is one seek.
What has come to no end yet is among the uncommitted records of the stages.
"""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Final

from aiokafka import TopicPartition

from babelwire_contracts.codec import SchemaFromTheFuture, UndecodableMessage, decode
from babelwire_contracts.receipts import Trace
from babelwire_contracts.services import CONSUMING_SERVICES
from babelwire_contracts.topics import (
    ARTICLES_EMBEDDED,
    ARTICLES_INDEXED,
    ARTICLES_TAGGED,
    ARTICLES_TRACED,
    FLOW,
    PAGES_CAPTURED,
    Topic,
    dead_letters,
)
from babelwire_lineage import searching
from babelwire_lineage.steps import Journey, captures_of, steps_of
from babelwire_messaging import headers
from babelwire_messaging.partitioning import partition_of
from babelwire_messaging.reading import LogReader, LogRecord

_MOST_TRACES: Final = 1000
_AT_ONCE: Final = 16
_CLOCK_SLACK: Final = 5_000
"""Milliseconds that the append times of one batch's receipts and traces may lie apart."""
_WITHIN: Final = 60_000
_RECENT: Final = 20_000
"""Records at the end of a partition among which a capture is looked for that left no trace."""
_NEXT: Final = 5_000
"""Records after an article's own among which its vector is looked for, unless a trace names it."""

_HEADERS: Final = {"predecessor": headers.PREDECESSOR, "capture": headers.CAPTURE_ID}
_NAMING: Final = (headers.PREDECESSOR, headers.REPLAY_OF, headers.REDRIVE_OF)
_FLIGHT: Final = [(service, topic) for service, topic in FLOW if topic.key == ARTICLES_TRACED.key]
"""The stages that articles pass; those before them read captures, whose keys are URLs."""


async def journey_of(log: LogReader, article_id: str, url: str | None = None) -> Journey | None:
    """The journey of an article, or of a URL that never became one; None where nothing is known of it.

    Raises `KafkaAway`.
    """
    return await _Search(log, article_id, url).journey()


class _Search:
    """One search: the records found so far, by position."""

    def __init__(self, log: LogReader, article_id: str, url: str | None) -> None:
        self._log = log
        self._article_id = article_id
        self._key = article_id.encode()
        self._url = url
        self._found: dict[str, LogRecord] = {}
        self._gone: dict[str, str | None] = {}
        self._at_once = asyncio.Semaphore(_AT_ONCE)

    async def journey(self) -> Journey | None:
        traces, committed, letters = await asyncio.gather(
            self._by_key(ARTICLES_TRACED.name, self._key),
            self._log.committed(*CONSUMING_SERVICES),
            self._letters(self._key),
        )
        kept = traces[-_MOST_TRACES:]
        self._note([*await self._in_flight(committed), *letters])
        ends = [(record, trace) for record in kept if (trace := _trace(record)) is not None]
        for _, trace in ends:
            self._gone.setdefault(trace.position, trace.capture_id)
        await self._walk_back()
        await self._follow_urls({} if not self._found and not traces else committed["ingest"])
        await self._vectors()
        await self._receipts(ends)
        await self._captures_kept(record for record, trace in ends if trace.position in self._gone)
        if not self._found and not self._gone:
            return None
        return self._assembled([trace for _, trace in ends], len(traces) - len(kept))

    def _assembled(self, ends: Sequence[Trace], omitted: int) -> Journey:
        gone = [
            (position, capture) for name, capture in self._gone.items() if (position := headers.parse_position(name))
        ]
        steps = steps_of(self._found.values(), gone)
        contents = [content for step in steps if isinstance(content := step.record.get("content"), dict)]
        newest = max(contents, key=lambda one: str(one.get("revision")), default={})
        urls = [step.record.get("url") for step in steps if step.record.get("url")]
        return Journey(
            article_id=self._article_id,
            url=newest.get("url") or self._url or (str(urls[-1]) if urls else None),
            title=newest.get("title"),
            captures=captures_of(steps, ends),
            steps=steps,
            omitted=omitted,
        )

    def _note(self, records: Iterable[LogRecord]) -> None:
        """Takes records in, and the positions they name as what is still to be read."""
        for record in records:
            fields = record.fields
            self._found[str(record.position)] = record
            self._gone.pop(str(record.position), None)
            named = [fields.get(name) for name in _NAMING]
            if headers.DEAD_LETTER_TOPIC in fields:
                named = [_origin(fields)]
            capture = fields.get(headers.CAPTURE_ID)
            for raw in named:
                position = raw.decode("ascii", "replace") if raw else ""
                if headers.parse_position(position) and position not in self._found:
                    self._gone.setdefault(position, capture.decode("ascii", "replace") if capture else None)

    async def _walk_back(self) -> None:
        """Reads what is named and not read yet, again and again until nothing new is named."""
        tried: set[str] = set()
        while wanted := [name for name in self._gone if name not in tried]:
            tried.update(wanted)
            self._note(record for record in await asyncio.gather(*map(self._read, wanted)) if record is not None)

    async def _read(self, name: str) -> LogRecord | None:
        position = headers.parse_position(name)
        assert position is not None
        async with self._at_once:
            return await self._log.at(position)

    async def _follow_urls(self, committed: dict[TopicPartition, int]) -> None:
        """Captures of the article's URLs that are in flight, or dead, or were rejected before traces were kept."""
        urls = {record.key for record in self._found.values() if record.topic == PAGES_CAPTURED.name and record.key}
        if self._url is not None:
            urls.add(self._url.encode())
        for url in urls:
            partition = TopicPartition(PAGES_CAPTURED.name, partition_of(url, PAGES_CAPTURED.partitions))
            recent = await self._recent(partition, url, committed.get(partition, 0))
            self._note([*recent, *await self._letters(url)])
        await self._walk_back()

    async def _in_flight(self, committed: dict[str, dict[TopicPartition, int]]) -> list[LogRecord]:
        found = []
        for service, topic in _FLIGHT:
            partition = TopicPartition(topic.name, partition_of(self._key, topic.partitions))
            found += await self._recent(partition, self._key, committed[service].get(partition, 0))
        return found

    async def _letters(self, key: bytes) -> list[LogRecord]:
        found = []
        for service in CONSUMING_SERVICES:
            found += await self._by_key(dead_letters(service).name, key)
        return [letter for letter in found if headers.REDRIVE_MARK not in letter.fields]

    async def _by_key(self, topic: str, key: bytes) -> list[LogRecord]:
        partition = TopicPartition(topic, partition_of(key, ARTICLES_TRACED.partitions))
        return await self._recent(partition, key, 0, among=None)

    async def _recent(
        self, partition: TopicPartition, key: bytes, start: int, among: int | None = _RECENT
    ) -> list[LogRecord]:
        """A key's records from an offset on, among the last of its partition."""
        if partition not in self._log.partitions(partition.topic):
            return []
        ((beginning, end),) = (await self._log.ranges([partition])).values()
        start = max(start, beginning, end - among if among is not None else 0)
        return await searching.find(self._log, partition, (start, end), key)

    async def _vectors(self) -> None:
        """What the article's vectors were made from, sought among what was embedded after each of its captures."""
        times = [record.timestamp for record in self._found.values() if record.topic == ARTICLES_TAGGED.name]
        partition = TopicPartition(ARTICLES_EMBEDDED.name, partition_of(self._key, ARTICLES_EMBEDDED.partitions))
        if not times or partition not in self._log.partitions(partition.topic):
            return
        starts = [
            (await self._log.offsets([partition], at - _CLOCK_SLACK))[partition] for at in {min(times), max(times)}
        ]
        ((_, end),) = (await self._log.ranges([partition])).values()
        for start in sorted(starts):
            among = (start, min(end, start + _NEXT))
            self._note(await searching.find(self._log, partition, among, self._key))
        await self._walk_back()

    async def _receipts(self, ends: list[tuple[LogRecord, Trace]]) -> None:
        """The receipts of all that has ended, sought from where each ending was appended."""
        wanted = {(trace.capture_id, trace.position): record.timestamp for record, trace in ends if trace.outcome}
        for letter in self._found.values():
            capture, origin = letter.fields.get(headers.CAPTURE_ID), _origin(letter.fields)
            if capture and origin:
                wanted[capture.decode("ascii", "replace"), origin.decode("ascii", "replace")] = letter.timestamp
        for found in await asyncio.gather(*(self._receipt(*ending, at) for ending, at in wanted.items())):
            if found is not None:
                self._found[str(found.position)] = found

    async def _captures_kept(self, traces: Iterable[LogRecord]) -> None:
        """Captures are kept for ever: where the records between are gone, they are found by URL and time."""
        urls = {step.record.get("url") for step in steps_of(self._found.values(), [])} | {self._url}
        for trace in traces:
            accepted, capture = (trace.fields.get(name, b"") for name in (headers.ACCEPTED_AT, headers.CAPTURE_ID))
            for url in urls if accepted.isdigit() and capture else ():
                if url:
                    found = await self._sought(PAGES_CAPTURED, str(url).encode(), int(accepted), capture=capture)
                    self._note([found] if found is not None else [])

    async def _receipt(self, capture_id: str, of: str, at: int) -> LogRecord | None:
        return await self._sought(ARTICLES_INDEXED, capture_id.encode(), at, predecessor=of.encode())

    async def _sought(self, topic: Topic, key: bytes, at: int, **named: bytes) -> LogRecord | None:
        """The first record of a key appended around a time whose headers name a predecessor or a capture."""
        wanted = {_HEADERS[name]: value for name, value in named.items()}
        partition = TopicPartition(topic.name, partition_of(key, topic.partitions))
        async with self._at_once:
            start = (await self._log.offsets([partition], at - _CLOCK_SLACK))[partition]
            end = (await self._log.offsets([partition], at + _WITHIN))[partition]
            return await searching.first(
                self._log, partition, (start, end), key, lambda fields: wanted.items() <= fields.items()
            )


def _trace(record: LogRecord) -> Trace | None:
    try:
        return decode(record.value, Trace)
    except (UndecodableMessage, SchemaFromTheFuture):
        return None


def _origin(fields: dict[str, bytes]) -> bytes | None:
    """Where a dead letter's record stood."""
    names = (headers.DEAD_LETTER_TOPIC, headers.DEAD_LETTER_PARTITION, headers.DEAD_LETTER_OFFSET)
    parts = [fields.get(name) for name in names]
    return b"/".join(part for part in parts if part) if all(parts) else None
