"""Bodies as clients on real sockets send them, or do not."""

import asyncio
import contextlib
import gzip
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import httpx
import msgspec
import pytest
import uvicorn

from babelwire_ingest.api.application import build_api
from babelwire_ingest.feeds import FeedRegistry
from babelwire_ingest.settings import IngestSettings

from ..conftest import Clock, Kafka

PAGE = b"<html><p>The ferry runs again.</p></html>"
HTML = {"Content-Type": "text/html"}
SECONDS = 30.0

Serving = Callable[[IngestSettings], AbstractAsyncContextManager[int]]


@pytest.fixture
def serving(kafka: Kafka, registry: FeedRegistry, clock: Clock) -> Serving:
    @contextlib.asynccontextmanager
    async def serve(settings: IngestSettings) -> AsyncIterator[int]:
        async def caught_up() -> None:
            pass

        app = build_api(settings, producer=kafka, registry=registry, catch_up=caught_up, clock=clock)
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="off"))
        server.config.load()
        server.lifespan = server.config.lifespan_class(server.config)
        await server.startup()
        try:
            yield server.servers[0].sockets[0].getsockname()[1]
        finally:
            server.force_exit = True
            await server.shutdown()

    return serve


async def begin(port: int, length: int, body: bytes = b"") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A client that announces a body and sends the beginning of it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    lines = [
        "POST /articles HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {length}",
    ]
    writer.write("\r\n".join([*lines, "", ""]).encode() + body)
    await writer.drain()
    return reader, writer


async def problem(reader: asyncio.StreamReader) -> tuple[str, dict[str, Any]]:
    """The head of an answer and its document, once the server has closed the connection."""
    async with asyncio.timeout(SECONDS):
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    return head.decode().lower(), msgspec.json.decode(body)


async def post(port: int, body: bytes, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(timeout=SECONDS, trust_env=False) as client:
        return await client.post(f"http://127.0.0.1:{port}/pages", content=body, headers=HTML | headers)


async def test_what_is_announced_and_not_sent_keeps_nobody_out(serving: Serving) -> None:
    settings = IngestSettings()
    async with serving(settings) as port, contextlib.AsyncExitStack() as clients:
        for _ in range(3):
            _reader, writer = await begin(port, settings.max_request_bytes)
            clients.callback(writer.close)
        await asyncio.sleep(0.2)  # for the server to have read what was announced
        assert (await post(port, PAGE)).status_code == 202


async def test_a_body_that_does_not_come_is_given_up(serving: Serving) -> None:
    async with serving(IngestSettings(body_timeout=0.3)) as port:
        reader, writer = await begin(port, 1_000_000, b"[")
        head, document = await problem(reader)
        writer.close()
        assert "408 request timeout" in head.splitlines()[0]
        assert "connection: close" in head.splitlines()
        assert (document["status"], document["title"]) == (408, "Request Timeout")
        assert "1 bytes of the body came" in document["detail"]
        assert (await post(port, PAGE)).status_code == 202


async def test_a_body_that_drips_is_given_up_and_one_that_goes_on_is_not(serving: Serving) -> None:
    # Three seconds, for a machine that is busy stalls the one that goes on for a second now and then.
    async with serving(IngestSettings(body_timeout=3.0)) as port:
        reader, dripping = await begin(port, 1_000_000, b"[")

        async def drip() -> None:
            with contextlib.suppress(ConnectionError):
                while True:
                    dripping.write(b" ")
                    await dripping.drain()
                    await asyncio.sleep(0.1)

        async def slowly() -> AsyncIterator[bytes]:
            for _ in range(12):
                yield b" " * 150_000
                await asyncio.sleep(0.3)
            yield PAGE

        dripped, answered = asyncio.create_task(drip()), asyncio.create_task(problem(reader))
        async with httpx.AsyncClient(timeout=SECONDS, trust_env=False) as client:
            going_on = await client.post(f"http://127.0.0.1:{port}/pages", content=slowly(), headers=HTML)
        head, _document = await answered
        dripped.cancel()
        dripping.close()
        assert "408" in head.splitlines()[0]
        assert going_on.status_code == 202


async def test_a_stalled_body_gives_way_to_one_that_is_sent(serving: Serving) -> None:
    async with serving(IngestSettings(max_bytes_in_flight=1_000_000)) as port:
        reader, writer = await begin(port, 1_000_000, b"[" + b" " * 899_999)
        refused = 0
        async with asyncio.timeout(SECONDS):
            while (answer := await post(port, PAGE + b" " * 300_000)).status_code != 202:
                assert answer.status_code == 429
                assert answer.headers["retry-after"]
                refused += 1
                await asyncio.sleep(0.1)
        head, document = await problem(reader)
        writer.close()
        assert refused
        assert "408" in head.splitlines()[0]
        assert "900000 bytes of the body came" in document["detail"]


async def test_what_decompression_makes_counts_as_held(serving: Serving) -> None:
    async with serving(IngestSettings(max_bytes_in_flight=1_000_000)) as port:
        compressed = gzip.compress(b"<p>" + bytes(2_000_000))
        answer = await post(port, compressed, **{"Content-Encoding": "gzip"})
        assert answer.status_code == 429
        assert (await post(port, PAGE)).status_code == 202
