"""Puts the service together."""

import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from starlette.applications import Starlette

from babelwire_contracts.topics import ARTICLES_TAGGED
from babelwire_indexing.adapters.client import OpenSearchClient
from babelwire_indexing.adapters.index import ArticlesIndex
from babelwire_indexing.adapters.store import OpenSearchStore
from babelwire_indexing.handlers import SERVICE, index_articles
from babelwire_indexing.join import TaggedRecord
from babelwire_indexing.settings import IndexingSettings
from babelwire_indexing.template import ARTICLES, IndexNames
from babelwire_indexing.writing import ArticleWriter
from babelwire_messaging.describing import describe
from babelwire_messaging.stage import Input, Stage
from babelwire_observability.http import operations_app
from babelwire_observability.supervision import Supervisor

_CONNECTIONS_BESIDE_BULKS = 4


def build_app(settings: IndexingSettings, names: IndexNames = ARTICLES) -> Starlette:
    """The ASGI application; nothing is opened before its lifespan begins."""
    supervisor = Supervisor(SERVICE)
    service = _Service(settings, names, supervisor)
    return operations_app(
        SERVICE, service.running, [service.not_ready], lambda: describe(SERVICE, settings.kafka), supervisor
    )


class _Service:
    """What runs between a start and a stop; its parts are made anew at each start."""

    def __init__(self, settings: IndexingSettings, names: IndexNames, supervisor: Supervisor) -> None:
        self._supervisor = supervisor
        self._settings = settings
        self._names = names
        self._index: ArticlesIndex | None = None
        self._stage: Stage | None = None

    def not_ready(self) -> str | None:
        parts = [part for part in (self._index, self._stage) if part is not None]
        return next((reason for reason in (part.not_ready() for part in parts) if reason), None)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        settings = self._settings
        client = OpenSearchClient(
            settings.opensearch,
            timeout=settings.request_timeout,
            connections=settings.bulks_in_flight + _CONNECTIONS_BESIDE_BULKS,
        )
        async with contextlib.aclosing(client):
            index = ArticlesIndex(client, settings, self._names)
            await index.ensure()
            writer = ArticleWriter(OpenSearchStore(client, settings, _now, self._names))
            source = Input(ARTICLES_TAGGED, TaggedRecord, index_articles(writer, _now))
            stage = Stage(service=SERVICE, inputs=[source], kafka=settings.kafka, supervisor=self._supervisor)
            async with self._supervisor.keeping("watching the index", index.watch), stage.running():
                self._index, self._stage = index, stage
                yield


def _now() -> datetime:
    return datetime.now(UTC)
