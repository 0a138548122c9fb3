"""Against a server with set answers, where the real OpenSearch would not; the rest on the real one."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from babelwire_opensearch.bodies import body, lines
from babelwire_opensearch.client import OpenSearchClient
from babelwire_opensearch.errors import NotFound, OpenSearchOverloaded, OpenSearchUnavailable, RequestRefused
from babelwire_opensearch.settings import OpenSearchSettings

Serve = Callable[..., Awaitable[OpenSearchClient]]


class Count(msgspec.Struct):
    count: int


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Serves one answer to every request, or none where silent; gives a client of it."""
    async with contextlib.AsyncExitStack() as stack:

        async def start(status: int, content: bytes, media_type: str = "application/json", silent: bool = False) -> Any:
            async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    (line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")), b":0"
                )
                await reader.readexactly(int(length.split(b":")[1]))
                if silent:
                    await reader.read()
                answer = f"HTTP/1.1 {status} OK\r\nContent-Type: {media_type}\r\nContent-Length: {len(content)}\r\n"
                writer.write(answer.encode() + b"Connection: close\r\n\r\n" + content)
                writer.close()
                with contextlib.suppress(ConnectionError):
                    await writer.wait_closed()
                answered.set()

            answered = asyncio.Event()
            stack.push_async_callback(answered.wait)
            server = await asyncio.start_server(answer, "127.0.0.1", 0)
            stack.push_async_callback(server.wait_closed)
            stack.callback(server.close)
            port = server.sockets[0].getsockname()[1]
            client = OpenSearchClient(OpenSearchSettings(url=f"http://127.0.0.1:{port}"), timeout=0.5, connections=1)
            return await stack.enter_async_context(contextlib.aclosing(client))

        yield start


def error(kind: str, reason: str) -> bytes:
    return body({"error": {"type": kind, "reason": reason}, "status": 400})


async def test_an_answer_is_decoded_as_asked(serve: Serve) -> None:
    client = await serve(200, b'{"count": 3, "_shards": {}}')
    assert await client.request("POST", "/articles/_count", Count, body=body({"query": {}})) == Count(3)


@pytest.mark.parametrize(
    ("status", "kind", "expected"),
    [
        (400, "parsing_exception", RequestRefused),
        (401, "security_exception", OpenSearchUnavailable),
        (403, "cluster_block_exception", OpenSearchUnavailable),
        (404, "index_not_found_exception", NotFound),
        (429, "rejected_execution_exception", OpenSearchOverloaded),
        (500, "null_pointer_exception", OpenSearchUnavailable),
        (503, "cluster_manager_not_discovered_exception", OpenSearchUnavailable),
    ],
)
async def test_a_refusal_tells_kind_and_reason(serve: Serve, status: int, kind: str, expected: type) -> None:
    client = await serve(status, error(kind, "because"))
    with pytest.raises(expected, match=f"{status} {kind}: because") as raised:
        await client.request("GET", "/", dict)
    assert type(raised.value) is expected


async def test_an_answer_that_does_not_come_is_not_waited_for(serve: Serve) -> None:
    client = await serve(200, b"{}", silent=True)
    with pytest.raises(OpenSearchUnavailable, match="does not answer: Timeout"):
        await client.request("GET", "/", dict)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"<p>Sign in", "text/html"),
        (b"<p>Sign in", "application/json"),
        (b"", "application/json"),
        (b"[]", "text/plain"),
    ],
)
async def test_something_else_at_that_address_is_no_refusal(serve: Serve, content: bytes, media_type: str) -> None:
    client = await serve(200, content, media_type)
    with pytest.raises(OpenSearchUnavailable, match="something else"):
        await client.request("GET", "/", Count)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (OpenSearchSettings(url="http://127.0.0.1:1"), "does not answer"),
        (OpenSearchSettings(url="http://127.0.0.1:1, http://127.0.0.1:2"), "does not answer"),
        (OpenSearchSettings(url="https://127.0.0.1:1", ca=Path("/nowhere.pem")), "as configured"),
    ],
)
async def test_nobody_there_is_told(settings: OpenSearchSettings, words: str) -> None:
    async with contextlib.aclosing(OpenSearchClient(settings, timeout=2, connections=1)) as client:
        with pytest.raises(OpenSearchUnavailable, match=words):
            await client.request("GET", "/", dict)


@pytest.mark.stack
async def test_the_real_one_answers_and_refuses(opensearch_url: str) -> None:
    index = f"client-{uuid.uuid4().hex[:12]}"
    settings = OpenSearchSettings(url=opensearch_url)
    async with contextlib.aclosing(OpenSearchClient(settings, timeout=60, connections=2)) as client:
        with pytest.raises(NotFound, match="index_not_found_exception"):
            await client.request("GET", f"/{index}/_count", Count)
        await client.request("PUT", f"/{index}", dict)
        try:
            written = lines([{"create": {"_id": "ferry"}}, {"title": "Ferry — 渡船"}])
            await client.request("POST", f"/{index}/_bulk", dict, body=written, params={"refresh": "true"})
            assert await client.request("GET", f"/{index}/_count", Count) == Count(1)
            with pytest.raises(RequestRefused, match="parsing_exception") as refused:
                await client.request("POST", f"/{index}/_count", Count, body=body({"query": {"no_such": {}}}))
            assert refused.value.status == 400
            await client.request("PUT", f"/{index}/_settings", dict, body=body({"index.blocks.write": True}))
            with pytest.raises(OpenSearchUnavailable, match="403 cluster_block_exception"):
                await client.request("PUT", f"/{index}/_doc/2", dict, body=body({}))
        finally:
            await client.request("DELETE", f"/{index}", dict)
