"""The stage as deduplication's outbox, and as the one that knows what is owned."""

from collections.abc import Sequence

from babelwire_contracts.topics import ARTICLES_INGESTED
from babelwire_messaging.handling import Publish
from babelwire_messaging.stage import Stage


class StagePort:
    """Stands in for a stage that is built after the handlers it runs."""

    def __init__(self) -> None:
        self._stage: Stage | None = None

    def attach(self, stage: Stage) -> None:
        """Names the stage; before this the port cannot be used."""
        self._stage = stage

    async def publish(self, messages: Sequence[Publish]) -> None:
        """See `Outbox`."""
        assert self._stage is not None
        await self._stage.publish(messages)

    def owned(self) -> frozenset[int]:
        """See `Ownership`."""
        assert self._stage is not None
        return self._stage.owned(ARTICLES_INGESTED)
