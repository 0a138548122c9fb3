"""What operators have corrected, followed through its compacted topic."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import structlog

from babelwire_contracts.corrections import Correction, Verdict
from babelwire_contracts.topics import ARTICLES_CORRECTIONS
from babelwire_deduplication.articles import id_bytes
from babelwire_deduplication.errors import ArticleIdMalformed, CorrectionMalformed
from babelwire_messaging.clients import Clients
from babelwire_messaging.handling import Position
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.table import Table
from babelwire_observability.supervision import Supervisor

log = structlog.get_logger(__name__)

Changed = Callable[[bytes, bytes, Verdict | None], None]
"""Takes two article ids, the smaller first, and what holds of them from now on: None where a correction is withdrawn.

Called in the event loop, with what a pair has had before too, and with withdrawals of what nobody has heard of.
"""


class CorrectionTable:
    """Hands every correction to `changed`, those of a pair in their order."""

    def __init__(
        self,
        kafka: KafkaSettings,
        service: str,
        changed: Changed,
        *,
        supervisor: Supervisor,
        clients: Clients,
    ) -> None:
        self._table = Table(
            ARTICLES_CORRECTIONS, Correction, kafka, service, self._take, supervisor=supervisor, clients=clients
        )
        self._changed = changed

    @asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """Entered once every correction written before has been handed over. Raises as `Table.following`."""
        self._table.seek(dict.fromkeys(range(ARTICLES_CORRECTIONS.partitions), 0))
        async with self._table.following():
            yield

    async def catch_up(self) -> None:
        """Returns when every correction written before the call has been handed over."""
        await self._table.catch_up()

    def not_ready(self) -> str | None:
        """Why decisions may rest on old corrections, or None."""
        return self._table.not_ready()

    def _take(self, key: str, correction: Correction | None, _position: Position) -> None:
        """Hands a record over. Raises `CorrectionMalformed` and `ArticleIdMalformed`."""
        if correction is not None:
            if key != correction.key:
                raise CorrectionMalformed(f"the correction {key[:80]!r} names other articles: {correction.key}")
            self._changed(id_bytes(correction.one), id_bytes(correction.other), correction.verdict)
            return
        one, _, other = key.partition(":")
        try:
            pair = id_bytes(one), id_bytes(other)
        except ArticleIdMalformed:
            # No correction was ever taken of such a key: this is how a bad record is removed.
            log.info("malformed_correction_deleted", key=key[:80])
            return
        self._changed(*pair, None)
