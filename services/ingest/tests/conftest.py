"""Ingest's API with Kafka and the clock replaced behind their ports."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from babelwire_contracts.captures import Capture
from babelwire_contracts.feeds import FeedSubscription
from babelwire_contracts.topics import FEEDS_SUBSCRIBED, PAGES_CAPTURED
from babelwire_ingest.api.application import build_api
from babelwire_ingest.feeds import FeedRegistry
from babelwire_ingest.settings import IngestSettings
from babelwire_messaging.errors import TransientError
from babelwire_messaging.handling import Publish


class Kafka:
    """Keeps what is published; feeds it publishes are in the registry at once. Refuses everything while `away`."""

    def __init__(self, registry: FeedRegistry) -> None:
        self.published: list[Publish] = []
        self.calls = 0
        self.away = False
        self._registry = registry

    async def publish(self, messages: Sequence[Publish]) -> None:
        if self.away:
            raise TransientError("Kafka is away")
        self.calls += 1
        self.published.extend(messages)
        for message in messages:
            if message.topic is FEEDS_SUBSCRIBED:
                assert message.message is None or isinstance(message.message, FeedSubscription)
                self._registry.apply(message.key, message.message)

    @property
    def captures(self) -> list[Capture]:
        return [
            message.message
            for message in self.published
            if message.topic is PAGES_CAPTURED and isinstance(message.message, Capture)
        ]


@dataclass
class Clock:
    """A clock that stands still until it is set forward."""

    now: datetime = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Ingest:
    """The API and what stands behind it."""

    client: httpx.AsyncClient
    kafka: Kafka
    clock: Clock
    registry: FeedRegistry
    settings: IngestSettings
    caught_up: list[bool] = field(default_factory=list)


@pytest.fixture
def settings() -> IngestSettings:
    """Settings of a small ingest."""
    return IngestSettings(
        max_request_articles=100, max_request_bytes=8 * 1024 * 1024, max_bytes_in_flight=32 * 1024 * 1024
    )


@pytest.fixture
def clock() -> Clock:
    """14 March 2026, 09:30 UTC."""
    return Clock()


@pytest.fixture
def registry() -> FeedRegistry:
    """No feeds."""
    return FeedRegistry()


@pytest.fixture
def kafka(registry: FeedRegistry) -> Kafka:
    """Nothing published."""
    return Kafka(registry)


@pytest.fixture
async def ingest(settings: IngestSettings, kafka: Kafka, clock: Clock, registry: FeedRegistry) -> AsyncIterator[Ingest]:
    """The API, called without a network."""
    caught_up: list[bool] = []

    async def catch_up() -> None:
        caught_up.append(True)

    app = build_api(settings, producer=kafka, registry=registry, catch_up=catch_up, clock=clock)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8081") as client:
        yield Ingest(client, kafka, clock, registry, settings, caught_up)
