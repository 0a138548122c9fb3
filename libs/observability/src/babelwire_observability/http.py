"""The operations side of every service over HTTP: liveness, readiness, metrics, and a description of itself."""

import asyncio
import contextlib
import gc
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Annotated, Any

import structlog
import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from babelwire_observability import metrics
from babelwire_observability.admission import Admission
from babelwire_observability.allowed_hosts import AllowedHosts, Host
from babelwire_observability.http_layers import layers
from babelwire_observability.supervision import Supervisor

log = structlog.get_logger(__name__)

NotReady = Callable[[], str | None]
"""Returns why a part is not ready, or None."""

_RESTART_SECONDS = 2.0
_SHUTDOWN_SECONDS = 30


class HttpSettings(BaseSettings):
    """Environment `BABELWIRE_HTTP_HOST`, `BABELWIRE_HTTP_PORT` and `BABELWIRE_HTTP_ALLOWED_HOSTS`.

    The last is a list with commas of hosts (`news.example`, `news.example:8443`) and origins (`https://news.example`):
    the names that a service with an API answers for, beside loopback, and whose pages may ask it (CORS).
    """

    model_config = SettingsConfigDict(env_prefix="BABELWIRE_", frozen=True)

    http_host: str = "127.0.0.1"
    http_port: int
    http_allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(default=())

    @field_validator("http_allowed_hosts", mode="before")
    @classmethod
    def _listed(cls, given: Any) -> Any:
        return tuple(one.strip() for one in given.split(",") if one.strip()) if isinstance(given, str) else given

    @field_validator("http_allowed_hosts")
    @classmethod
    def _readable(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for one in given:
            Host.read(one)
        return given

    def admission(self) -> Middleware:
        """The layer that keeps web pages of others away from a service with an API."""
        return Middleware(Admission, allowed=AllowedHosts(self.http_allowed_hosts, self.http_host))


class Startup:
    """Opens a service's connections beside its HTTP server, again and again until they open.

    So a service whose Kafka or OpenSearch is away answers `/healthz` with 200 and `/readyz` with the reason, and
    begins by itself when they come back.
    """

    def __init__(self, running: Callable[[], AbstractAsyncContextManager[Any]], supervisor: Supervisor) -> None:
        self._running = running
        self._supervisor = supervisor
        self._reason: str | None = "starting"

    def not_ready(self) -> str | None:
        """Why the service has not started, or None once it has."""
        return self._reason

    @contextlib.asynccontextmanager
    async def lifespan(self, _app: Any) -> AsyncIterator[None]:
        """The ASGI lifespan; leaving it closes the connections in order and waits for them."""
        stop = asyncio.Event()
        task = self._supervisor.begin("service", partial(self._run, stop))
        try:
            yield
        finally:
            stop.set()
            if self._reason is not None:
                task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                async with self._running():
                    self._reason = None
                    log.info("started")
                    await stop.wait()
                    log.info("stopping")
            except Exception as error:
                self._reason = f"{type(error).__name__}: {error}"
                log.warning("start_failed", reason=self._reason)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), _RESTART_SECONDS)
            else:
                log.info("stopped")


class RequestMetrics:
    """ASGI middleware that times every request by its route's template, so that ids do not become labels."""

    def __init__(self, app: ASGIApp, service: str) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request and observes how long it took."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500
        began = time.perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            route = getattr(scope.get("route"), "path", "other")
            seconds = time.perf_counter() - began
            metrics.HTTP_SECONDS.labels(self._service, route, f"{status // 100}xx").observe(seconds)


def operations_routes(
    service: str,
    readiness: Sequence[NotReady],
    describe: Callable[[], dict[str, Any]] | None = None,
    details: Callable[[], dict[str, Any]] = dict,
) -> list[Route]:
    """`/healthz`, `/readyz`, `/metrics` and, where `describe` gives an AsyncAPI document, `/asyncapi.json`.

    `details` are facts that `/readyz` tells besides, ready or not.
    """

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"service": service, "status": "alive"})

    async def readyz(_request: Request) -> Response:
        reasons = [reason for reason in (check() for check in readiness) if reason is not None]
        if reasons:
            return JSONResponse(
                {"service": service, "status": "not ready", "reasons": reasons, **details()},
                status_code=503,
                headers={"Retry-After": "2"},
            )
        return JSONResponse({"service": service, "status": "ready", **details()})

    async def exposition(_request: Request) -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    routes = [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", exposition)]
    if describe is not None:

        async def asyncapi(_request: Request) -> Response:
            return JSONResponse(describe())

        routes.append(Route("/asyncapi.json", asyncapi))
    return routes


def operations_app(
    service: str,
    running: Callable[[], AbstractAsyncContextManager[Any]],
    readiness: Sequence[NotReady],
    describe: Callable[[], dict[str, Any]],
    supervisor: Supervisor,
    *,
    routes: Sequence[Route] = (),
    details: Callable[[], dict[str, Any]] = dict,
) -> Starlette:
    """The whole HTTP side of a stage; `running` opens and closes what it works with.

    `routes` are what it can be asked besides, while it is not ready too; `details` see `operations_routes`.
    """
    startup = Startup(running, supervisor)
    operations = operations_routes(service, [startup.not_ready, *readiness, supervisor.not_ready], describe, details)
    return Starlette(routes=[*operations, *routes], lifespan=startup.lifespan, middleware=layers())


def serve(app: Any, settings: HttpSettings) -> None:
    """Serves until SIGTERM or SIGINT, then lets the lifespan finish what the service holds."""
    # A batch makes tens of thousands of short-lived objects and no cycles: collecting less often cost a third less CPU
    # a document in indexing, measured in pairs.
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
    uvicorn.run(
        app,
        host=settings.http_host,
        port=settings.http_port,
        log_config=None,
        access_log=False,
        lifespan="on",
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        server_header=False,
    )
