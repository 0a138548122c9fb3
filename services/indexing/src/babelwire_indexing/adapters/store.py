"""Documents in OpenSearch, written by bulk request through the alias."""

import asyncio
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Final

import msgspec
import structlog

from babelwire_contracts.document import Document
from babelwire_indexing.adapters.classification import document_failure
from babelwire_indexing.document import to_source
from babelwire_indexing.errors import AliasMissing, DocumentRefused, StoredDocumentUnreadable
from babelwire_indexing.ports import Conflict, Stored, Write, Written
from babelwire_indexing.settings import IndexingSettings
from babelwire_indexing.template import ARTICLES, IndexNames
from babelwire_opensearch.bodies import body
from babelwire_opensearch.client import OpenSearchClient
from babelwire_opensearch.errors import OpenSearchOverloaded, OpenSearchUnavailable

log = structlog.get_logger(__name__)

_READ_AT_ONCE: Final = 100
_TOO_MUCH_SECONDS: Final = (0.1, 0.2, 0.4, 0.8, 1.6)
"""How long a chunk waits that was too much for OpenSearch, each time, before its batch does."""
_CONFLICT: Final = 409
_ANSWERED: Final = {
    "require_alias": "true",
    "filter_path": "error,status,items.*._index,items.*.status,"
    "items.*.error.type,items.*.error.reason,items.*.error.caused_by.reason",
}

_document_decoder: Final = msgspec.json.Decoder(Document)


class _Cause(msgspec.Struct, frozen=True):
    reason: str | None = None


class _Error(msgspec.Struct, frozen=True):
    type: str = ""
    reason: str | None = None
    caused_by: _Cause = _Cause()

    def reasons(self) -> str:
        return "; ".join(reason for reason in (self.reason, self.caused_by.reason) if reason)


class _Item(msgspec.Struct, frozen=True):
    status: int
    index: str = msgspec.field(name="_index", default="")
    error: _Error | None = None


class _Action(msgspec.Struct, frozen=True):
    create: _Item | None = None
    index: _Item | None = None


class _BulkAnswer(msgspec.Struct, frozen=True):
    items: list[_Action]


class _Found(msgspec.Struct, frozen=True, rename={"id_": "_id", "seq_no": "_seq_no", "primary_term": "_primary_term"}):
    id_: str
    index: str = msgspec.field(name="_index", default="")
    found: bool = False
    seq_no: int = -1
    primary_term: int = -1
    source: msgspec.Raw = msgspec.field(name="_source", default=msgspec.Raw(b""))
    error: _Error | None = None


class _MultiGetAnswer(msgspec.Struct, frozen=True):
    docs: list[_Found]


class _Chunk(msgspec.Struct, frozen=True):
    writes: int
    body: bytes


class OpenSearchStore:
    """The `DocumentStore` of the domain. Its limit of bulk requests in flight holds over all batches."""

    def __init__(
        self,
        client: OpenSearchClient,
        settings: IndexingSettings,
        clock: Callable[[], datetime],
        names: IndexNames = ARTICLES,
    ) -> None:
        self._client = client
        self._alias = names.alias
        self._documents = settings.bulk_documents
        self._bytes = settings.bulk_bytes
        self._clock = clock
        self._slots = asyncio.Semaphore(settings.bulks_in_flight)

    async def read(self, article_ids: Sequence[str]) -> dict[str, Stored | StoredDocumentUnreadable]:
        """See `DocumentStore`."""
        found: dict[str, Stored | StoredDocumentUnreadable] = {}
        for start in range(0, len(article_ids), _READ_AT_ONCE):
            ids = article_ids[start : start + _READ_AT_ONCE]
            answer = await self._client.request(
                "POST", f"/{self._alias}/_mget", _MultiGetAnswer, body=body({"ids": ids})
            )
            for document in answer.docs:
                if document.error is not None and document.error.type == "index_not_found_exception":
                    raise AliasMissing(f"the alias is missing: {document.error.reasons()}")
                if document.error is not None:
                    raise OpenSearchUnavailable(f"cannot read a document: {document.error.reasons()}")
                if document.found:
                    found[document.id_] = _stored(document)
        return found

    async def write(self, writes: Sequence[Write]) -> list[Written | Conflict | DocumentRefused]:
        """See `DocumentStore`."""
        sent = []
        try:
            for chunk in self._chunks(writes):
                await self._slots.acquire()
                task = asyncio.create_task(self._send(chunk))
                task.add_done_callback(lambda _: self._slots.release())
                sent.append(task)
                # A chunk is as much work as the event loop should do at once; the request before is sent meanwhile.
                await asyncio.sleep(0)
            answers = await asyncio.gather(*sent, return_exceptions=True)
        finally:
            for task in sent:
                task.cancel()
        results: list[Written | Conflict | DocumentRefused] = []
        for answer in answers:
            if isinstance(answer, BaseException):
                raise answer
            results.extend(answer)
        return results

    def _chunks(self, writes: Sequence[Write]) -> Iterator[_Chunk]:
        now = self._clock()
        lines: list[bytes] = []
        size = 0
        for write in writes:
            action, source = _action(write), to_source(write.document, now)
            added = len(action) + len(source) + 2
            if lines and (size + added > self._bytes or len(lines) >= 2 * self._documents):
                yield _chunk(lines)
                lines, size = [], 0
            lines += (action, source)
            size += added
        if lines:
            yield _chunk(lines)

    async def _send(self, chunk: _Chunk) -> list[Written | Conflict | DocumentRefused]:
        """Tries a chunk again that was too much, and keeps its slot: few batches of several would be taken whole."""
        for seconds in _TOO_MUCH_SECONDS:
            try:
                return await self._bulk(chunk)
            except OpenSearchOverloaded as error:
                log.warning("bulk_waits", seconds=seconds, error=str(error))
                await asyncio.sleep(seconds * random.uniform(0.5, 1.5))  # noqa: S311 - jitter needs no secrecy
        return await self._bulk(chunk)

    async def _bulk(self, chunk: _Chunk) -> list[Written | Conflict | DocumentRefused]:
        answer = await self._client.request(
            "POST", f"/{self._alias}/_bulk", _BulkAnswer, body=chunk.body, params=_ANSWERED
        )
        if len(answer.items) != chunk.writes:
            raise OpenSearchUnavailable(f"answered {len(answer.items)} of {chunk.writes} items")
        return [_result(action.create or action.index) for action in answer.items]


def _chunk(lines: list[bytes]) -> _Chunk:
    return _Chunk(writes=len(lines) // 2, body=b"\n".join([*lines, b""]))


def _action(write: Write) -> bytes:
    if write.replaces is None:
        return body({"create": {"_id": write.document.article_id}})
    return body(
        {
            "index": {
                "_id": write.document.article_id,
                "if_seq_no": write.replaces.seq_no,
                "if_primary_term": write.replaces.primary_term,
            }
        }
    )


def _result(item: _Item | None) -> Written | Conflict | DocumentRefused:
    """Raises `TransientError` for an item that may be written another time."""
    if item is None:
        raise OpenSearchUnavailable("answered an item with neither create nor index")
    if item.error is None:
        return Written(item.index)
    if item.status == _CONFLICT:
        return Conflict()
    error = document_failure(item.status, item.error.type, item.error.reasons())
    if isinstance(error, DocumentRefused):
        return error
    raise error


def _stored(document: _Found) -> Stored | StoredDocumentUnreadable:
    try:
        decoded = _document_decoder.decode(document.source)
    except msgspec.DecodeError as error:
        return StoredDocumentUnreadable(f"{document.index}/{document.id_}: {error}")
    return Stored(decoded, document.index, document.seq_no, document.primary_term)
