from collections.abc import Sequence
from datetime import UTC, datetime

from babelwire_contracts.codec import decode
from babelwire_contracts.receipts import Outcome, Receipt, Trace
from babelwire_contracts.schemas import examples
from babelwire_contracts.topics import ARTICLES_INDEXED, ARTICLES_TAGGED, ARTICLES_TRACED
from babelwire_indexing.errors import DocumentRefused, StoredDocumentUnreadable
from babelwire_indexing.handlers import index_articles
from babelwire_indexing.join import TaggedRecord
from babelwire_indexing.ports import Conflict, Stored, Write, Written
from babelwire_indexing.writing import ArticleWriter
from babelwire_messaging.errors import PermanentError
from babelwire_messaging.handling import Answer, BatchHandler, Publish

from .conftest import Articles

NOW = datetime(2026, 6, 1, tzinfo=UTC)


class TakingStore:
    """An empty store that takes all but one article."""

    async def read(self, article_ids: Sequence[str]) -> dict[str, Stored | StoredDocumentUnreadable]:
        return {}

    async def write(self, writes: Sequence[Write]) -> list[Written | Conflict | DocumentRefused]:
        return [
            DocumentRefused("refused") if write.document.article_id == "bad" else Written("articles-v1")
            for write in writes
        ]


def handler() -> BatchHandler[TaggedRecord]:
    return index_articles(ArticleWriter(TakingStore()), lambda: NOW)


def messages(answer: Answer) -> Sequence[Publish]:
    assert not isinstance(answer, PermanentError)
    return answer


async def test_an_article_gets_a_receipt_under_its_capture_id(make: Articles) -> None:
    content = make.content(url="https://a.example/?x", canonical_url="https://a.example/")
    (answer,) = await handler()(make.records(make.article(content)))
    message, trace = messages(answer)
    capture_id = content.revision.rpartition("-")[2]
    assert (message.topic, message.key, message.capture_id) == (ARTICLES_INDEXED, capture_id, capture_id)
    assert message.message == Receipt(
        capture_id=capture_id,
        outcome=Outcome.INDEXED,
        service="indexing",
        at=NOW,
        article_id="ferry",
        url="https://a.example/",
        index="articles-v1",
    )
    assert (trace.topic, trace.key, trace.capture_id) == (ARTICLES_TRACED, "ferry", capture_id)
    assert trace.message == Trace(
        article_id="ferry", capture_id=capture_id, position="articles.tagged/0/0", outcome=Outcome.INDEXED
    )


async def test_an_amendment_gets_a_trace_alone_and_a_refused_article_gets_its_error(make: Articles) -> None:
    content = make.content()
    records = make.records(make.tags_amendment(content), make.article(article_id="bad"), make.article())
    amendment, refused, article = await handler()(records)
    (trace,) = messages(amendment)
    assert trace.topic is ARTICLES_TRACED
    assert isinstance(trace.message, Trace)
    assert trace.message.outcome is None
    assert isinstance(refused, DocumentRefused)
    assert len(messages(article)) == 2


async def test_every_committed_example_is_handled(make: Articles) -> None:
    values: list[TaggedRecord] = [decode(value, TaggedRecord) for value in examples(ARTICLES_TAGGED).values()]
    answers = await handler()(make.records(*values))
    assert len(answers) == len(values)
    receipts = [message for answer in answers for message in messages(answer) if message.topic is ARTICLES_INDEXED]
    assert len(receipts) == sum(hasattr(value, "content") for value in values)
