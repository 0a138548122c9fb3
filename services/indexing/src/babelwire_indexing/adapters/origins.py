"""What an index can be filled from: another index, or `articles.tagged`."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from babelwire_contracts.codec import UndecodableMessage, decode
from babelwire_contracts.document import Document
from babelwire_contracts.topics import ARTICLES_TAGGED
from babelwire_indexing.adapters.client import OpenSearchClient, body
from babelwire_indexing.errors import StoredDocumentUnreadable
from babelwire_indexing.join import Arrival, TaggedRecord
from babelwire_messaging.clients import Clients
from babelwire_messaging.errors import TransientError
from babelwire_messaging.handling import Position, Record
from babelwire_messaging.reading import topic_partitions
from babelwire_messaging.settings import KafkaSettings

_AT_ONCE: Final = 200
_POLL_MILLISECONDS: Final = 500


class _Hit(msgspec.Struct, frozen=True):
    id_: str = msgspec.field(name="_id")
    source: msgspec.Raw = msgspec.field(name="_source")
    sort: list[int]


class _Hits(msgspec.Struct, frozen=True):
    hits: list[_Hit]


class _Found(msgspec.Struct, frozen=True):
    hits: _Hits


class _Count(msgspec.Struct, frozen=True):
    count: int


class IndexOrigin:
    """An index of one shard, read as a log: every write of a document gives it the next sequence number."""

    def __init__(self, client: OpenSearchClient, index: str) -> None:
        self._client = client
        self._index = index
        self._last = -1

    async def size(self) -> int:
        """See `Origin`."""
        await self._client.request("POST", f"/{self._index}/_refresh", dict)
        counted = await self._client.request(
            "POST", f"/{self._index}/_count", _Count, body=body({"query": self._following()})
        )
        return counted.count

    async def read(self) -> Sequence[Record[Arrival]]:
        """See `Origin`. Raises `StoredDocumentUnreadable` for what is no document of ours."""
        query = {"query": self._following(), "size": _AT_ONCE, "sort": [{"_seq_no": "asc"}], "track_total_hits": False}
        found = await self._client.request("POST", f"/{self._index}/_search", _Found, body=body(query))
        records = [self._record(hit) for hit in found.hits.hits]
        if records:
            self._last = records[-1].position.offset
        return records

    def _following(self) -> dict[str, Any]:
        return {"range": {"_seq_no": {"gt": self._last}}}

    def _record(self, hit: _Hit) -> Record[Arrival]:
        try:
            document = msgspec.json.decode(hit.source, type=Document)
        except msgspec.DecodeError as error:
            raise StoredDocumentUnreadable(f"{self._index}/{hit.id_}: {error}; delete it, or write it anew") from error
        return Record(Position(self._index, 0, hit.sort[0]), hit.id_.encode(), document, datetime.now(UTC), {})


class TopicOrigin:
    """`articles.tagged` from its first record. What cannot be read there is a dead letter already, and passed over."""

    def __init__(self, consumer: AIOKafkaConsumer) -> None:
        self._consumer = consumer
        self._ends: dict[Any, int] = {}

    async def size(self) -> int:
        """See `Origin`."""
        self._ends = await self._consumer.end_offsets(list(self._consumer.assignment()))
        return sum([end - await self._consumer.position(partition) for partition, end in self._ends.items()])

    async def read(self) -> Sequence[Record[Arrival]]:
        """See `Origin`. Raises `SchemaFromTheFuture`."""
        try:
            while any([await self._consumer.position(partition) < end for partition, end in self._ends.items()]):
                polled = await self._consumer.getmany(timeout_ms=_POLL_MILLISECONDS, max_records=_AT_ONCE)
                records = [record for raws in polled.values() for raw in raws if (record := _record(raw)) is not None]
                if records:
                    return records
        except KafkaError as error:
            raise TransientError(f"Kafka does not answer: {error!r}") from error
        return []


@asynccontextmanager
async def topic_origin(kafka: KafkaSettings, clients: Clients) -> AsyncIterator[TopicOrigin]:
    """`articles.tagged`, while entered. Raises `KafkaError`."""
    async with clients.reader(kafka) as consumer:
        partitions = topic_partitions(ARTICLES_TAGGED)
        consumer.assign(partitions)
        for partition, beginning in (await consumer.beginning_offsets(partitions)).items():
            consumer.seek(partition, beginning)
        yield TopicOrigin(consumer)


def _record(raw: Any) -> Record[Arrival] | None:
    position = Position(ARTICLES_TAGGED.name, raw.partition, raw.offset)
    try:
        value: TaggedRecord = decode(raw.value, TaggedRecord)
    except UndecodableMessage:
        return None
    return Record(position, raw.key, value, datetime.fromtimestamp(raw.timestamp / 1000, UTC), dict(raw.headers))
