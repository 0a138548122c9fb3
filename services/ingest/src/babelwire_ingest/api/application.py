"""The API as an application, without anything behind it."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any

from fastapi import FastAPI
from starlette.middleware import Middleware

from babelwire_ingest.api.acceptance import Acceptance
from babelwire_ingest.api.articles import ARTICLE_COMPONENTS, articles_router
from babelwire_ingest.api.bodies import Bodies
from babelwire_ingest.api.documentation import documentation_routes
from babelwire_ingest.api.feeds import feeds_router
from babelwire_ingest.api.pages import pages_router
from babelwire_ingest.api.problems import PROBLEM_SCHEMA, add_problem_handlers
from babelwire_ingest.feeds import FeedRegistry
from babelwire_ingest.ports import Producer
from babelwire_ingest.settings import IngestSettings
from babelwire_messaging.errors import TransientError
from babelwire_messaging.handling import Publish
from babelwire_observability.http import RequestMetrics
from babelwire_observability.http_layers import layers
from babelwire_observability.problem_documents import describe_schemas

_DESCRIPTION = (
    "Takes in pages, extracted articles and feeds. A request is validated whole before anything of it is taken; "
    "202 means that Kafka has acknowledged all of it; sending the same again does no harm."
)


class _OnceStarted:
    """A producer that says so while the service has not reached Kafka yet, instead of waiting for it."""

    def __init__(self, producer: Producer, not_started: Callable[[], str | None]) -> None:
        self._producer = producer
        self._not_started = not_started

    async def publish(self, messages: Sequence[Publish]) -> None:
        if (reason := self._not_started()) is not None:
            raise TransientError(f"not started: {reason}")
        await self._producer.publish(messages)


def build_api(
    settings: IngestSettings,
    *,
    producer: Producer,
    registry: FeedRegistry,
    catch_up: Callable[[], Awaitable[None]],
    clock: Callable[[], datetime],
    not_started: Callable[[], str | None] = lambda: None,
    lifespan: Callable[[Any], AbstractAsyncContextManager[None]] | None = None,
) -> FastAPI:
    """`POST /pages`, `POST /articles`, `GET|POST|DELETE /feeds`, `/openapi.json` and `/docs`."""
    app = FastAPI(
        title="Babelwire ingest",
        version="0.1.0",
        description=_DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        routes=list(documentation_routes()),
        middleware=layers(Middleware(RequestMetrics, service="ingest"), settings.http.admission()),
    )
    acceptance = Acceptance(
        settings,
        _OnceStarted(producer, not_started),
        Bodies(settings.max_bytes_in_flight, settings.body_timeout),
        clock,
    )
    app.include_router(pages_router(acceptance))
    app.include_router(articles_router(acceptance))
    app.include_router(feeds_router(acceptance, registry, catch_up))
    add_problem_handlers(app)
    describe_schemas(app, {"Problem": PROBLEM_SCHEMA, **ARTICLE_COMPONENTS})
    return app
