"""Captures of a range of time against their receipts.

What is in flight is not guessed from its age. Each stage is asked, in the order of the flow, for what it has not
committed, and receipts are read last. Every stage publishes before it commits, so a capture that is uncommitted at no
stage when that stage is asked has its receipt by then; one without is missing.
"""

import time
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Final

import msgspec
from aiokafka import TopicPartition

from babelwire_contracts.receipts import Outcome
from babelwire_contracts.services import CONSUMING_SERVICES, PIPELINE
from babelwire_contracts.topics import ARTICLES_INDEXED, FLOW, PAGES_CAPTURED, dead_letters
from babelwire_lineage.ledger import Ledger, capture_key
from babelwire_lineage.steps import iso
from babelwire_messaging import headers
from babelwire_messaging.handling import Position
from babelwire_messaging.reading import END, LogReader, LogRecord
from babelwire_messaging.releasing import unread

_CLOCK_SLACK: Final = 60_000
"""Milliseconds that clocks may be apart."""


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """A capture that has no receipt and is on no stage's way; `last_stage` is the furthest topic that holds it."""

    capture_id: str
    url: str | None
    captured_at: str
    position: str
    last_stage: str


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What an audit found. `nameless` counts records of `pages.captured` that carry no capture id (foreign bytes).

    Captures are `outcomes` and `in_flight` and `missing` together; replays are not among them. `waiting` is how many
    records wait now for each service behind the pipeline, for which no receipt waits.
    """

    since: str = msgspec.field(name="from")
    until: str | None = msgspec.field(name="to")
    captures: int
    outcomes: dict[str, int]
    in_flight: int
    missing: list[Missing]
    replays: int
    nameless: int
    waiting: dict[str, int] = {}


class _Ending(msgspec.Struct):
    outcome: Outcome


_ending_decoder: Final = msgspec.json.Decoder(_Ending)


class Audit:
    """The account of one range of append time. Each `look` reads what has come since the one before."""

    def __init__(
        self, log: LogReader, since: datetime, until: datetime | None, report: Callable[[int], None] = lambda _: None
    ) -> None:
        self._log = log
        self._since = since
        self._until = until
        self._report = report
        self._ledger = Ledger()
        self._read_to: dict[TopicPartition, int] = {}

    async def look(self) -> Account:
        """The account as of now. Raises `KafkaAway`."""
        began = int(time.time() * 1000)
        await self._captures()
        in_flight: set[bytes] = set()
        for service, topic in FLOW:
            in_flight |= await self._uncommitted(service, topic.name)
        await self._receipts(began)
        lost = self._ledger.open - in_flight
        return Account(
            since=iso(_milliseconds(self._since)),
            until=iso(_milliseconds(self._until)) if self._until is not None else None,
            captures=self._ledger.captures,
            outcomes=self._ledger.outcomes(),
            in_flight=len(self._ledger.open) - len(lost),
            missing=await self._named(lost) if lost else [],
            replays=self._ledger.replays,
            nameless=self._ledger.nameless,
            waiting=await self._waiting(),
        )

    async def _captures(self) -> None:
        async for record in self._new(PAGES_CAPTURED.name, _milliseconds(self._since), self._until):
            fields = record.fields
            capture = capture_key(fields.get(headers.CAPTURE_ID))
            if headers.REPLAY_ID in fields:
                self._ledger.replays += 1
            elif capture is None:
                self._ledger.nameless += 1
            else:
                self._ledger.captured(capture, record.partition, record.offset)

    async def _waiting(self) -> dict[str, int]:
        slow = [name for name in CONSUMING_SERVICES if name not in PIPELINE]
        behind = {name: await unread(self._log, name) for name in slow}
        return {name: sum(each.records for each in partitions.values()) for name, partitions in behind.items()}

    async def _uncommitted(self, service: str, topic: str) -> set[bytes]:
        if not self._ledger.open:
            return set()
        found: set[bytes] = set()
        async for span in self._log.read(await self._log.uncommitted(service, self._log.partitions(topic))):
            found |= {capture for record in span.records if (capture := _capture(record)) is not None}
        return found

    async def _receipts(self, began: int) -> None:
        early = []
        since = _milliseconds(self._since) - _CLOCK_SLACK
        async for record in self._new(ARTICLES_INDEXED.name, since, None):
            capture = capture_key(record.key)
            if capture is None:
                continue
            try:
                outcome = _ending_decoder.decode(record.value or b"").outcome
            except msgspec.DecodeError:
                continue
            if not self._ledger.ended(capture, outcome) and record.timestamp > began - _CLOCK_SLACK:
                early.append((capture, outcome))
        self._ledger.keep_for_later(early)

    async def _new(self, topic: str, since: int, until: datetime | None) -> AsyncIterator[LogRecord]:
        """The records of a topic since a time, or since the last look, up to now."""
        partitions = self._log.partitions(topic)
        ends = await self._log.offsets(partitions, END)
        if until is not None:
            bounds = await self._log.offsets(partitions, until)
            ends = {partition: min(end, bounds[partition]) for partition, end in ends.items()}
        begun = [partition for partition in partitions if partition not in self._read_to]
        self._read_to |= await self._log.offsets(begun, since)
        async for span in self._log.read({each: (self._read_to[each], end) for each, end in ends.items()}):
            for record in span.records:
                yield record
            self._read_to[span.partition] = span.next
            self._report(len(span.records))
        self._read_to |= {each: max(end, self._read_to[each]) for each, end in ends.items()}

    async def _named(self, lost: frozenset[bytes]) -> list[Missing]:
        """The missing, oldest first, each with the furthest topic that holds a record of it."""
        records = {}
        for capture in lost:
            partition, offset = self._ledger.place(capture)
            records[capture] = await self._log.at(Position(PAGES_CAPTURED.name, partition, offset))
        oldest = min((record.timestamp for record in records.values() if record is not None), default=0)
        furthest = dict.fromkeys(lost, PAGES_CAPTURED.name)
        passed = [topic.name for _, topic in FLOW if topic is not PAGES_CAPTURED]
        later = dict.fromkeys([*passed, *(dead_letters(service).name for service in PIPELINE)])
        for topic in later:
            async for capture in self._on(topic, oldest - _CLOCK_SLACK, lost):
                furthest[capture] = topic
        missing = []
        for capture, record in records.items():
            partition, offset = self._ledger.place(capture)
            missing.append(
                Missing(
                    capture_id=capture.hex(),
                    url=_url(record.key, capture) if record is not None else None,
                    captured_at=iso(record.timestamp) if record is not None else "",
                    position=f"{PAGES_CAPTURED.name}/{partition}/{offset}",
                    last_stage=furthest[capture],
                )
            )
        return sorted(missing, key=lambda one: (one.captured_at, one.capture_id))

    async def _on(self, topic: str, since: int, wanted: frozenset[bytes]) -> AsyncIterator[bytes]:
        async for span in self._log.read(await self._log.ranges(self._log.partitions(topic), since)):
            for record in span.records:
                if (capture := _capture(record)) in wanted and capture is not None:
                    yield capture


def _capture(record: LogRecord) -> bytes | None:
    return capture_key(next((value for name, value in record.headers if name == headers.CAPTURE_ID), None))


def _url(key: bytes | None, capture: bytes) -> str | None:
    """The URL that a capture was written under; its own id stands there where it has none."""
    text = (key or b"").decode("utf-8", "replace")
    return text if text != capture.hex() else None


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
