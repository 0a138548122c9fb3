"""Fills an index from what has the documents already, while both change, until the one can take the other's place."""

import asyncio
import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Protocol

import msgspec

from babelwire_contracts.document import Document
from babelwire_indexing.document import to_source
from babelwire_indexing.join import Arrival, united
from babelwire_indexing.writing import ArticleWriter, Settled
from babelwire_messaging.handling import Record

MOST_NAMED: Final = 20
"""Records or articles that are named where something is wrong with them; more are counted only."""

_NO_TIME: Final = datetime.min.replace(tzinfo=UTC)


class Origin(Protocol):
    """What an index is filled from: records in an order in which every change comes after all that was read before."""

    async def size(self) -> int:
        """How many records follow the last ones read, about. Raises `TransientError`."""

    async def read(self) -> Sequence[Record[Arrival]]:
        """Some that follow the last ones read; none at the end. Raises `TransientError`."""


@dataclass
class Progress:
    """How far a filling has come; `refused` counts what the index does not take, `named` has the first of it."""

    total: int = 0
    read: int = 0
    refused: int = 0
    named: list[str] = field(default_factory=list)


class Filling:
    """Writes an origin's records to an index, no more than `rate` a second. Reading one twice changes nothing."""

    def __init__(
        self, origin: Origin, writer: ArticleWriter, *, rate: float | None, report: Callable[[Progress], None]
    ) -> None:
        self._origin = origin
        self._writer = writer
        self._rate = rate
        self._report = report
        self.progress = Progress()

    async def to_the_end(self) -> int:
        """Returns the number of records read, once it has come to the end of the origin.

        Raises `TransientError`; to go on after one is harmless.
        """
        progress, before, began = self.progress, self.progress.read, time.monotonic()
        progress.total = before + await self._origin.size()
        self._report(progress)
        while records := await self._origin.read():
            for record, result in zip(records, await self._writer.write(records), strict=True):
                if not isinstance(result, Settled):
                    progress.refused += 1
                    progress.named += [f"{record.position}: {result}"] * (len(progress.named) < MOST_NAMED)
            progress.read += len(records)
            progress.total = max(progress.total, progress.read)
            self._report(progress)
            if self._rate is not None:
                due = began + (progress.read - before) / self._rate
                await asyncio.sleep(max(0.0, due - time.monotonic()))
        return progress.read - before


class Comparison:
    """Whether one index has all that another has.

    `same` documents show the same; `ahead` are those that have gone on since; `behind` has the ids of those that lack
    something.
    """

    def __init__(self) -> None:
        self.same = 0
        self.ahead = 0
        self.behind: set[str] = set()
        self._sums = [0, 0]

    def add(self, old: Document, new: Document | None) -> None:
        """Counts one article."""
        digests = [_digest(each) if each is not None else 0 for each in (old, new)]
        self._sums = [(total + digest) % 2**256 for total, digest in zip(self._sums, digests, strict=True)]
        if digests[0] == digests[1]:
            self.same += 1
        elif new is not None and united(new, old) is new:
            self.ahead += 1
        else:
            self.behind.add(old.article_id)

    def again(self, old: Document, new: Document | None) -> None:
        """Looks once more at an article that was behind."""
        if new is not None and united(new, old) is new:
            self.behind.discard(old.article_id)
            self.ahead += 1

    @property
    def digests(self) -> tuple[str, str]:
        """Of what the documents compared show, in the old index and in the new one.

        64 hex digits: the sum of the SHA-256 of each document as the index takes it, less when it was written.
        """
        old, new = (f"{total:064x}" for total in self._sums)
        return old, new


def _digest(document: Document) -> int:
    known = msgspec.structs.replace(document, schema_version=0)
    return int.from_bytes(hashlib.sha256(to_source(known, _NO_TIME)).digest())
