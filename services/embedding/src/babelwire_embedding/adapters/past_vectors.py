"""Vectors that were made before, read back from `articles.embedded`."""

from collections.abc import Collection

from babelwire_contracts.codec import UndecodableMessage, decode
from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_messaging.clients import Clients
from babelwire_messaging.handling import Position
from babelwire_messaging.reading import log_reader
from babelwire_messaging.settings import KafkaSettings


class EmbeddedLog:
    """A `PastVectors`."""

    def __init__(self, kafka: KafkaSettings, clients: Clients) -> None:
        self._kafka = kafka
        self._clients = clients

    async def read(self, positions: Collection[Position]) -> dict[Position, EmbeddedArticle]:
        """The records at some positions that are there and can be read. Raises `KafkaAway`."""
        async with log_reader(self._kafka, self._clients) as log:
            records = await log.each(positions)
        found = {}
        for position, record in records.items():
            try:
                found[position] = decode(record.value, EmbeddedArticle)
            except UndecodableMessage:
                continue
        return found
