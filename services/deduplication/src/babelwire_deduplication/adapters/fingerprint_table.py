"""All instances' fingerprints, followed through their compacted topic."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

import structlog

from babelwire_contracts.fingerprints import Fingerprint
from babelwire_contracts.topics import ARTICLES_FINGERPRINTS
from babelwire_deduplication.adapters.fingerprint_check import check
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.turns import Turns
from babelwire_messaging.clients import Clients
from babelwire_messaging.handling import Position
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.table import Table
from babelwire_observability.supervision import Supervisor

log = structlog.get_logger(__name__)

_AT_ONCE: Final = 500
_IN_LOOP: Final = 25
"""Taking in this many takes less than 50 ms; more of them leave the event loop."""

_GATHER_SECONDS: Final = 0.05


class FingerprintTable:
    """Passes fingerprints on in bulk, for one at a time costs ten times as much. `after` is called after each bulk.

    What this instance wrote itself and remembers as it stands is passed over undecoded.
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
            is_known=self._is_echo,
            clients=clients,
        )
        self._deduplicator = deduplicator
        self._turns = turns
        self._after = after
        self._supervisor = supervisor
        self._waiting: list[tuple[Fingerprint, int]] = []
        self._waiting_ids: set[str] = set()
        self._came = asyncio.Event()
        self._taking_in = asyncio.Lock()

    @asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """Entered once every fingerprint written before has been taken in. Raises as `Table.following`."""
        async with self._supervisor.keeping("fingerprints", self._take_in_as_they_come), self._table.following():
            await self._take_in()
            yield

    async def catch_up(self) -> None:
        """Returns when every fingerprint written before the call has been taken in."""
        await self._table.catch_up()
        await self._take_in()

    def not_ready(self) -> str | None:
        """Why decisions may rest on old fingerprints, or None."""
        return self._table.not_ready()

    def _is_echo(self, key: bytes, value: bytes, _position: Position) -> bool:
        article_id = key.decode("ascii", "replace")
        # While another has its turn, what is expected back is in motion: such a record is decoded, which does no harm.
        if self._turns.taken or article_id in self._waiting_ids:
            return False
        return self._deduplicator.is_echo(article_id, value)

    def _changed(self, key: str, fingerprint: Fingerprint | None, position: Position) -> None:
        """Remembers a record. Raises `FingerprintMalformed`."""
        if fingerprint is None:
            # Articles are never forgotten while they run: a tombstone takes effect at the next start.
            log.info("fingerprint_deleted", article_id=key)
            return
        check(key, fingerprint)
        self._waiting.append((fingerprint, position.partition))
        self._waiting_ids.add(fingerprint.article_id)
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
                await self._turns.take(partial(self._deduplicator.apply, some), long=len(some) > _IN_LOOP)
                del self._waiting[: len(some)]
                self._waiting_ids = {fingerprint.article_id for fingerprint, _partition in self._waiting}
                self._after()
