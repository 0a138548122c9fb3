"""What the domain needs from outside."""

from collections.abc import Sequence
from typing import Protocol

from babelwire_messaging.handling import Publish


class Outbox(Protocol):
    """Where messages go that answer no record."""

    async def publish(self, messages: Sequence[Publish]) -> None:
        """Returns once all in-sync replicas have them. Raises `TransientError`."""
        ...
