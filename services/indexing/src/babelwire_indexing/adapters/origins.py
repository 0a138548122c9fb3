"""What an index can be filled from: another index, or `articles.tagged`."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from babelwire_contracts.codec import UndecodableMessage, decode
from babelwire_contracts.document import Document
from babelwire_contracts.topics import ARTICLES_TAGGED
from babelwire_indexing.errors import StoredDocumentUnreadable
from babelwire_indexing.join import Arrival, TaggedRecord
from babelwire_messaging.handling import Position, Record
from babelwire_messaging.partitioning import topic_partitions
from babelwire_messaging.reading import BEGINNING, LogReader, LogRecord, Span
from babelwire_opensearch.bodies import body
from babelwire_opensearch.client import OpenSearchClient

_AT_ONCE: Final = 200


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

    def __init__(self, log: LogReader) -> None:
        self._log = log
        self._next: dict[Any, int] = {}
        self._spans: AsyncIterator[Span] | None = None

    async def size(self) -> int:
        """See `Origin`."""
        self._next = self._next or await self._log.offsets(topic_partitions(ARTICLES_TAGGED), BEGINNING)
        ranges = await self._log.from_offsets(self._next)
        self._spans = self._log.read(ranges, most=_AT_ONCE)
        return sum(max(0, end - start) for start, end in ranges.values())

    async def read(self) -> Sequence[Record[Arrival]]:
        """See `Origin`. Raises `SchemaFromTheFuture`."""
        assert self._spans is not None
        async for span in self._spans:
            self._next[span.partition] = span.next
            if records := [record for raw in span.records if (record := _record(raw)) is not None]:
                return records
        return []


def _record(raw: LogRecord) -> Record[Arrival] | None:
    try:
        value: TaggedRecord = decode(raw.value, TaggedRecord)
    except UndecodableMessage:
        return None
    return Record(raw.position, raw.key, value, datetime.fromtimestamp(raw.timestamp / 1000, UTC), raw.fields)
