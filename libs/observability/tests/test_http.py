"""A service answers for itself while what it needs is away."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from httpx2 import Response
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from babelwire_observability import http
from babelwire_observability.http import RequestMetrics, Startup, operations_app, operations_routes
from babelwire_observability.supervision import Supervisor


class Connections:
    """Opens at the `opens_at`-th attempt."""

    def __init__(self, opens_at: int = 1) -> None:
        self.attempts = 0
        self.opens_at = opens_at
        self.closed = False

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        self.attempts += 1
        if self.attempts < self.opens_at:
            raise ConnectionError("Kafka is away")
        try:
            yield
        finally:
            self.closed = True


def until_ready(client: TestClient, expected: int = 200) -> Response:
    for _ in range(500):
        answer = client.get("/readyz")
        if answer.status_code == expected:
            return answer
    return pytest.fail(f"/readyz never answered {expected}")


def test_it_is_ready_once_open_and_closes_at_the_end() -> None:
    connections = Connections()
    app = operations_app("indexing", connections.running, [], lambda: {"asyncapi": "3.0.0"}, Supervisor("test"))
    with TestClient(app) as client:
        until_ready(client)
        assert client.get("/healthz").json() == {"service": "indexing", "status": "alive"}
        assert client.get("/asyncapi.json").json() == {"asyncapi": "3.0.0"}
        assert "babelwire_batch_seconds" in client.get("/metrics").text
        assert not connections.closed
    assert connections.closed


def test_it_lives_and_says_why_it_is_not_ready_while_something_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "_RESTART_SECONDS", 0.3)
    connections = Connections(opens_at=3)
    with TestClient(operations_app("indexing", connections.running, [], dict, Supervisor("test"))) as client:
        answer = until_ready(client, 503)
        assert client.get("/healthz").status_code == 200
        assert answer.headers["retry-after"]
        for _ in range(100_000):
            reasons = client.get("/readyz").json().get("reasons", [])
            if any("Kafka is away" in reason for reason in reasons):
                break
        else:
            pytest.fail("the reason was never told")
        for _ in range(100_000):
            if client.get("/readyz").status_code == 200:
                break
    assert connections.attempts == 3
    assert connections.closed


def test_a_part_that_is_not_ready_is_named() -> None:
    with TestClient(
        operations_app("search", Connections().running, [lambda: None, lambda: "no alias"], dict, Supervisor("test"))
    ) as client:
        answer = client.get("/readyz")
        while "no alias" not in answer.text or "starting" in answer.text:
            answer = client.get("/readyz")
        assert answer.json()["reasons"] == ["no alias"]


@pytest.mark.parametrize("trouble", [None, "no alias"])
def test_details_are_told_ready_or_not(trouble: str | None) -> None:
    routes = operations_routes("slow", [lambda: trouble], details=lambda: {"backlog": {"fresh": 3}})
    answer = TestClient(Starlette(routes=routes)).get("/readyz")
    assert answer.json()["backlog"] == {"fresh": 3}
    assert answer.is_success == (trouble is None)


async def test_a_stop_before_the_start_has_worked_ends_at_once() -> None:
    @contextlib.asynccontextmanager
    async def never() -> AsyncIterator[None]:
        await asyncio.Event().wait()
        yield

    startup = Startup(never, Supervisor("test"))
    async with asyncio.timeout(60):
        async with startup.lifespan(None):
            await asyncio.sleep(0)
    assert startup.not_ready() == "starting"


def test_requests_are_timed_by_route_and_status() -> None:
    def found(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("found")

    app = Starlette(routes=[Route("/articles/{id}", found), *operations_routes("timed", [])])
    app.add_middleware(RequestMetrics, service="timed")
    client = TestClient(app)
    client.get("/articles/1")
    client.get("/articles/2")
    client.get("/nowhere")
    text = client.get("/metrics").text
    assert 'babelwire_http_request_seconds_count{route="other",service="timed",status="4xx"} 1.0' in text
    assert 'service="timed",status="2xx"} 2.0' in text
