"""All instances' fingerprints, followed through their compacted topic."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

import structlog

from babelwire_contracts.fingerprints import Fingerprint
from babelwire_contracts.topics import ARTICLES_FINGERPRINTS
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_messaging.handling import Position
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.table import Table
from babelwire_observability.supervision import Supervisor

log = structlog.get_logger(__name__)

_AT_ONCE: Final = 500
_GATHER_SECONDS: Final = 0.05


class FingerprintTable:
    """Hands fingerprints on in bulk, for one at a time costs ten times as much. `after` is called after each bulk.

    What this instance wrote itself and remembers as it stands is passed over undecoded.
    """

    def __init__(
        self,
        kafka: KafkaSettings,
        service: str,
        deduplicator: Deduplicator,
        after: Callable[[], None],
        supervisor: Supervisor,
    ) -> None:
        self._table = Table(
            ARTICLES_FINGERPRINTS,
            Fingerprint,
            kafka,
            service,
            self._changed,
            supervisor=supervisor,
            is_known=self._is_echo,
        )
        self._deduplicator = deduplicator
        self._after = after
        self._waiting: list[tuple[Fingerprint, int]] = []
        self._waiting_ids: set[str] = set()
        self._timer: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """Entered once every fingerprint written before has been taken in. Raises as `Table.following`."""
        async with self._table.following():
            self._flush()
            yield

    async def catch_up(self) -> None:
        """Returns when every fingerprint written before the call has been taken in."""
        await self._table.catch_up()
        self._flush()

    def not_ready(self) -> str | None:
        """Why decisions may rest on old fingerprints, or None."""
        return self._table.not_ready()

    def _is_echo(self, key: bytes, value: bytes) -> bool:
        article_id = key.decode("ascii", "replace")
        return article_id not in self._waiting_ids and self._deduplicator.is_echo(article_id, value)

    def _changed(self, key: str, fingerprint: Fingerprint | None, position: Position) -> None:
        if fingerprint is None:
            # Articles are never forgotten while they run: a tombstone takes effect at the next start.
            log.info("fingerprint_deleted", article_id=key)
            return
        self._waiting.append((fingerprint, position.partition))
        self._waiting_ids.add(fingerprint.article_id)
        if len(self._waiting) >= _AT_ONCE:
            self._flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_GATHER_SECONDS, self._flush)

    def _flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        waiting, self._waiting = self._waiting, []
        self._waiting_ids.clear()
        if waiting:
            self._deduplicator.apply(waiting)
            self._after()
