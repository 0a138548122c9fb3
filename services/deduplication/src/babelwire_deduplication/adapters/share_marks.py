"""How far the fingerprints have been compared with the articles of each partition, kept in Kafka as group offsets."""

from collections.abc import Collection, Mapping

from babelwire_contracts.topics import ARTICLES_FINGERPRINTS
from babelwire_messaging.clients import Clients
from babelwire_messaging.marks import PartitionMarks
from babelwire_messaging.settings import KafkaSettings


class ShareMarks:
    """A `MarkStore`: a group without members for each partition of articles, `SERVICE.partition-N`."""

    def __init__(self, kafka: KafkaSettings, service: str, clients: Clients) -> None:
        self._marks = PartitionMarks(kafka, service, ARTICLES_FINGERPRINTS, clients)

    async def set(self, partitions: Collection[int], positions: Mapping[int, int]) -> None:
        """Notes how far the fingerprints have been compared with articles of some partitions. Raises `KafkaAway`."""
        for partition in sorted(partitions):
            await self._marks.set(partition, positions)

    async def get(self, partitions: Collection[int]) -> dict[int, int]:
        """The least that is noted of any of some partitions, by partition of the fingerprints; waits for Kafka."""
        least: dict[int, int] = {}
        for partition in sorted(partitions):
            noted = await self._marks.get(partition)
            for number in range(ARTICLES_FINGERPRINTS.partitions):
                least[number] = min(noted.get(number, 0), least.get(number, noted.get(number, 0)))
        return least
