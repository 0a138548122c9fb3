"""From tagged articles to documents and receipts."""

from collections.abc import Callable, Sequence
from datetime import datetime

from babelwire_contracts.receipts import Receipt, Trace
from babelwire_contracts.records import TaggedArticle
from babelwire_contracts.topics import ARTICLES_INDEXED, ARTICLES_TRACED
from babelwire_indexing.join import TaggedRecord
from babelwire_indexing.writing import ArticleWriter, Settled
from babelwire_messaging.errors import PermanentError
from babelwire_messaging.handling import Answer, BatchHandler, Publish, Record

SERVICE = "indexing"


def index_articles(writer: ArticleWriter, clock: Callable[[], datetime]) -> BatchHandler[TaggedRecord]:
    """The handler of `articles.tagged`: documents, then a trace of each record, a receipt of each whole article."""

    async def handle(records: Sequence[Record[TaggedRecord]]) -> Sequence[Answer]:
        results = await writer.write(records)
        now = clock()
        return [_answer(record, result, now) for record, result in zip(records, results, strict=True)]

    return handle


def _answer(record: Record[TaggedRecord], result: Settled | PermanentError, now: datetime) -> Answer:
    if isinstance(result, PermanentError):
        return result
    value = record.value
    trace = Trace(
        article_id=value.article_id,
        capture_id=value.capture_id,
        position=str(record.position),
        outcome=result.outcome,
    )
    traced = Publish(ARTICLES_TRACED, value.article_id, trace, value.capture_id)
    if not isinstance(value, TaggedArticle) or result.outcome is None:
        return [traced]
    receipt = Receipt(
        capture_id=value.capture_id,
        outcome=result.outcome,
        service=SERVICE,
        at=now,
        article_id=value.article_id,
        url=value.content.canonical_url or value.content.url,
        index=result.index,
    )
    return [Publish(ARTICLES_INDEXED, value.capture_id, receipt, value.capture_id), traced]
