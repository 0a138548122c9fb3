"""Articles that went by, read back from `articles.deduplicated`."""

from collections.abc import AsyncGenerator, Collection, Sequence
from typing import Final

from babelwire_contracts.topics import ARTICLES_DEDUPLICATED
from babelwire_messaging.clients import Clients
from babelwire_messaging.reading import log_reader
from babelwire_messaging.settings import KafkaSettings

_AT_ONCE: Final = 200
"""Of so many records decoding, and tagging those that are wanted, takes a tenth of a second at most."""


class DeduplicatedLog:
    """A `PastArticles`."""

    def __init__(self, kafka: KafkaSettings, clients: Clients) -> None:
        self._kafka = kafka
        self._clients = clients

    async def read(self, partitions: Collection[int]) -> AsyncGenerator[tuple[int, Sequence[bytes]], None]:
        """Some values of one partition after another, up to the ends of now. Raises `KafkaAway`."""
        async with log_reader(self._kafka, self._clients) as log:
            wanted = [each for each in log.partitions(ARTICLES_DEDUPLICATED.name) if each.partition in partitions]
            async for span in log.read(await log.ranges(wanted), most=_AT_ONCE):
                values = [record.value for record in span.records if record.value is not None]
                yield span.partition.partition, values
