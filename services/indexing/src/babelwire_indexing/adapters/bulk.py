"""Bulk requests: split by documents and bytes, few in flight, and sent again where OpenSearch has no room for them."""

import asyncio
import random
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
import structlog

from babelwire_indexing.settings import IndexingSettings
from babelwire_opensearch.client import OpenSearchClient
from babelwire_opensearch.errors import OpenSearchOverloaded, OpenSearchUnavailable

log = structlog.get_logger(__name__)

Action = tuple[bytes, bytes]
"""What is to be done with a document, and the document, a line each."""

_TOO_MUCH_SECONDS: Final = (0.1, 0.2, 0.4, 0.8, 1.6)
"""How long a chunk waits that was too much for OpenSearch, each time, before its batch does."""
_ANSWERED: Final = (
    "error,status,items.*._index,items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by.reason"
)


class _Cause(msgspec.Struct, frozen=True):
    reason: str | None = None


class ItemError(msgspec.Struct, frozen=True):
    """Why one document was not written."""

    type: str = ""
    reason: str | None = None
    caused_by: _Cause = _Cause()

    def reasons(self) -> str:
        """All that is said of it."""
        return "; ".join(reason for reason in (self.reason, self.caused_by.reason) if reason)


class Item(msgspec.Struct, frozen=True):
    """What became of one document."""

    status: int
    index: str = msgspec.field(name="_index", default="")
    error: ItemError | None = None


class _Answered(msgspec.Struct, frozen=True):
    create: Item | None = None
    index: Item | None = None


class _BulkAnswer(msgspec.Struct, frozen=True):
    items: list[_Answered]


class _Chunk(msgspec.Struct, frozen=True):
    writes: int
    body: bytes


class BulkRequests:
    """Writes documents to one index, or alias. Its limit of requests in flight holds over all batches."""

    def __init__(self, client: OpenSearchClient, settings: IndexingSettings) -> None:
        self._client = client
        self._documents = settings.bulk_documents
        self._bytes = settings.bulk_bytes
        self._slots = asyncio.Semaphore(settings.bulks_in_flight)

    async def send(self, index: str, actions: Iterable[Action], *, is_alias: bool = True) -> list[Item]:
        """One answer for each action, in order. Raises `TransientError`; some may have been written then."""
        sent = []
        try:
            for chunk in self._chunks(actions):
                await self._slots.acquire()
                task = asyncio.create_task(self._send(index, chunk, is_alias=is_alias))
                task.add_done_callback(lambda _: self._slots.release())
                sent.append(task)
                # A chunk is as much work as the event loop should do at once; the request before is sent meanwhile.
                await asyncio.sleep(0)
            answers = await asyncio.gather(*sent, return_exceptions=True)
        finally:
            for task in sent:
                task.cancel()
        items: list[Item] = []
        for answer in answers:
            if isinstance(answer, BaseException):
                raise answer
            items.extend(answer)
        return items

    def _chunks(self, actions: Iterable[Action]) -> Iterator[_Chunk]:
        lines: list[bytes] = []
        size = 0
        for action, source in actions:
            added = len(action) + len(source) + 2
            if lines and (size + added > self._bytes or len(lines) >= 2 * self._documents):
                yield _chunk(lines)
                lines, size = [], 0
            lines += (action, source)
            size += added
        if lines:
            yield _chunk(lines)

    async def _send(self, index: str, chunk: _Chunk, *, is_alias: bool) -> list[Item]:
        """Tries a chunk again that was too much, and keeps its slot: few batches of several would be taken whole."""
        for seconds in _TOO_MUCH_SECONDS:
            try:
                return await self._bulk(index, chunk, is_alias=is_alias)
            except OpenSearchOverloaded as error:
                log.warning("bulk_waits", seconds=seconds, error=str(error))
                await asyncio.sleep(seconds * random.uniform(0.5, 1.5))  # noqa: S311 - jitter needs no secrecy
        return await self._bulk(index, chunk, is_alias=is_alias)

    async def _bulk(self, index: str, chunk: _Chunk, *, is_alias: bool) -> list[Item]:
        params = {"filter_path": _ANSWERED, "require_alias": "true" if is_alias else "false"}
        answer = await self._client.request("POST", f"/{index}/_bulk", _BulkAnswer, body=chunk.body, params=params)
        if len(answer.items) != chunk.writes:
            raise OpenSearchUnavailable(f"answered {len(answer.items)} of {chunk.writes} items")
        return [_item(answered) for answered in answer.items]


def _item(answered: _Answered) -> Item:
    item = answered.create or answered.index
    if item is None:
        raise OpenSearchUnavailable("answered an item with neither create nor index")
    return item


def _chunk(lines: list[bytes]) -> _Chunk:
    return _Chunk(writes=len(lines) // 2, body=b"\n".join([*lines, b""]))
