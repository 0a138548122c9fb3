"""What is proposed to be a translation of what, followed through its compacted topic."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import structlog

from babelwire_contracts.topics import TRANSLATIONS_PROPOSED
from babelwire_contracts.translated import TranslationProposal
from babelwire_deduplication.articles import id_bytes
from babelwire_deduplication.errors import ArticleIdMalformed, ProposalMalformed
from babelwire_deduplication.translations import Proposal
from babelwire_messaging.clients import Clients
from babelwire_messaging.handling import Position
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.table import Table
from babelwire_observability.supervision import Supervisor

log = structlog.get_logger(__name__)

Changed = Callable[[bytes, Proposal | None], None]
"""Takes an article id, and what is proposed of it from now on, None where that is withdrawn; in the event loop."""


class ProposalTable:
    """Hands every proposal to `changed`, those of an article in their order."""

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
            TRANSLATIONS_PROPOSED,
            TranslationProposal,
            kafka,
            service,
            self._take,
            supervisor=supervisor,
            clients=clients,
        )
        self._changed = changed

    @asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """Entered once every proposal written before has been handed over. Raises as `Table.following`."""
        self._table.seek(dict.fromkeys(range(TRANSLATIONS_PROPOSED.partitions), 0))
        async with self._table.following():
            yield

    async def catch_up(self) -> None:
        """Returns when every proposal written before the call has been handed over."""
        await self._table.catch_up()

    def not_ready(self) -> str | None:
        """Why decisions may rest on old proposals, or None."""
        return self._table.not_ready()

    def _take(self, key: str, proposal: TranslationProposal | None, _position: Position) -> None:
        """Hands a record over. Raises `ProposalMalformed`."""
        if proposal is not None:
            if key != proposal.article_id:
                raise ProposalMalformed(f"the proposal {key[:80]!r} is of another article: {proposal.article_id}")
            said = Proposal(id_bytes(proposal.of), proposal.score, proposal.rule)
            self._changed(id_bytes(proposal.article_id), said)
            return
        try:
            article = id_bytes(key)
        except ArticleIdMalformed:
            # No proposal was ever taken of such a key: this is how a bad record is removed.
            log.info("malformed_proposal_deleted", key=key[:80])
            return
        self._changed(article, None)
