"""Polling against a real server on loopback."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import msgspec
import pytest

from babelwire_contracts.captures import RSS, CaptureMethod
from babelwire_contracts.codec import decode, encode
from babelwire_contracts.feeds import FeedSubscription
from babelwire_contracts.topics import FEEDS_SUBSCRIBED
from babelwire_fetching.fetcher import Fetched, Fetcher, FetchLimits
from babelwire_ingest import feed_polling
from babelwire_ingest.feed_polling import FeedPoller, PollingLimits
from babelwire_ingest.feed_splitting import FeedLimits
from babelwire_ingest.feeds import FeedRegistry, remembered
from babelwire_observability.supervision import Supervisor

from .conftest import Clock, Kafka

FEED = FeedLimits(entries=1000, entry_bytes=1_000_000, total_bytes=10_000_000, seconds=10)


@dataclass
class Site:
    """Serves one feed; answers 304 to the validator it gave."""

    entries: list[str] = field(default_factory=list)
    document: str | None = None
    status: str = "200 OK"
    headers: dict[str, str] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""

    def __post_init__(self) -> None:
        self.opened.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.requests.append(request)
        await self.opened.wait()
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
def supervisor() -> Supervisor:
    return Supervisor("ingest", random.Random(1))


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks for feeds that are due come soon after each other, by the real clock that the tests have to wait by."""
    monkeypatch.setattr(feed_polling, "_TICK_SECONDS", 0.05)


@pytest.fixture
def poller(registry: FeedRegistry, kafka: Kafka, clock: Clock, site: Site, supervisor: Supervisor) -> FeedPoller:
    registry.apply(site.url, FeedSubscription(url=site.url, interval_seconds=900, subscribed_at=clock.now))
    return FeedPoller(
        registry=registry,
        fetcher=Fetcher(FetchLimits(seconds=60, allow_private=True)),
        producer=kafka,
        supervisor=supervisor,
        responsible=lambda _url: True,
        clock=clock,
        source=random.Random(1),
        limits=PollingLimits(at_once=2, seconds=10, longest_wait=86_400, feed=FEED, allow_private=True),
    )


async def poll(poller: FeedPoller) -> int:
    """Polls what is due; how many that was."""
    due = poller.due()
    for subscription in due:
        await poller.poll(subscription.url)
    return len(due)


def state_of(registry: FeedRegistry, site: Site) -> FeedSubscription:
    """What is known of the site's feed."""
    state = registry.get(site.url)
    assert state is not None
    return state


def states(kafka: Kafka) -> int:
    """How many states of feeds have been recorded."""
    return sum(message.topic is FEEDS_SUBSCRIBED for message in kafka.published)


async def test_entries_are_captured_once(poller: FeedPoller, site: Site, kafka: Kafka, clock: Clock) -> None:
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
    poller: FeedPoller, registry: FeedRegistry, site: Site, kafka: Kafka, clock: Clock
) -> None:
    await poll(poller)
    state = state_of(registry, site)
    assert state.etag is not None
    assert len(state.seen_hashes) == 12
    assert state.polled_at == clock.now
    captured = len(kafka.captures)
    there = FeedRegistry()
    there.apply(site.url, decode(encode(state), FeedSubscription))
    clock.forward(1000)
    site.headers["ETag"] = '"none"'
    poller._registry = there
    assert await poll(poller) == 1
    assert len(kafka.captures) == captured


async def test_hashes_as_they_were_written_before_are_understood_and_replaced(
    poller: FeedPoller, registry: FeedRegistry, site: Site, kafka: Kafka, clock: Clock
) -> None:
    await poll(poller)
    state = state_of(registry, site)
    hexadecimal = [fingerprint.hex() + "0000" for fingerprint in remembered(state)]
    registry.apply(site.url, msgspec.structs.replace(state, seen_hashes=b"", seen=hexadecimal, etag=None))
    clock.forward(1000)
    assert await poll(poller) == 1
    assert len(kafka.captures) == 2
    assert state_of(registry, site).seen_hashes == state.seen_hashes
    assert state_of(registry, site).seen == []


async def test_failures_are_shown_and_waited_out_longer_and_longer(
    poller: FeedPoller, registry: FeedRegistry, site: Site, clock: Clock
) -> None:
    site.status = "500 Broken"
    await poll(poller)
    assert state_of(registry, site).error == "the server answered 500"
    clock.forward(1000)
    assert await poll(poller) == 0
    clock.forward(1000)
    assert await poll(poller) == 1
    clock.forward(2000)
    assert await poll(poller) == 0
    site.status = "200 OK"
    clock.forward(2000)
    assert await poll(poller) == 1
    assert state_of(registry, site).error is None


async def test_retry_after_is_honoured_within_reason(poller: FeedPoller, site: Site, clock: Clock) -> None:
    site.status, site.headers = "503 Busy", {"Retry-After": "7200"}
    await poll(poller)
    clock.forward(7000)
    assert await poll(poller) == 0
    clock.forward(1000)
    site.headers = {"Retry-After": "99999999"}
    assert await poll(poller) == 1
    clock.forward(86_400 * 1.2)
    assert await poll(poller) == 1


async def test_what_is_no_feed_is_an_error_not_a_crash(poller: FeedPoller, registry: FeedRegistry, site: Site) -> None:
    site.document = "<html><body>Not here any more</body></html>"
    await poll(poller)
    assert "no RSS or Atom" in (state_of(registry, site).error or "")


async def test_private_links_in_a_feed_are_skipped(poller: FeedPoller, kafka: Kafka) -> None:
    poller._limits = replace(poller._limits, allow_private=False)
    await poll(poller)
    assert kafka.captures == []


async def test_a_feed_unsubscribed_while_it_is_polled_stays_so(
    poller: FeedPoller, registry: FeedRegistry, site: Site, kafka: Kafka
) -> None:
    class Unsubscribes:
        async def fetch(self, url: str, **_: str | None) -> Fetched:
            registry.apply(url, None)
            return Fetched(url, RSS, b"<rss><channel/></rss>")

    poller._fetcher = Unsubscribes()
    await poller.poll(site.url)
    assert states(kafka) == 0
    assert registry.get(site.url) is None
    assert registry.late_states == set()


async def test_only_the_responsible_instance_polls(poller: FeedPoller, site: Site) -> None:
    poller._responsible = lambda _url: False
    assert poller.due() == []


async def test_the_loop_polls_recovers_from_kafka_away_and_covers_late_states(
    poller: FeedPoller, *, registry: FeedRegistry, site: Site, kafka: Kafka, clock: Clock, supervisor: Supervisor
) -> None:
    kafka.away = True
    gone = "https://gone.example/feed"
    late = FeedSubscription(url=gone, interval_seconds=900, subscribed_at=clock.now)
    for record in (late, None, late):
        registry.apply(gone, record)
    async with supervisor.keeping("feed polling", poller.run), asyncio.timeout(60):
        await until(lambda: bool(site.requests))
        kafka.away = False
        while not kafka.captures or registry.late_states:
            clock.forward(10)
            await asyncio.sleep(0.05)
    assert len(kafka.captures) == 2
    assert supervisor.tasks == {}


async def until(holds: Callable[[], bool]) -> None:
    while not holds():  # noqa: ASYNC110 - what is waited for sets no event
        await asyncio.sleep(0.02)


async def test_what_is_not_changed_is_not_recorded_again_but_once_an_hour(
    poller: FeedPoller, registry: FeedRegistry, site: Site, kafka: Kafka, clock: Clock
) -> None:
    await poll(poller)
    assert states(kafka) == 1
    for _ in range(3):
        clock.forward(1000)
        assert await poll(poller) == 1
        assert state_of(registry, site).polled_at == clock.now
    assert (site.answered[1:], states(kafka)) == (["304 Not Modified"] * 3, 1)
    clock.forward(1000)
    assert await poll(poller) == 1
    assert states(kafka) == 2
    site.entries.reverse()
    etag = state_of(registry, site).etag
    assert etag is not None
    site.headers["ETag"] = etag
    clock.forward(1000)
    assert await poll(poller) == 1
    assert (site.answered[-1], states(kafka)) == ("200 OK", 2)


async def test_failures_are_counted_and_outlast_a_restart(
    poller: FeedPoller, registry: FeedRegistry, site: Site, kafka: Kafka, clock: Clock
) -> None:
    site.status = "500 Broken"
    for failures in (1, 2, 3):
        assert await poll(poller) == 1
        recorded = registry.recorded(site.url)
        assert recorded is not None
        assert recorded.failures == failures
        next_poll_at = state_of(registry, site).next_poll_at
        assert next_poll_at is not None
        clock.now = next_poll_at
    polled_at = state_of(registry, site).polled_at
    assert polled_at is not None
    assert clock.now >= polled_at + timedelta(seconds=8 * 900)
    poller._registry = FeedRegistry()
    poller._registry.apply(site.url, registry.recorded(site.url))
    clock.forward(-60)
    assert await poll(poller) == 0
    clock.forward(60)
    assert await poll(poller) == 1
    last = kafka.published[-1].message
    assert isinstance(last, FeedSubscription)
    assert last.failures == 4


class Breaks:
    """A fetcher that does what none should."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    async def fetch(self, url: str, **_: str | None) -> Fetched:
        raise self.error


@pytest.mark.parametrize(
    "error", [RuntimeError("no"), AttributeError("\ud800"), MemoryError(), TimeoutError(), KeyError(1)]
)
async def test_a_failure_that_nobody_foresaw_is_the_feeds_own(
    poller: FeedPoller, registry: FeedRegistry, site: Site, error: Exception
) -> None:
    poller._fetcher = Breaks(error)
    assert await poll(poller) == 1
    recorded = registry.recorded(site.url)
    assert recorded is not None
    state = decode(encode(recorded), FeedSubscription)
    assert state.error is not None
    assert type(error).__name__ in state.error or "longer than" in state.error
    assert (state.failures, await poll(poller)) == (1, 0)


@pytest.mark.parametrize(
    ("headers", "document"),
    [
        ({"Location": "http://["}, None),
        ({"ETag": '"\u00e4"'}, None),
        ({"Content-Encoding": "gzip"}, None),
        ({"Content-Type": "text/\x00; charset=\u00e4"}, None),
        ({}, '<rss media:x="1"><channel><item><title>One</title><link>/1</link></item></channel></rss>'),
        ({}, "<rss><channel><item><title>One</title><link>http://[/</link></item></channel></rss>"),
        ({}, "<rss><channel>" + "<item/>" * 594_602 + "</channel></rss>"),
        ({}, "<rss><channel><item a:b:c=''>" + "<a>" * 1000),
    ],
)
async def test_no_feed_ends_the_polling_of_another(
    poller: FeedPoller,
    *,
    registry: FeedRegistry,
    site: Site,
    kafka: Kafka,
    clock: Clock,
    supervisor: Supervisor,
    headers: dict[str, str],
    document: str | None,
) -> None:
    hostile = Site(["a"], document=document, headers=headers, status="302 Found" if "Location" in headers else "200 OK")
    server = await asyncio.start_server(hostile.serve, "127.0.0.1", 0)
    hostile.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/feed"
    registry.apply(hostile.url, FeedSubscription(url=hostile.url, interval_seconds=1, subscribed_at=clock.now))
    try:
        async with supervisor.keeping("feed polling", poller.run), asyncio.timeout(60):
            for polls in (1, 2, 3):
                seen = len(site.requests)
                await until(lambda: len(hostile.requests) >= polls and len(site.requests) > seen)  # noqa: B023
                await until(lambda: len(poller._polls) == 0)
                clock.forward(1000)
            assert supervisor.not_ready() is None
    finally:
        server.close()
    assert len({capture.capture_id for capture in kafka.captures if capture.source == site.url}) == 2


async def test_whichever_task_fails_polling_goes_on(
    poller: FeedPoller, registry: FeedRegistry, site: Site, clock: Clock, supervisor: Supervisor
) -> None:
    def waits(name: str) -> bool:
        # Coming to its turn takes a task a moment in which it waits for nothing.
        return all(getattr(task, "_fut_waiter", None) is not None for task in supervisor.tasks.get(name, [None]))

    async with supervisor.keeping("feed polling", poller.run), asyncio.timeout(30):
        for name in ("feed polling", "feed poll") * 2:
            site.opened.clear()
            seen = len(site.requests)
            clock.forward(90_000)
            await until(lambda: len(site.requests) > seen and waits(name))  # noqa: B023
            assert sorted(supervisor.tasks) == ["feed poll", "feed polling"]
            (task,) = supervisor.tasks[name]
            task._fut_waiter.set_exception(ZeroDivisionError(f"struck {name}"))  # type: ignore[attr-defined]
            site.opened.set()
            await until(lambda: task not in supervisor.tasks.get("feed poll", []))  # noqa: B023
            if name == "feed poll":
                reason = f"a fault of Babelwire itself: ZeroDivisionError: struck {name}"
                assert state_of(registry, site).error == reason
            answered = len(site.answered)
            clock.forward(90_000)
            await until(lambda: len(site.answered) > answered and state_of(registry, site).error is None)  # noqa: B023
    assert supervisor.tasks == {}
