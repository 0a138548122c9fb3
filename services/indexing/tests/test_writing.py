import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import msgspec
import pytest

from babelwire_contracts.document import Document
from babelwire_contracts.receipts import Outcome
from babelwire_indexing.document import to_source
from babelwire_indexing.errors import (
    ArticleContended,
    DocumentRefused,
    InvalidArticleId,
    StoredDocumentUnreadable,
)
from babelwire_indexing.join import TaggedRecord
from babelwire_indexing.ports import Conflict, Stored, Write, Written
from babelwire_indexing.writing import ArticleWriter, Settled
from babelwire_messaging.errors import PermanentError, TransientError

from .conftest import Articles


class MemoryStore:
    """A store that keeps what it is given, and lets others write in between."""

    def __init__(self) -> None:
        self.documents: dict[str, Stored] = {}
        self.poison: set[str] = set()
        self.unreadable: set[str] = set()
        self.reads: list[Sequence[str]] = []
        self.written = 0
        self.meanwhile: list[Callable[[MemoryStore], None]] = []
        self.away = 0

    async def read(self, article_ids: Sequence[str]) -> dict[str, Stored | StoredDocumentUnreadable]:
        self.reads.append(list(article_ids))
        found: dict[str, Stored | StoredDocumentUnreadable] = {
            key: self.documents[key] for key in article_ids if key in self.documents
        }
        return found | {key: StoredDocumentUnreadable(key) for key in self.unreadable}

    async def write(self, writes: Sequence[Write]) -> list[Written | Conflict | DocumentRefused]:
        if self.away:
            self.away -= 1
            raise TransientError("away")
        if self.meanwhile:
            self.meanwhile.pop(0)(self)
        return [self._one(write) for write in writes]

    def _one(self, write: Write) -> Written | Conflict | DocumentRefused:
        key = write.document.article_id
        there = self.documents.get(key)
        if key in self.unreadable or (there and there.seq_no) != (write.replaces and write.replaces.seq_no):
            return Conflict()
        if write.document.title in self.poison:
            return DocumentRefused("poison")
        self.put(write.document)
        return Written("articles-v1")

    def put(self, document: Document) -> None:
        self.written += 1
        kept = msgspec.json.decode(to_source(document, datetime(2026, 1, 1, tzinfo=UTC)), type=Document)
        kept = msgspec.structs.replace(kept, localized={})
        self.documents[document.article_id] = Stored(kept, "articles-v1", self.written, 1)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def outcomes(results: Sequence[Settled | PermanentError]) -> list[Outcome | type[PermanentError] | None]:
    return [result.outcome if isinstance(result, Settled) else type(result) for result in results]


async def test_new_articles_are_written_without_reading(store: MemoryStore, make: Articles) -> None:
    values = [make.article(article_id=f"a{number}") for number in range(5)]
    results = await ArticleWriter(store).write(make.records(*values))
    assert outcomes(results) == [Outcome.INDEXED] * 5
    assert store.reads == []
    assert store.written == 5


async def test_records_of_one_article_are_one_write(store: MemoryStore, make: Articles) -> None:
    early, late = make.content(0), make.content(5)
    values: list[TaggedRecord] = [
        make.article(late),
        make.article(early),
        make.tags_amendment(late, n=1, language="es"),
    ]
    results = await ArticleWriter(store).write(make.records(*values))
    assert outcomes(results) == [Outcome.INDEXED, Outcome.SUPERSEDED, None]
    assert store.written == 1
    assert store.documents["ferry"].document.language == "es"


async def test_a_redelivered_batch_writes_nothing(store: MemoryStore, make: Articles) -> None:
    records = make.records(make.article(), make.article(article_id="other"))
    await ArticleWriter(store).write(records)
    assert outcomes(await ArticleWriter(store).write(records)) == [Outcome.INDEXED] * 2
    assert store.written == 2


async def test_an_amendment_reads_before_it_writes(store: MemoryStore, make: Articles) -> None:
    content = make.content()
    writer = ArticleWriter(store)
    await writer.write(make.records(make.article(content)))
    assert outcomes(await writer.write(make.records(make.duplicate_amendment(content, n=1, of="x")))) == [None]
    assert store.reads == [["ferry"]]
    assert store.documents["ferry"].document.duplicate_group == "x"


async def test_a_conflict_is_joined_with_what_came_in_between(store: MemoryStore, make: Articles) -> None:
    content, later = make.content(0), make.content(9)

    def another_writes(there: MemoryStore) -> None:
        there.put(msgspec.structs.replace(there.documents["ferry"].document, indexed_at=None))

    await ArticleWriter(store).write(make.records(make.article(content)))
    store.meanwhile = [lambda _: None, another_writes]
    results = await ArticleWriter(store).write(make.records(make.article(later)))
    assert outcomes(results) == [Outcome.INDEXED]
    assert len(store.reads) == 2
    assert store.documents["ferry"].document.revision == later.revision


async def test_a_writer_that_never_comes_first_gives_up_for_now(store: MemoryStore, make: Articles) -> None:
    content = make.content()
    await ArticleWriter(store).write(make.records(make.article(content)))
    store.meanwhile = [lambda there: there.put(there.documents["ferry"].document)] * 100
    with pytest.raises(ArticleContended):
        await ArticleWriter(store).write(make.records(make.article(make.content(5))))


async def test_a_refused_document_fails_alone(store: MemoryStore, make: Articles) -> None:
    store.poison = {"poison"}
    values = [
        make.article(article_id="a"),
        make.article(make.content(title="poison"), "b"),
        make.article(article_id="c"),
    ]
    results = await ArticleWriter(store).write(make.records(*values))
    assert outcomes(results) == [Outcome.INDEXED, DocumentRefused, Outcome.INDEXED]


async def test_only_the_record_to_blame_fails_of_an_article_with_several(store: MemoryStore, make: Articles) -> None:
    store.poison = {"poison"}
    values = [
        make.article(make.content(0)),
        make.article(make.content(5, title="poison")),
        make.article(make.content(3)),
    ]
    results = await ArticleWriter(store).write(make.records(*values))
    assert outcomes(results) == [Outcome.INDEXED, DocumentRefused, Outcome.INDEXED]
    assert store.documents["ferry"].document.revision == make.content(3).revision


async def test_a_foreign_document_under_an_articles_id_is_left_alone(store: MemoryStore, make: Articles) -> None:
    store.unreadable = {"ferry"}
    results = await ArticleWriter(store).write(make.records(make.article(), make.article(article_id="a")))
    assert outcomes(results) == [StoredDocumentUnreadable, Outcome.INDEXED]


@pytest.mark.parametrize("article_id", ["", "x" * 513, "語" * 171])
async def test_an_id_that_no_document_can_have(store: MemoryStore, make: Articles, article_id: str) -> None:
    results = await ArticleWriter(store).write(make.records(make.article(article_id=article_id), make.article()))
    assert outcomes(results) == [InvalidArticleId, Outcome.INDEXED]


async def test_an_index_that_is_away_costs_nothing_but_time(store: MemoryStore, make: Articles) -> None:
    store.away = 1
    records = make.records(make.article())
    with pytest.raises(TransientError):
        await ArticleWriter(store).write(records)
    assert outcomes(await ArticleWriter(store).write(records)) == [Outcome.INDEXED]


async def test_any_split_into_batches_gives_the_same_documents(make: Articles) -> None:
    values: list[TaggedRecord] = []
    for article in ("a", "b", "c"):
        for minutes in (0, 1, 2):
            content = make.content(minutes)
            values += [make.article(content, article), make.tags_amendment(content, article, n=1, language="es")]
            values.append(make.duplicate_amendment(content, article, n=1, of="x"))
    final = []
    for seed in range(20):
        store, shuffle = MemoryStore(), random.Random(seed)
        shuffle.shuffle(values)
        start = 0
        while start < len(values):
            size = shuffle.randint(1, 9)
            await ArticleWriter(store).write(make.records(*values[start : start + size]))
            start += size
        final.append(
            {key: msgspec.structs.replace(found.document, source=None) for key, found in store.documents.items()}
        )
    assert all(documents == final[0] for documents in final)
