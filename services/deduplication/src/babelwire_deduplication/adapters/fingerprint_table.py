"""All instances' fingerprints, followed through their compacted topic."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from functools import partial
from itertools import groupby
from typing import Final

import structlog

from babelwire_contracts.fingerprints import Fingerprint
from babelwire_contracts.topics import ARTICLES_FINGERPRINTS
from babelwire_deduplication.adapters.fingerprint_check import check
from babelwire_deduplication.articles import id_bytes
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.errors import ArticleIdMalformed
from babelwire_messaging.clients import Clients
from babelwire_messaging.handling import Position
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.table import Table
from babelwire_messaging.turns import Turns
from babelwire_observability.supervision import Supervisor

log = structlog.get_logger(__name__)

_AT_ONCE: Final = 500
_IN_LOOP: Final = 25
"""Taking in this many takes less than 50 ms; more of them leave the event loop."""

_GATHER_SECONDS: Final = 0.05

_Came = tuple[bytes, int, Fingerprint | None]
"""An article id, the partition that it came from, and what came; None for a tombstone."""


class FingerprintTable:
    """Passes fingerprints on in bulk, for one at a time costs ten times as much. `after` is called after each bulk.

    What was written before the first partition is owned is passed over; `load` reads what is needed of it. So is what
    this instance wrote itself and remembers as it stands.
    """

    def __init__(
        self,
        kafka: KafkaSettings,
        service: str,
        deduplicator: Deduplicator,
        turns: Turns,
        *,
        after: Callable[[], None],
        supervisor: Supervisor,
        clients: Clients,
    ) -> None:
        self._table = Table(
            ARTICLES_FINGERPRINTS,
            Fingerprint,
            kafka,
            service,
            self._changed,
            supervisor=supervisor,
            is_known=self._is_known,
            clients=clients,
        )
        self._deduplicator = deduplicator
        self._turns = turns
        self._after = after
        self._supervisor = supervisor
        self._waiting: list[_Came] = []
        self._waiting_ids: set[bytes] = set()
        self._came = asyncio.Event()
        self._taking_in = asyncio.Lock()
        self._taken_in: dict[int, int] | None = None
        self._start: dict[int, int] = {}
        self._passing_over: dict[int, int] = {}
        self._wanted: frozenset[bytes] = frozenset()

    async def reaches(self, positions: Mapping[int, int]) -> bool:
        """Whether the topic is as long as it was when it had been read so far; waits for Kafka."""
        ends = await self._table.ends()
        return all(position <= ends.get(number, 0) for number, position in positions.items())

    @asynccontextmanager
    async def following(self, saved: Mapping[int, int] | None) -> AsyncIterator[None]:
        """Follows while entered; `saved` is how far all had been taken in when it was last saved.

        Raises as `Table.following`.
        """
        ends = await self._table.ends()
        self._taken_in = None
        self._waiting.clear()
        self._waiting_ids.clear()
        self._table.seek(ends)
        async with self._supervisor.keeping("fingerprints", self._take_in_as_they_come), self._table.following():
            self._passing_over = {}
            self._start = dict(saved) if saved else ends
            yield

    async def load(self, gained: Collection[int], marks: Mapping[int, int]) -> None:
        """Takes in what was written before the call: all of the partitions gained, and of all what is after the marks.

        Of what is before these, only articles that gained ones copy are of use.
        """
        begin = self.positions() or self._start
        self._taken_in = {}
        if gained:
            self._table.seek(dict.fromkeys(gained, 0))
            await self._catch_up()
            self._passing_over = {number: min(end, marks.get(number, 0)) for number, end in begin.items()}
            self._wanted = await self._turns.take(self._deduplicator.share.look_again, long=True)
            begin = dict.fromkeys(begin, 0)
        self._table.seek(begin)
        await self._catch_up()
        self._passing_over, self._wanted = {}, frozenset()

    def positions(self) -> dict[int, int] | None:
        """How far all has been taken in, by partition; None before anything was loaded."""
        if self._taken_in is not None and not self._waiting:
            self._taken_in = self._table.positions()
        return self._taken_in

    def not_ready(self) -> str | None:
        """Why decisions may rest on old fingerprints, or None."""
        return self._table.not_ready()

    async def _catch_up(self) -> None:
        await self._table.catch_up()
        await self._take_in()

    def _is_known(self, key: bytes, value: bytes, position: Position) -> bool:
        if self._taken_in is None:
            return True
        try:
            article_id = id_bytes(key.decode("ascii", "replace"))
        except ArticleIdMalformed:
            return False
        if position.offset < self._passing_over.get(position.partition, 0) and article_id not in self._wanted:
            return True
        # While another has its turn, what is expected back is in motion: such a record is decoded, which does no harm.
        if self._turns.taken or article_id in self._waiting_ids:
            return False
        return self._deduplicator.is_echo(article_id.hex(), value)

    def _changed(self, key: str, fingerprint: Fingerprint | None, position: Position) -> None:
        """Remembers a record. Raises `FingerprintMalformed`."""
        if fingerprint is not None:
            check(key, fingerprint)
        try:
            article_id = id_bytes(key)
        except ArticleIdMalformed:
            # No fingerprint was ever taken of such a key: this is how a bad record is removed.
            log.info("malformed_fingerprint_deleted", key=key[:80])
            return
        self._waiting.append((article_id, position.partition, fingerprint))
        self._waiting_ids.add(article_id)
        self._came.set()

    async def _take_in_as_they_come(self) -> None:
        while True:
            await self._came.wait()
            if len(self._waiting) < _AT_ONCE:
                await asyncio.sleep(_GATHER_SECONDS)
            await self._take_in()

    async def _take_in(self) -> None:
        """Returns when everything that waited has been taken in, by this call or another."""
        self._came.clear()
        async with self._taking_in:
            while some := self._waiting[:_AT_ONCE]:
                await self._turns.take(partial(self._apply, some), long=len(some) > _IN_LOOP)
                del self._waiting[: len(some)]
                self._waiting_ids = {article_id for article_id, _partition, _fingerprint in self._waiting}
                self._after()

    def _apply(self, came: list[_Came]) -> None:
        for is_tombstone, group in groupby(came, key=lambda one: one[2] is None):
            if is_tombstone:
                self._deduplicator.share.remove((article_id, partition) for article_id, partition, _ in group)
            else:
                self._deduplicator.apply((one, partition) for _, partition, one in group if one is not None)
