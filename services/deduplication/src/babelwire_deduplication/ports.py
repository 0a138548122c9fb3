"""What deduplication needs from outside."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from babelwire_messaging.handling import Publish


class Outbox(Protocol):
    """Where messages go that no record in hand leads to."""

    async def publish(self, messages: Sequence[Publish]) -> None:
        """Returns once they are acknowledged. Raises `TransientError` when they are not, though some may be."""


class Ownership(Protocol):
    """Which articles this instance decides for."""

    def owned(self) -> frozenset[int]:
        """The partitions of `articles.ingested` that it reads now."""


class Progress(Protocol):
    """How far this instance has come with the fingerprints."""

    def positions(self) -> dict[int, int] | None:
        """The offset up to which each partition of them has been taken in; None before anything was."""
        ...


class MarkStore(Protocol):
    """How far the fingerprints have been compared with the articles of a partition, for its next owner."""

    async def set(self, partitions: Collection[int], positions: Mapping[int, int]) -> None:
        """Notes it of partitions. Raises `TransientError`."""

    async def get(self, partitions: Collection[int]) -> dict[int, int]:
        """The least that is noted of any of these partitions, by partition of the fingerprints; 0 where nothing is.

        Waits as long as Kafka is away.
        """
        ...


@dataclass(frozen=True, slots=True)
class Change:
    """What became of an instance's memory since it was last saved.

    `gone` are articles of which nothing is remembered any more. `positions`, the offset up to which each partition of
    the fingerprints has been read, and `held`, the partitions of which every article is remembered, are as they are
    now, and whole.
    """

    rows: Mapping[bytes, bytes]
    """By article id, what is remembered of it: some hundred bytes that mean nothing to the store."""
    texts: Mapping[bytes, bytes]
    """By article id, packed."""
    gone: Collection[bytes]
    positions: Mapping[int, int]
    held: Collection[int]


@dataclass(frozen=True, slots=True)
class Saved:
    """What was saved before this start; `rows` come in chunks, once, and are to be read before anything is saved."""

    positions: dict[int, int]
    held: frozenset[int]
    count: int
    """Of rows."""
    rows: Iterator[list[tuple[bytes, bytes]]]
    """Article id and row. Raises `TransientError`."""


class StateStore(Protocol):
    """What an instance remembers, outside memory. What is lost of it can be made again from the fingerprints."""

    def texts(self, article_ids: Sequence[bytes]) -> dict[bytes, bytes]:
        """The texts of those articles of which there is one. Raises `TransientError`."""
        ...

    def save(self, change: Change) -> None:
        """Keeps all of a change, or nothing where it raises: first what is gone, then the rest in place of what was.

        Raises `TransientError`.
        """

    def saved(self) -> Saved | None:
        """What was there when it was opened; None where nothing of use was. Raises `TransientError`."""
        ...
