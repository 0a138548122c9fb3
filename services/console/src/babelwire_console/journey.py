"""Follows one capture back through the topics: each record names its predecessor, so every step is one seek."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from babelwire_console.decisions import decision
from babelwire_console.output import iso
from babelwire_contracts.topics import ARTICLES_INDEXED, PAGES_CAPTURED
from babelwire_messaging import headers
from babelwire_messaging.handling import Position
from babelwire_messaging.publisher import partition_of
from babelwire_messaging.reading import read_at, read_range

_LONGEST = 20
_CLOCK_SLACK = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Step:
    """One record of a journey. `decision` says in words what the stage that wrote it decided."""

    position: str
    at: str
    producer: str | None
    decision: str
    record: dict[str, Any]


async def steps_back_from(consumer: AIOKafkaConsumer, position: Position) -> AsyncIterator[Step]:
    """The record at `position`, then its predecessors, newest first. Ends early where retention has removed one."""
    following: Position | None = position
    for _ in range(_LONGEST):
        if following is None:
            return
        record = await read_at(consumer, following)
        if record is None:
            yield Step(str(following), "", None, "no longer kept", {})
            return
        yield _step(record)
        named = dict(record.headers).get(headers.PREDECESSOR)
        following = headers.parse_position(named.decode("ascii", "replace")) if named else None


async def receipts(consumer: AIOKafkaConsumer, capture_id: str, since: datetime) -> list[Step]:
    """The receipts of a capture appended since a moment; their key fixes the partition, the moment the first offset."""
    number = partition_of(capture_id.encode(), ARTICLES_INDEXED.partitions)
    partition = TopicPartition(ARTICLES_INDEXED.name, number)
    found = read_range(consumer, [partition], since=since - _CLOCK_SLACK)
    return [_step(record) async for record in found if record.key == capture_id.encode()]


async def last_capture(consumer: AIOKafkaConsumer, url: str, among: int) -> Position | None:
    """Where the newest capture of a URL stands, among the last `among` records of its partition.

    Only for captures that never became a document, whose position no document remembers.
    """
    partition = TopicPartition(PAGES_CAPTURED.name, partition_of(url.encode(), PAGES_CAPTURED.partitions))
    position = None
    async for record in read_range(consumer, [partition], last=among):
        if record.key == url.encode():
            position = Position(record.topic, record.partition, record.offset)
    return position


def appended_at(step: Step) -> datetime:
    """When the step's record was appended; the epoch where the record is gone."""
    return datetime.fromisoformat(step.at) if step.at else datetime.fromtimestamp(0, UTC)


def _step(record: ConsumerRecord) -> Step:
    fields = dict(record.headers)
    producer = fields.get(headers.PRODUCER)
    try:
        message = msgspec.json.decode(record.value or b"null")
    except msgspec.DecodeError:
        message = None
    return Step(
        position=f"{record.topic}/{record.partition}/{record.offset}",
        at=iso(record.timestamp),
        producer=producer.decode("ascii", "replace") if producer else None,
        decision=decision(record.topic, message) if isinstance(message, dict) else "not readable",
        record=_without_bulk(message) if isinstance(message, dict) else {},
    )


def _without_bulk(message: dict[str, Any]) -> dict[str, Any]:
    """The message without its long texts, which `babelwire` shows elsewhere."""
    shortened = {name: value for name, value in message.items() if name not in {"body", "content"}}
    if isinstance(content := message.get("content"), dict):
        shortened["content"] = {name: value for name, value in content.items() if name not in {"body", "lead"}}
    return shortened
