"""Journeys, read from the topics."""

import asyncio
from typing import Any, Final

import msgspec

from babelwire_lineage.journey import journey_of
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.reading import KafkaAway, log_reader
from babelwire_messaging.settings import KafkaSettings
from babelwire_search.errors import TopicsUnavailable

_AT_ONCE: Final = 4
"""Each holds some tens of megabytes of records for a moment."""


class TopicJourneys:
    """Implements `Journeys`; a few are read at once, the others wait."""

    def __init__(self, kafka: KafkaSettings, timeout_seconds: float, clients: Clients = KAFKA) -> None:
        self._kafka = kafka
        self._clients = clients
        self._timeout = timeout_seconds
        self._turn = asyncio.Semaphore(_AT_ONCE)

    async def journey(self, article_id: str) -> dict[str, Any] | None:
        """The journey as `babelwire journey --json` prints it. Raises `TopicsUnavailable`."""
        try:
            async with asyncio.timeout(self._timeout), self._turn, log_reader(self._kafka, self._clients) as log:
                found = await journey_of(log, article_id)
        except TimeoutError as error:
            raise TopicsUnavailable(f"Kafka did not answer within {self._timeout:g} s") from error
        except KafkaAway as error:
            raise TopicsUnavailable(str(error)) from error
        journey: dict[str, Any] | None = msgspec.to_builtins(found)
        return journey
