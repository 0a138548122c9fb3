"""Fetches against a real server on loopback, and the guard that keeps them from it."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from babelwire_fetching.errors import (
    AddressRefused,
    BodyTooLarge,
    ConnectionFailed,
    FetchError,
    NameNotResolved,
    TooManyRedirects,
    TooSlow,
    UnexpectedStatus,
    UnreadableEncoding,
)
from babelwire_fetching.exchange import retry_after
from babelwire_fetching.fetcher import Fetcher, FetchLimits


class Server:
    """Answers every path with bytes written down before, and notes the requests."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes] = {}
        self.requests: list[str] = []
        self.port = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def answer(self, path: str, body: bytes = b"", status: str = "200 OK", **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *(f"{k}: {v}" for k, v in named.items())]
        self.answers[path] = "\r\n".join(lines).encode() + b"\r\n\r\n" + body

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.requests.append(request)
        answer = self.answers.get(request.split()[1])
        if answer is not None:
            writer.write(answer)
            await writer.drain()
        else:
            await reader.read()
        writer.close()
        await writer.wait_closed()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()


async def to_loopback(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


OPEN = FetchLimits(max_bytes=100_000, seconds=60, redirects=2, allow_private=True)
GUARDED = FetchLimits(max_bytes=100_000, seconds=60, redirects=2)


async def test_a_document_comes_with_its_validators(server: Server) -> None:
    server.answer("/feed", b"<rss/>", Content_Type="application/rss+xml", ETag='"1"', Last_Modified="yesterday")
    fetched = await Fetcher(OPEN).fetch(server.url("/feed"))
    assert (fetched.body, fetched.content_type) == (b"<rss/>", "application/rss+xml")
    assert (fetched.etag, fetched.last_modified) == ('"1"', "yesterday")
    assert "User-Agent: Babelwire/" in server.requests[0]


async def test_validators_are_sent_and_304_is_told(server: Server) -> None:
    server.answer("/feed", status="304 Not Modified", ETag='"1"')
    fetched = await Fetcher(OPEN).fetch(server.url("/feed"), etag='"1"', last_modified="yesterday")
    assert fetched.not_modified
    assert 'If-None-Match: "1"' in server.requests[0]
    assert "If-Modified-Since: yesterday" in server.requests[0]


async def test_the_server_sees_the_name_while_the_connection_goes_to_the_checked_address(server: Server) -> None:
    server.answer("/", b"x")
    await Fetcher(OPEN, resolve=to_loopback).fetch(server.url("/", "news.example"))
    assert f"Host: news.example:{server.port}" in server.requests[0]


async def test_redirects_are_followed_and_resolved(server: Server) -> None:
    server.answer("/a", status="301 Moved", Location="/b")
    server.answer("/b", b"there")
    fetched = await Fetcher(OPEN).fetch(server.url("/a"))
    assert (fetched.url, fetched.body) == (server.url("/b"), b"there")


async def test_endless_redirects_end(server: Server) -> None:
    server.answer("/a", status="302 Found", Location="/a")
    with pytest.raises(TooManyRedirects, match="more than 2"):
        await Fetcher(OPEN).fetch(server.url("/a"))
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://2130706433:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "file:///etc/passwd",
        "ftp://news.example/",
        "http://user:secret@news.example/",
        "http:///path",
    ],
)
async def test_what_may_not_be_fetched_is_refused_before_a_connection(server: Server, url: str) -> None:
    with pytest.raises(AddressRefused):
        await Fetcher(GUARDED).fetch(url.format(port=server.port))
    assert server.requests == []


async def test_a_public_name_that_leads_inside_is_refused(server: Server) -> None:
    async def two(_host: str, _port: int) -> list[str]:
        return ["8.8.8.8", "127.0.0.1"]

    with pytest.raises(AddressRefused, match=r"leads to 127\.0\.0\.1"):
        await Fetcher(GUARDED, resolve=two).fetch(server.url("/", "news.example"))
    assert server.requests == []


async def test_each_redirect_is_checked(server: Server) -> None:
    asked: list[str] = []

    async def first_to_the_server(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    server.answer("/", status="302 Found", Location="file:///etc/passwd")
    with pytest.raises(AddressRefused, match="file"):
        await Fetcher(OPEN, resolve=first_to_the_server).fetch(server.url("/", "news.example"))
    assert asked == ["news.example"]


async def test_large_bodies_are_refused_as_sent_and_decompressed(server: Server) -> None:
    server.answer("/large", b"x" * 200_000)
    server.answer("/bomb", gzip.compress(bytes(10_000_000)), Content_Encoding="gzip")
    for path in ("/large", "/bomb"):
        with pytest.raises(BodyTooLarge, match="100000 bytes"):
            await Fetcher(OPEN).fetch(server.url(path))


async def test_compressed_bodies_are_decompressed(server: Server) -> None:
    server.answer("/", gzip.compress(b"hello"), Content_Encoding="gzip")
    server.answer("/br", b"hello", Content_Encoding="br")
    assert (await Fetcher(OPEN).fetch(server.url("/"))).body == b"hello"
    with pytest.raises(UnreadableEncoding):
        await Fetcher(OPEN).fetch(server.url("/br"))


async def test_failures_say_what_failed(server: Server) -> None:
    server.answer("/busy", status="503 Busy", Retry_After="120")
    with pytest.raises(UnexpectedStatus, match="503") as caught:
        await Fetcher(OPEN).fetch(server.url("/busy"))
    assert caught.value.retry_after == 120
    with pytest.raises(ConnectionFailed):
        await Fetcher(OPEN).fetch("http://127.0.0.1:1/")
    quick = FetchLimits(seconds=0.2, allow_private=True)
    with pytest.raises(TooSlow, match=r"0\.2 seconds"):
        await Fetcher(quick).fetch(server.url("/never"))


async def test_a_name_without_address() -> None:
    async def nothing(_host: str, _port: int) -> list[str]:
        raise OSError("unknown name")

    with pytest.raises(NameNotResolved, match=r"news\.example"):
        await Fetcher(GUARDED, resolve=nothing).fetch("http://news.example/")


def test_retry_after_in_both_forms() -> None:
    now = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
    assert retry_after("120", now) == 120
    assert retry_after("Sat, 14 Mar 2026 09:31:00 GMT", now) == 60
    assert retry_after("Sat, 14 Mar 2026 09:29:00 GMT", now) == 0
    assert retry_after("soon", now) is None
    assert retry_after(None, now) is None


@pytest.mark.parametrize(
    "location",
    [
        b"http://[",
        b"http://[v1.x]/",
        b"http://" + b"a" * 70 + b".example/",
        b"http://xn--a/",
        b"http://a.example:99999999/",
        b"http://a.example:port/",
        "http://\u3002\u3002/".encode(),
        b"http://a\xff\xfe/",
        b"http:///nowhere",
        b"\x01\x02",
    ],
)
async def test_whatever_a_server_redirects_to_is_a_failed_fetch_and_nothing_worse(
    server: Server, location: bytes
) -> None:
    server.answers["/feed"] = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"
    with pytest.raises(FetchError):
        # One of them leads back to the server, which then says nothing: to wait for it is no part of this.
        await Fetcher(FetchLimits(seconds=1, allow_private=True), resolve=to_nowhere).fetch(server.url("/feed"))


async def to_nowhere(host: str, _port: int) -> list[str]:
    host.encode("idna")
    raise OSError("no such name")


@pytest.mark.parametrize("value", ['"\u00e4"', '"a\u20ac"', '"' + "a" * 5000 + '"', " ", "\t"])
async def test_a_validator_that_cannot_be_sent_back_is_neither_kept_nor_sent(server: Server, value: str) -> None:
    server.answers["/feed"] = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nETag: " + value.encode() + b"\r\n\r\n"
    assert (await Fetcher(OPEN).fetch(server.url("/feed"))).etag is None
    await Fetcher(OPEN).fetch(server.url("/feed"), etag=value, last_modified=value)
    assert "If-" not in server.requests[1]
