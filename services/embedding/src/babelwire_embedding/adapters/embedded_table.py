"""What is known of the vectors of this instance's articles, followed through `articles.embedded`."""

import contextlib
from collections.abc import AsyncIterator, Mapping

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_contracts.topics import ARTICLES_EMBEDDED
from babelwire_embedding.embedding import Embedding
from babelwire_messaging.clients import Clients
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.table import Table
from babelwire_observability.supervision import Supervisor


class EmbeddedTable:
    """Tells an `Embedding` of the records of the partitions that this instance reads of any input, and of no other.

    An article stands on the same partition number everywhere.
    """

    def __init__(
        self, embedding: Embedding, kafka: KafkaSettings, service: str, *, supervisor: Supervisor, clients: Clients
    ) -> None:
        self._embedding = embedding
        self._owned: dict[str, frozenset[int]] = {}
        self._followed: frozenset[int] = frozenset()
        self._table = Table(
            ARTICLES_EMBEDDED,
            EmbeddedArticle,
            kafka,
            service,
            embedding.learn,
            supervisor=supervisor,
            is_known=lambda _key, _value, position: position.partition not in self._followed,
            clients=clients,
        )

    def not_ready(self) -> str | None:
        """Why less may be known than was written, or None."""
        return self._table.not_ready()

    @contextlib.asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """Follows while entered. What was written before is passed over; it is read once partitions are owned.

        Raises as `Table.following`.
        """
        self._owned.clear()
        self._followed = frozenset()
        self._table.seek(await self._table.ends())
        async with self._table.following():
            yield

    async def own(self, partitions: Mapping[str, frozenset[int]]) -> None:
        """Returns once all is known of the articles of the partitions owned now of some inputs, by topic."""
        self._owned |= partitions
        owned = frozenset().union(*self._owned.values())
        gained = owned - self._followed
        self._embedding.forget_partitions(self._followed - owned)
        self._followed = owned
        if gained:
            self._table.seek(dict.fromkeys(gained, 0))
        await self._table.catch_up()
