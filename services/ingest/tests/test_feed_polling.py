"""Polling against a real server on loopback."""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from babelwire_contracts.captures import CaptureMethod
from babelwire_contracts.feeds import FeedSubscription
from babelwire_fetching.fetcher import Fetcher, FetchLimits
from babelwire_ingest.feed_polling import FeedPoller


@dataclass
class Site:
    """Serves one feed; answers 304 to the validator it gave."""

    entries: list[str] = field(default_factory=list)
    document: str | None = None
    status: str = "200 OK"
    headers: dict[str, str] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    url: str = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.requests.append(request)
        etag = f'"{hash(tuple(self.entries))}"'
        status, body = self.status, b""
        if status.startswith("200"):
            if f"If-None-Match: {etag}" in request:
                status = "304 Not Modified"
            else:
                items = "".join(f"<item><title>{name}</title><link>/{name}</link></item>" for name in self.entries)
                body = (self.document or f"<rss><channel><title>Site</title>{items}</channel></rss>").encode()
        self.answered.append(status)
        headers = {"ETag": etag, "Content-Length": str(len(body)), **self.headers}
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers.items())]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        await writer.drain()
        writer.close()
        await writer.wait_closed()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site(["one", "two"])
    server = await asyncio.start_server(site.serve, "127.0.0.1", 0)
    site.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/feed"
    try:
        yield site
    finally:
        server.close()


@pytest.fixture
def poller(registry: Any, kafka: Any, clock: Any, site: Site) -> FeedPoller:
    registry.apply(site.url, FeedSubscription(url=site.url, interval_seconds=900, subscribed_at=clock.now))
    return FeedPoller(
        registry=registry,
        fetcher=Fetcher(FetchLimits(seconds=60, allow_private=True)),
        publisher=kafka,
        responsible=lambda _url: True,
        clock=clock,
        source=random.Random(1),
        at_once=2,
        longest=86_400,
        allow_private=True,
    )


async def poll(poller: FeedPoller) -> int:
    """Polls what is due; how many that was."""
    due = poller.due()
    for subscription in due:
        await poller.poll(subscription)
    return len(due)


async def test_entries_are_captured_once(poller: FeedPoller, site: Site, kafka: Any, clock: Any) -> None:
    assert await poll(poller) == 1
    assert [capture.url for capture in kafka.captures] == [
        site.url.replace("feed", "one"),
        site.url.replace("feed", "two"),
    ]
    assert {(capture.source, capture.method) for capture in kafka.captures} == {(site.url, CaptureMethod.FEED)}
    assert await poll(poller) == 0
    clock.forward(1000)
    assert await poll(poller) == 1
    assert site.answered == ["200 OK", "304 Not Modified"]
    site.entries = ["three", "one"]
    clock.forward(1000)
    assert await poll(poller) == 1
    assert [capture.url for capture in kafka.captures][2:] == [site.url.replace("feed", "three")]


async def test_another_instance_goes_on_where_this_one_stopped(
    poller: FeedPoller, registry: Any, site: Site, kafka: Any, clock: Any
) -> None:
    await poll(poller)
    state = registry.get(site.url)
    assert state.etag is not None
    assert len(state.seen) == 2
    assert state.polled_at == clock.now
    captured = len(kafka.captures)
    clock.forward(1000)
    site.headers["ETag"] = '"none"'
    await poller.poll(state)
    assert len(kafka.captures) == captured


async def test_failures_are_shown_and_waited_out_longer_and_longer(
    poller: FeedPoller, registry: Any, site: Site, clock: Any
) -> None:
    site.status = "500 Broken"
    await poll(poller)
    assert registry.get(site.url).error == "the server answered 500"
    clock.forward(1000)
    assert await poll(poller) == 0
    clock.forward(1000)
    assert await poll(poller) == 1
    clock.forward(2000)
    assert await poll(poller) == 0
    site.status = "200 OK"
    clock.forward(2000)
    assert await poll(poller) == 1
    assert registry.get(site.url).error is None


async def test_retry_after_is_honoured_within_reason(poller: FeedPoller, site: Site, clock: Any) -> None:
    site.status, site.headers = "503 Busy", {"Retry-After": "7200"}
    await poll(poller)
    clock.forward(7000)
    assert await poll(poller) == 0
    clock.forward(1000)
    site.headers = {"Retry-After": "99999999"}
    assert await poll(poller) == 1
    clock.forward(86_400 * 1.2)
    assert await poll(poller) == 1


async def test_what_is_no_feed_is_an_error_not_a_crash(poller: FeedPoller, registry: Any, site: Site) -> None:
    site.document = "<html><body>Not here any more</body></html>"
    await poll(poller)
    assert "no RSS or Atom" in registry.get(site.url).error


async def test_private_links_in_a_feed_are_skipped(poller: FeedPoller, kafka: Any) -> None:
    poller._allow_private = False
    await poll(poller)
    assert kafka.captures == []


async def test_a_feed_unsubscribed_while_it_is_polled_stays_so(
    poller: FeedPoller, registry: Any, site: Site, kafka: Any
) -> None:
    (subscription,) = poller.due()
    registry.apply(site.url, None)
    await poller.poll(subscription)
    assert registry.get(site.url) is None
    assert registry.revenants == set()


async def test_only_the_responsible_instance_polls(poller: FeedPoller, site: Site) -> None:
    poller._responsible = lambda _url: False
    assert poller.due() == []


async def test_the_loop_polls_recovers_from_kafka_away_and_buries_revenants(
    poller: FeedPoller, registry: Any, site: Site, kafka: Any, clock: Any
) -> None:
    kafka.away = True
    gone = "https://gone.example/feed"
    late = FeedSubscription(url=gone, interval_seconds=900, subscribed_at=clock.now)
    for record in (late, None, late):
        registry.apply(gone, record)
    running = asyncio.create_task(poller.run())
    try:
        async with asyncio.timeout(60):
            while not site.requests:  # noqa: ASYNC110 - what is waited for sets no event
                await asyncio.sleep(0.05)
            kafka.away = False
            clock.forward(10)
            while not kafka.captures or registry.revenants:  # noqa: ASYNC110 - likewise
                await asyncio.sleep(0.05)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert len(kafka.captures) == 2
