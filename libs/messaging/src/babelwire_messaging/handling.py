"""What a handler sees and what it answers. A handler owns no offset, no retry and no acknowledgement."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Generic, TypeVar

import msgspec

from babelwire_contracts.topics import Topic
from babelwire_messaging.errors import PermanentError

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Position(msgspec.Struct, frozen=True):
    """Where a record stands."""

    topic: str
    partition: int
    offset: int

    def __str__(self) -> str:
        return f"{self.topic}/{self.partition}/{self.offset}"


class Record(msgspec.Struct, Generic[T_co], frozen=True):
    """One decoded record. `appended_at` is the broker's append time in UTC; `headers` keep the last of equal names."""

    position: Position
    key: bytes | None
    value: T_co
    appended_at: datetime
    headers: dict[str, bytes]

    @property
    def capture_id(self) -> str | None:
        """The capture this record came from, where its producer said so."""
        raw = self.headers.get("capture-id")
        return raw.decode("ascii", "replace") if raw else None


class Publish(msgspec.Struct, frozen=True):
    """A message to write. Trace, producer and predecessor are added on the way out; a None message is a tombstone.

    `capture_id` defaults to that of the record being answered.
    """

    topic: Topic
    key: str
    message: msgspec.Struct | None
    capture_id: str | None = None


Answer = Sequence[Publish] | PermanentError
"""What became of one record: the messages it leads to (none is an answer too), or why it can never be handled."""

BatchHandler = Callable[[Sequence[Record[T]]], Awaitable[Sequence[Answer]]]
"""Handles a batch: one answer per record, in order. Effects must be idempotent, for delivery is at least once.

Raises `TransientError` to have the whole batch tried again, and `StopConsuming` where no record of any batch can be
handled until an operator has mended something. Any other exception makes the engine try the records one
by one, so that the one that breaks the handler goes to the dead letters alone. Work that keeps the event loop for more
than 50 ms belongs in a thread or a process.
"""
