"""From tagged articles to documents and receipts."""

from collections.abc import Callable, Sequence
from datetime import datetime

from babelwire_contracts.receipts import Receipt
from babelwire_contracts.records import TaggedArticle
from babelwire_contracts.topics import ARTICLES_INDEXED
from babelwire_indexing.join import TaggedRecord
from babelwire_indexing.writing import ArticleWriter, Settled
from babelwire_messaging.errors import PermanentError
from babelwire_messaging.handling import Answer, BatchHandler, Publish, Record

SERVICE = "indexing"


def index_articles(writer: ArticleWriter, clock: Callable[[], datetime]) -> BatchHandler[TaggedRecord]:
    """The handler of `articles.tagged`: a receipt for each whole article once its document is written."""

    async def handle(records: Sequence[Record[TaggedRecord]]) -> Sequence[Answer]:
        results = await writer.write(records)
        now = clock()
        return [_answer(record.value, result, now) for record, result in zip(records, results, strict=True)]

    return handle


def _answer(value: TaggedRecord, result: Settled | PermanentError, now: datetime) -> Answer:
    if isinstance(result, PermanentError):
        return result
    if not isinstance(value, TaggedArticle) or result.outcome is None:
        return []
    receipt = Receipt(
        capture_id=value.capture_id,
        outcome=result.outcome,
        service=SERVICE,
        at=now,
        article_id=value.article_id,
        url=value.content.canonical_url or value.content.url,
        index=result.index,
    )
    return [Publish(ARTICLES_INDEXED, value.capture_id, receipt, value.capture_id)]
