"""Writes records to the index: one write for a new document, join and conditional write where one is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from babelwire_contracts.document import Document, Source
from babelwire_contracts.receipts import Outcome
from babelwire_contracts.records import TaggedArticle
from babelwire_indexing.errors import ArticleContended, InvalidArticleId, StoredDocumentUnreadable
from babelwire_indexing.join import Arrival, join
from babelwire_indexing.ports import Conflict, DocumentStore, Stored, Write, Written
from babelwire_messaging.errors import PermanentError
from babelwire_messaging.handling import Record

MAX_ID_BYTES: Final = 512
"""OpenSearch's own limit for a document id, in UTF-8."""

_ROUNDS: Final = 20


@dataclass(frozen=True, slots=True)
class Settled:
    """A record whose effect is in the index, and the concrete index it is in."""

    outcome: Outcome | None
    index: str


class ArticleWriter:
    """Writes batches of records. Any number of writers may work on the same articles at once."""

    def __init__(self, store: DocumentStore) -> None:
        self._store = store

    async def write(self, records: Sequence[Record[Arrival]]) -> list[Settled | PermanentError]:
        """One answer per record, in order. Raises `TransientError`; calling again is harmless."""
        answers: dict[int, Settled | PermanentError] = {}
        groups: dict[str, list[int]] = {}
        for index, record in enumerate(records):
            error = _invalid(record.value.article_id)
            if error is not None:
                answers[index] = error
            else:
                groups.setdefault(record.value.article_id, []).append(index)
        to_blame = await self._settle(records, groups, answers)
        for index in to_blame:
            (answers[index],) = await self.write([records[index]])
        return [answers[index] for index in range(len(records))]

    async def _settle(
        self,
        records: Sequence[Record[Arrival]],
        groups: Mapping[str, list[int]],
        answers: dict[int, Settled | PermanentError],
    ) -> list[int]:
        """Fills in answers; returns the records that were refused together and must be tried one by one."""
        one_by_one: list[int] = []
        pending = dict(groups)
        # A record with content is most likely the first of its article; an amendment is not.
        firsts = {key: records[first].value for key, (first, *_) in pending.items()}
        amended = [key for key, value in firsts.items() if not isinstance(value, TaggedArticle | Document)]
        stored = await self._store.read(amended) if amended else {}
        for _ in range(_ROUNDS):
            writes: dict[str, Write] = {}
            outcomes: dict[str, list[Outcome | None]] = {}
            for article_id, indices in pending.items():
                there = stored.get(article_id)
                if isinstance(there, StoredDocumentUnreadable):
                    answers.update(dict.fromkeys(indices, there))
                    continue
                document, outcomes[article_id] = _folded(there, [records[index] for index in indices])
                if there is not None and document is there.document:
                    answers.update(_settled(indices, outcomes[article_id], there.index))
                else:
                    writes[article_id] = Write(document, there)
            conflicts = []
            for article_id, result in zip(writes, await self._store.write(list(writes.values())), strict=True):
                indices = pending[article_id]
                if isinstance(result, Written):
                    answers.update(_settled(indices, outcomes[article_id], result.index))
                elif isinstance(result, Conflict):
                    conflicts.append(article_id)
                elif len(indices) > 1:
                    one_by_one.extend(indices)
                else:
                    answers[indices[0]] = result
            if not conflicts:
                return one_by_one
            pending = {article_id: pending[article_id] for article_id in conflicts}
            stored = await self._store.read(conflicts)
        raise ArticleContended(f"{len(pending)} articles were written by others in each of {_ROUNDS} rounds")


def _invalid(article_id: str) -> InvalidArticleId | None:
    size = len(article_id.encode())
    if 0 < size <= MAX_ID_BYTES:
        return None
    return InvalidArticleId(f"an article id of {size} bytes; between 1 and {MAX_ID_BYTES} are possible")


def _folded(there: Stored | None, records: Sequence[Record[Arrival]]) -> tuple[Document, list[Outcome | None]]:
    document = there.document if there is not None else None
    outcomes = []
    for record in records:
        position = record.position
        source = Source(topic=position.topic, partition=position.partition, offset=position.offset)
        joined = join(document, record.value, source)
        document = joined.document
        outcomes.append(joined.outcome)
    assert document is not None
    return document, outcomes


def _settled(indices: Sequence[int], outcomes: Sequence[Outcome | None], index: str) -> dict[int, Settled]:
    return {at: Settled(outcome, index) for at, outcome in zip(indices, outcomes, strict=True)}
