"""Puts the service together."""

import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime

from starlette.applications import Starlette

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_contracts.topics import ARTICLES_EMBEDDED, ARTICLES_TAGGED
from babelwire_indexing.adapters.index import ArticlesIndex
from babelwire_indexing.adapters.origins import IndexOrigin
from babelwire_indexing.adapters.replacement import Replacement
from babelwire_indexing.adapters.store import OpenSearchStore
from babelwire_indexing.adapters.vector_index import OpenSearchVectors
from babelwire_indexing.errors import IndexMismatch, IndexOutdated
from babelwire_indexing.handlers import SERVICE, index_articles
from babelwire_indexing.join import TaggedRecord
from babelwire_indexing.ports import Index
from babelwire_indexing.settings import IndexingSettings
from babelwire_indexing.template import IndexNames
from babelwire_indexing.vector_handlers import index_vectors
from babelwire_indexing.vectors import vector_names
from babelwire_indexing.writing import ArticleWriter
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.describing import describe
from babelwire_messaging.stage import Input, Stage
from babelwire_observability.http import operations_app
from babelwire_observability.supervision import Supervisor
from babelwire_opensearch.client import OpenSearchClient

_CONNECTIONS_BESIDE_BULKS = 4

OpenIndex = Callable[[IndexingSettings], AbstractAsyncContextManager[Index]]


@contextlib.asynccontextmanager
async def open_search(settings: IndexingSettings, names: IndexNames | None = None) -> AsyncIterator[Index]:
    """The index in OpenSearch: the one the settings name unless another is given. Raises as `ArticlesIndex.ensure`."""
    names = names or settings.names
    client = OpenSearchClient(
        settings.opensearch,
        timeout=settings.request_timeout,
        connections=settings.bulks_in_flight + _CONNECTIONS_BESIDE_BULKS,
    )
    async with contextlib.aclosing(client):
        index = ArticlesIndex(client, settings, names)
        try:
            await index.ensure()
        except IndexOutdated as error:
            if error.documents > settings.reindex_at_start:
                raise
            await _replace(client, settings, error.index, names)
            await index.ensure()
        yield Index(
            store=OpenSearchStore(client, settings, _now, names),
            not_ready=index.not_ready,
            watch=index.watch,
            vectors=OpenSearchVectors(client, settings, vector_names(names), names.alias),
        )


async def _replace(client: OpenSearchClient, settings: IndexingSettings, old: str, names: IndexNames) -> None:
    """Puts an index of this release in the place of one of a release before. Instances may do so at once."""
    replacement = Replacement(client, settings, old, names, report=lambda _step, _progress: None)
    await replacement.prepare()
    filling = replacement.filling(IndexOrigin(client, old))
    await replacement.catch_up(filling)
    if filling.progress.refused:
        raise IndexMismatch(
            f"{names.index} does not take {filling.progress.refused} documents of {old}: {filling.progress.named[0]}; "
            "`babelwire reindex --yes` goes on without them"
        )
    await replacement.swap(filling)


def build_app(settings: IndexingSettings, clients: Clients = KAFKA, open_index: OpenIndex = open_search) -> Starlette:
    """The ASGI application; nothing is opened before its lifespan begins."""
    supervisor = Supervisor(SERVICE)
    service = _Service(settings, clients, open_index, supervisor)
    return operations_app(
        SERVICE, service.running, [service.not_ready], lambda: describe(SERVICE, settings.kafka), supervisor
    )


class _Service:
    """What runs between a start and a stop; its parts are made anew at each start."""

    def __init__(
        self, settings: IndexingSettings, clients: Clients, open_index: OpenIndex, supervisor: Supervisor
    ) -> None:
        self._settings = settings
        self._clients = clients
        self._open_index = open_index
        self._supervisor = supervisor
        self._parts: list[Index | Stage] = []

    def not_ready(self) -> str | None:
        return next((reason for part in self._parts if (reason := part.not_ready())), None)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with self._open_index(self._settings) as index:
            stage = Stage(
                service=SERVICE,
                inputs=[
                    Input(ARTICLES_TAGGED, TaggedRecord, index_articles(ArticleWriter(index.store), _now)),
                    Input(ARTICLES_EMBEDDED, EmbeddedArticle, index_vectors(index.vectors)),
                ],
                kafka=self._settings.kafka,
                supervisor=self._supervisor,
                clients=self._clients,
            )
            async with (
                self._supervisor.keeping("watching the index", index.watch),
                self._supervisor.keeping("watching the vectors", index.vectors.watch),
                stage.running(),
            ):
                self._parts = [index, stage]
                yield


def _now() -> datetime:
    return datetime.now(UTC)
