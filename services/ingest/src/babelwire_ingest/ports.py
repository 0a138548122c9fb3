"""What ingest needs of the world."""

from collections.abc import Sequence
from typing import Protocol

from babelwire_contracts.captures import Capture
from babelwire_contracts.records import IngestedArticle
from babelwire_fetching.fetcher import Fetched
from babelwire_messaging.handling import Publish


class Producer(Protocol):
    """Writes messages to Kafka; `babelwire_messaging.producer.Producer` is one."""

    async def publish(self, messages: Sequence[Publish]) -> None:
        """Returns once all in-sync replicas have them. Raises `TransientError` when Kafka cannot take them now."""


class FeedFetcher(Protocol):
    """Fetches documents; `babelwire_fetching.fetcher.Fetcher` is one."""

    async def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """One document. Raises `FetchError`."""


class PageParser(Protocol):
    """Parses captures somewhere that a hostile page cannot hurt."""

    async def parse(self, capture: Capture, *, generation: int) -> IngestedArticle:
        """The article. Raises `NotAnArticle`, or `UnreadableCapture` for what breaks, kills or stalls the parser."""
