"""What deduplication needs from outside."""

from collections.abc import Sequence
from typing import Protocol

from babelwire_messaging.handling import Publish


class Outbox(Protocol):
    """Where messages go that no record in hand leads to."""

    async def publish(self, messages: Sequence[Publish]) -> None:
        """Returns once they are acknowledged. Raises `TransientError` when they are not, though some may be."""


class Ownership(Protocol):
    """Which articles this instance decides for."""

    def owned(self) -> frozenset[int]:
        """The partitions of `articles.ingested` that it reads now."""


class TextStore(Protocol):
    """Texts by article id, outside memory. What is lost of it can be written again from the fingerprints."""

    def put(self, texts: Sequence[tuple[bytes, bytes]]) -> None:
        """Keeps texts in place of those before. Raises `TransientError`."""

    def get(self, article_ids: Sequence[bytes]) -> dict[bytes, bytes]:
        """The texts of those articles of which there is one. Raises `TransientError`."""
        ...
