"""How far the fingerprints have been compared with the articles of each partition, kept in Kafka as group offsets."""

import asyncio
from collections.abc import Collection, Mapping
from typing import Final

import structlog

from babelwire_contracts.topics import ARTICLES_FINGERPRINTS
from babelwire_messaging.clients import Clients
from babelwire_messaging.marks import Marks
from babelwire_messaging.reading import KafkaAway
from babelwire_messaging.settings import KafkaSettings

log = structlog.get_logger(__name__)

_AGAIN_SECONDS: Final = 1.0


class ShareMarks:
    """A `MarkStore`: a group without members for each partition of articles, `SERVICE.partition-N`."""

    def __init__(self, kafka: KafkaSettings, service: str, clients: Clients) -> None:
        self._marks = Marks(kafka, clients)
        self._service = service

    async def set(self, partitions: Collection[int], positions: Mapping[int, int]) -> None:
        """Notes how far the fingerprints have been compared with articles of some partitions. Raises `KafkaAway`."""
        for partition in sorted(partitions):
            await self._marks.set(self._group(partition), ARTICLES_FINGERPRINTS, positions)

    async def get(self, partitions: Collection[int]) -> dict[int, int]:
        """The least that is noted of any of some partitions, by partition of the fingerprints; waits for Kafka."""
        least: dict[int, int] = {}
        for partition in sorted(partitions):
            noted = await self._noted(partition)
            for number in range(ARTICLES_FINGERPRINTS.partitions):
                least[number] = min(noted.get(number, 0), least.get(number, noted.get(number, 0)))
        return least

    async def _noted(self, partition: int) -> dict[int, int]:
        while True:
            try:
                return await self._marks.get(self._group(partition), ARTICLES_FINGERPRINTS)
            except KafkaAway as error:
                log.warning("marks_wait", partition=partition, error=str(error))
                await asyncio.sleep(_AGAIN_SECONDS)

    def _group(self, partition: int) -> str:
        return f"{self._service}.partition-{partition}"
