"""What translations are found among, and what was proposed before, followed through their compacted topics."""

import contextlib
from collections.abc import AsyncIterator

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_contracts.topics import ARTICLES_EMBEDDED, TRANSLATIONS_PROPOSED, Topic
from babelwire_contracts.translated import TranslationProposal
from babelwire_messaging.clients import Clients
from babelwire_messaging.handling import Position
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.table import Table
from babelwire_observability.supervision import Supervisor
from babelwire_stories.errors import ProposalMalformed
from babelwire_stories.translated.finder import Finder


class TranslationTables:
    """Keeps a finder as the topics have it, as long as others decide; who decides knows what it has proposed."""

    def __init__(
        self, finder: Finder, kafka: KafkaSettings, service: str, *, supervisor: Supervisor, clients: Clients
    ) -> None:
        self._finder = finder
        self._is_owner = False
        self._articles = Table(
            *(ARTICLES_EMBEDDED, EmbeddedArticle, kafka, service, self._take_article),
            supervisor=supervisor,
            clients=clients,
        )
        self._proposals = Table(
            *(TRANSLATIONS_PROPOSED, TranslationProposal, kafka, service, self._take_proposal),
            supervisor=supervisor,
            clients=clients,
        )

    @contextlib.asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """Entered once all that was written before is known. Raises as `Table.following`."""
        async with self._articles.following(), self._proposals.following():
            yield

    async def take_over(self) -> None:
        """Returns when all that was written before the call is known."""
        await self._articles.catch_up()
        await self._proposals.catch_up()
        self._is_owner = True

    def give_up(self, *, doubtful: bool) -> None:
        """From here on others decide. All is read anew where it is `doubtful` that what was proposed was written."""
        self._is_owner = False
        if doubtful:
            self._finder.clear()
            self._articles.seek(_beginning(ARTICLES_EMBEDDED))
            self._proposals.seek(_beginning(TRANSLATIONS_PROPOSED))

    def not_ready(self) -> str | None:
        """Why less may be known than was written, or None."""
        return self._articles.not_ready() or self._proposals.not_ready()

    def _take_article(self, key: str, article: EmbeddedArticle | None, _position: Position) -> None:
        if self._is_owner:
            return
        if article is None:
            self._finder.forget(key)
        else:
            self._finder.remember(article)

    def _take_proposal(self, key: str, proposal: TranslationProposal | None, _position: Position) -> None:
        """Takes over what was proposed. Raises `ProposalMalformed`."""
        if proposal is not None and key != proposal.article_id:
            raise ProposalMalformed(f"the proposal of {proposal.article_id} stands under the key {key[:40]!r}")
        if self._is_owner:
            return
        if proposal is None:
            self._finder.doubt(key)
        else:
            self._finder.believe(proposal)


def _beginning(topic: Topic) -> dict[int, int]:
    return dict.fromkeys(range(topic.partitions), 0)
