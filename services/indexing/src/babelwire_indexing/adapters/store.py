"""Documents in OpenSearch, written by bulk request through the alias."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import msgspec

from babelwire_contracts.document import Document
from babelwire_indexing.adapters.bulk import BulkRequests, Item, ItemError
from babelwire_indexing.adapters.classification import document_failure
from babelwire_indexing.document import to_source
from babelwire_indexing.errors import AliasMissing, DocumentRefused, StoredDocumentUnreadable
from babelwire_indexing.ports import Conflict, Stored, Write, Written
from babelwire_indexing.settings import IndexingSettings
from babelwire_indexing.template import ARTICLES, IndexNames
from babelwire_opensearch.bodies import body
from babelwire_opensearch.client import OpenSearchClient
from babelwire_opensearch.errors import OpenSearchUnavailable

_READ_AT_ONCE: Final = 100
_CONFLICT: Final = 409

_document_decoder: Final = msgspec.json.Decoder(Document)


class _Found(msgspec.Struct, frozen=True, rename={"id_": "_id", "seq_no": "_seq_no", "primary_term": "_primary_term"}):
    id_: str
    index: str = msgspec.field(name="_index", default="")
    found: bool = False
    seq_no: int = -1
    primary_term: int = -1
    source: msgspec.Raw = msgspec.field(name="_source", default=msgspec.Raw(b""))
    error: ItemError | None = None


class _MultiGetAnswer(msgspec.Struct, frozen=True):
    docs: list[_Found]


class OpenSearchStore:
    """The `DocumentStore` of the domain."""

    def __init__(
        self,
        client: OpenSearchClient,
        settings: IndexingSettings,
        clock: Callable[[], datetime],
        names: IndexNames = ARTICLES,
    ) -> None:
        self._client = client
        self._alias = names.alias
        self._bulk = BulkRequests(client, settings)
        self._clock = clock

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
        now = self._clock()
        actions = ((_action(write), to_source(write.document, now)) for write in writes)
        return [_result(item) for item in await self._bulk.send(self._alias, actions)]


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


def _result(item: Item) -> Written | Conflict | DocumentRefused:
    """Raises `TransientError` for an item that may be written another time."""
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
