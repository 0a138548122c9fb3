"""Puts the service together."""

import contextlib
from collections.abc import AsyncIterator
from importlib.metadata import version
from typing import Final

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from babelwire_messaging.clients import KAFKA, Clients
from babelwire_observability.http import RequestMetrics, Startup, operations_routes
from babelwire_observability.http_layers import layers
from babelwire_observability.problem_documents import describe_schemas
from babelwire_observability.supervision import Supervisor
from babelwire_search.adapters.embedding import Open, ThreadedEmbedder
from babelwire_search.adapters.lineage import TopicJourneys
from babelwire_search.adapters.opensearch import OpenSearchArticles, connected
from babelwire_search.http import api
from babelwire_search.http import stories as story_api
from babelwire_search.http.entity_tags import EntityTags
from babelwire_search.http.problems import KNOWN, PROBLEM_SCHEMA, is_api, problem_of
from babelwire_search.http.reading import Service
from babelwire_search.meaning.finding import Meaning
from babelwire_search.pages import routes as pages
from babelwire_search.pages import stories as story_pages
from babelwire_search.pages.rendering import static_routes
from babelwire_search.pages.routes import failure_page
from babelwire_search.settings import SERVICE, SearchSettings
from babelwire_vectors import open_embedder

_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What the pages may load: their own stylesheet and icon."""


def build_app(settings: SearchSettings, clients: Clients = KAFKA, open_: Open = open_embedder) -> FastAPI:
    """The ASGI app. Nothing is connected, and no model opened, before its lifespan begins."""
    service = Service(TopicJourneys(settings.kafka, settings.timeout_seconds, clients))
    watched: list[OpenSearchArticles] = []
    supervisor = Supervisor(SERVICE)

    @contextlib.asynccontextmanager
    async def running() -> AsyncIterator[None]:
        async with (
            connected(settings, supervisor) as (articles, vectors),
            _reading_queries(settings, supervisor, open_) as embedder,
        ):
            watched[:] = [articles]
            service.articles = articles
            service.meaning = Meaning(vectors, embedder) if embedder is not None else None
            try:
                yield
            finally:
                service.articles = service.meaning = None
                watched.clear()

    startup = Startup(running, supervisor)
    readiness = [
        startup.not_ready,
        lambda: next((articles.not_ready() for articles in watched), None),
        supervisor.not_ready,
    ]
    app = FastAPI(
        title="Babelwire search",
        version=version("babelwire-search"),
        description="News from anywhere, in any language, as one searchable collection.",
        lifespan=startup.lifespan,
        docs_url=None,
        redoc_url=None,
        routes=list(operations_routes(SERVICE, readiness)),
        middleware=layers(
            Middleware(RequestMetrics, service=SERVICE),
            settings.http.admission(),
            Middleware(EntityTags),
            answer=_answer_failure,
            policy=_POLICY,
        ),
    )
    app.state.service = service
    for router in (api.router, story_api.router, pages.router, story_pages.router):
        app.include_router(router)
    app.router.routes.extend(static_routes())
    for known in KNOWN:
        app.add_exception_handler(known, _answer_failure)
    describe_schemas(app, {"Problem": PROBLEM_SCHEMA})
    return app


@contextlib.asynccontextmanager
async def _reading_queries(
    settings: SearchSettings, supervisor: Supervisor, open_: Open
) -> AsyncIterator[ThreadedEmbedder | None]:
    if not settings.meaning:
        yield None
        return
    embedder = ThreadedEmbedder(
        settings.vectors, kept=settings.queries_kept, seconds=settings.embedding_seconds, open_=open_
    )
    try:
        async with supervisor.keeping("reading queries", embedder.keep_open):
            yield embedder
    finally:
        embedder.close()


async def _answer_failure(request: Request, error: Exception) -> Response:
    problem = problem_of(request, error)
    return problem.answer() if is_api(request) else failure_page(problem)
