"""Captures to parsed articles."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

import structlog

from babelwire_contracts.canonical_url import InvalidUrl, canonical_url
from babelwire_contracts.captures import ARTICLE_JSON, Capture
from babelwire_contracts.identity import article_id
from babelwire_contracts.receipts import Outcome, Receipt, Trace
from babelwire_contracts.records import IngestedArticle
from babelwire_contracts.topics import ARTICLES_INDEXED, ARTICLES_INGESTED, ARTICLES_TRACED
from babelwire_ingest.parsing import NotAnArticle, parse
from babelwire_ingest.parsing.errors import ParserFailed
from babelwire_ingest.ports import PageParser
from babelwire_messaging.errors import PermanentError, TransientError
from babelwire_messaging.handling import Answer, BatchHandler, Publish, Record

log = structlog.get_logger(__name__)

_LOOP_SECONDS: Final = 0.02
"""How long parsing may keep the event loop before others get their turn."""


def parse_captures(parser: PageParser, *, generation: int, clock: Callable[[], datetime]) -> BatchHandler[Capture]:
    """The handler of `pages.captured`: an article, a receipt that says why there is none, or a permanent failure.

    Articles that came as JSON are parsed here, in microseconds; pages go to `parser`, several at once.
    """

    async def handle(records: Sequence[Record[Capture]]) -> Sequence[Answer]:
        answers: dict[int, Answer] = {}
        pages = [index for index, record in enumerate(records) if record.value.content_type != ARTICLE_JSON]
        parsed = asyncio.gather(*(of_page(records[index]) for index in pages))
        try:
            turn_ends = time.perf_counter() + _LOOP_SECONDS
            for index, record in enumerate(records):
                if record.value.content_type == ARTICLE_JSON:
                    answers[index] = of_article(record)
                    if time.perf_counter() > turn_ends:
                        await asyncio.sleep(0)
                        turn_ends = time.perf_counter() + _LOOP_SECONDS
            answers.update(zip(pages, await parsed, strict=True))
        finally:
            parsed.cancel()
        return [answers[index] for index in range(len(records))]

    def of_article(record: Record[Capture]) -> Answer:
        capture = record.value
        try:
            return published(capture, parse(capture, generation=generation))
        except Exception as error:
            return unparsed(record, error)

    async def of_page(record: Record[Capture]) -> Answer:
        capture = record.value
        try:
            return published(capture, await parser.parse(capture, generation=generation))
        except Exception as error:
            return unparsed(record, error)

    def published(capture: Capture, article: IngestedArticle) -> Answer:
        return [Publish(ARTICLES_INGESTED, article.article_id, article, capture.capture_id)]

    def unparsed(record: Record[Capture], error: Exception) -> Answer:
        capture = record.value
        match error:
            case NotAnArticle():
                receipt = Receipt(
                    capture_id=capture.capture_id,
                    outcome=Outcome.REJECTED,
                    service="ingest",
                    at=clock(),
                    url=capture.url,
                    reason=str(error),
                )
                return [Publish(ARTICLES_INDEXED, capture.capture_id, receipt, capture.capture_id), *_traced(record)]
            case PermanentError():
                return error
            case TransientError():
                raise error
            case _:
                # A fault of the parser costs the page that shows it, not the whole batch another round.
                log.error("parser_failed", capture_id=capture.capture_id, exc_info=error)
                return ParserFailed(f"{type(error).__name__}: {error}")

    return handle


def accounted(
    handler: BatchHandler[Capture], begun: Callable[[Mapping[str, bytes], int], None]
) -> BatchHandler[Capture]:
    """The handler, given the headers and append time (milliseconds) of each record before it is handled."""

    async def handle(records: Sequence[Record[Capture]]) -> Sequence[Answer]:
        for record in records:
            begun(record.headers, int(record.appended_at.timestamp() * 1000))
        return await handler(records)

    return handle


def _traced(record: Record[Capture]) -> list[Publish]:
    """The trace of a rejected capture, under the article id that its URL would have given it."""
    capture = record.value
    try:
        identity = article_id(canonical_url(capture.url), entry_id=capture.entry_id) if capture.url else None
    except InvalidUrl:
        identity = None
    if identity is None:
        return []
    trace = Trace(
        article_id=identity,
        capture_id=capture.capture_id,
        position=str(record.position),
        outcome=Outcome.REJECTED,
    )
    return [Publish(ARTICLES_TRACED, identity, trace, capture.capture_id)]
