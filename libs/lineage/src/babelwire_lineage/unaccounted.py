"""The oldest capture that has no receipt yet, as a metric that costs microseconds an article."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Final

import structlog
from aiokafka import TopicPartition

from babelwire_contracts.topics import ARTICLES_INDEXED, FLOW, PAGES_CAPTURED
from babelwire_lineage.ledger import capture_key
from babelwire_messaging import headers
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.handling import Position
from babelwire_messaging.reading import KafkaAway, LogReader, log_reader
from babelwire_messaging.settings import KafkaSettings
from babelwire_observability import metrics
from babelwire_observability.supervision import Supervisor

log = structlog.get_logger(__name__)

_LOOK_SECONDS: Final = 5.0
_OVERLAP: Final = 60_000
"""Milliseconds between a receipt and the commit of its record, at the most."""


class OpenCaptures:
    """Captures that were begun and have not ended, with the time they were accepted. Memory: what is open."""

    def __init__(self) -> None:
        self._open: dict[bytes, int] = {}

    def begun(self, fields: Mapping[str, bytes], appended_at: int) -> None:
        """Notes a record's capture, from its headers; times in milliseconds. Replays and redrives end elsewhere."""
        if headers.REPLAY_ID in fields or headers.REDRIVE_OF in fields:
            return
        if (capture := capture_key(fields.get(headers.CAPTURE_ID))) is not None:
            accepted = fields.get(headers.ACCEPTED_AT, b"")
            self._open[capture] = int(accepted) if accepted.isdigit() else appended_at

    def ended(self, key: bytes | None) -> None:
        """Takes away the capture whose receipt has this key."""
        if (capture := capture_key(key)) is not None:
            self._open.pop(capture, None)

    def oldest(self) -> int | None:
        """When the oldest was accepted, in milliseconds; None where none is open."""
        return min(self._open.values(), default=None)


class Unaccounted:
    """Keeps `babelwire_oldest_unaccounted_capture_seconds` true while it is followed.

    `owned` says which partitions of `pages.captured` this instance reads; their captures are reported with `captures`
    before they are handled.
    """

    def __init__(
        self,
        kafka: KafkaSettings,
        owned: Callable[[], frozenset[int]],
        supervisor: Supervisor,
        *,
        clients: Clients = KAFKA,
    ) -> None:
        self._kafka = kafka
        self._clients = clients
        self._supervisor = supervisor
        self._owned = owned
        self.captures = OpenCaptures()

    @contextlib.asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """Follows receipts while entered; Kafka's absence is waited out."""
        async with self._supervisor.keeping("receipts", self._follow):
            yield

    async def _follow(self) -> None:
        read_to: dict[TopicPartition, int] = {}
        while True:
            try:
                async with log_reader(self._kafka, self._clients) as reader:
                    if not read_to:
                        read_to = await self._begin(reader)
                    while True:
                        await self._look(reader, read_to)
                        await asyncio.sleep(_LOOK_SECONDS)
            except KafkaAway as error:
                log.warning("receipts_not_followed", error=str(error))
                self._measure(None)
                await asyncio.sleep(_LOOK_SECONDS)

    async def _begin(self, reader: LogReader) -> dict[TopicPartition, int]:
        """What was on its way before this start; receipts are read from a little before, for commits come after."""
        now = int(time.time() * 1000)
        read_to = await reader.offsets(reader.partitions(ARTICLES_INDEXED.name), now - _OVERLAP)
        for service, topic in (stage for stage in FLOW if stage[1] is not PAGES_CAPTURED):
            async for span in reader.read(await reader.uncommitted(service, reader.partitions(topic.name))):
                for record in span.records:
                    self.captures.begun(record.fields, record.timestamp)
        return read_to

    async def _look(self, reader: LogReader, read_to: dict[TopicPartition, int]) -> None:
        unread = await self._oldest_unread(reader)
        ranges = await reader.from_offsets(read_to)
        async for span in reader.read(ranges):
            for record in span.records:
                self.captures.ended(record.key)
        read_to |= {each: max(start, end) for each, (start, end) in ranges.items()}
        self._measure(unread)

    async def _oldest_unread(self, reader: LogReader) -> int | None:
        """When the oldest record that ingest has not committed was appended, in milliseconds."""
        owned = [TopicPartition(PAGES_CAPTURED.name, number) for number in self._owned()]
        uncommitted = await reader.uncommitted("ingest", owned)
        firsts = [
            Position(each.topic, each.partition, start) for each, (start, end) in uncommitted.items() if start < end
        ]
        return min((record.timestamp for record in (await reader.each(firsts)).values()), default=None)

    def _measure(self, unread: int | None) -> None:
        oldest = min((at for at in (unread, self.captures.oldest()) if at is not None), default=None)
        seconds = 0.0 if oldest is None else max(0.0, time.time() - oldest / 1000)
        metrics.OLDEST_UNACCOUNTED_SECONDS.set(seconds)
