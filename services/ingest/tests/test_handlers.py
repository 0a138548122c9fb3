"""One answer per capture, whatever becomes of it."""

import asyncio
import time
from typing import Protocol

import msgspec
import pytest

from babelwire_contracts import identity
from babelwire_contracts.captures import ARTICLE_JSON, HTML, Capture, CaptureMethod
from babelwire_contracts.content import Content
from babelwire_contracts.receipts import Outcome, Receipt, Trace
from babelwire_contracts.records import IngestedArticle
from babelwire_contracts.topics import ARTICLES_INDEXED, ARTICLES_INGESTED, ARTICLES_TRACED
from babelwire_ingest.capturing import make_capture
from babelwire_ingest.handlers import parse_captures
from babelwire_ingest.parsing import NotAnArticle, UnreadableCapture
from babelwire_ingest.parsing.errors import ParserFailed
from babelwire_messaging.errors import PermanentError, TransientError
from babelwire_messaging.handling import Position, Record

from .conftest import Clock


class Parser:
    """Answers a page by the word in its body."""

    async def parse(self, capture: Capture, *, generation: int) -> IngestedArticle:
        await asyncio.sleep(0.01)
        match capture.body:
            case b"listing":
                raise NotAnArticle("a listing")
            case b"broken":
                raise UnreadableCapture("no HTML")
            case b"bug":
                raise KeyError("head")
            case b"closing":
                raise TransientError("shutting down")
        content = Content(
            revision=identity.revision(capture.captured_at, capture.capture_id),
            generation=generation,
            content_hash="",
            captured_at=capture.captured_at,
            title="Title",
            body=capture.body.decode(),
        )
        article_id = identity.article_id(capture.url)
        return IngestedArticle(article_id=article_id, capture_id=capture.capture_id, content=content)


class Records(Protocol):
    """Records of captures with these bodies, in order."""

    def __call__(self, *bodies: bytes, content_type: str = ...) -> list[Record[Capture]]: ...


@pytest.fixture
def records(clock: Clock) -> Records:
    def made(*bodies: bytes, content_type: str = HTML) -> list[Record[Capture]]:
        return [
            Record(
                Position("pages.captured", 0, offset),
                b"key",
                make_capture(
                    url=f"https://a.example/{offset}",
                    content_type=content_type,
                    body=body,
                    method=CaptureMethod.PAGE,
                    captured_at=clock.now,
                    accepted_at=clock.now,
                ),
                clock.now,
                {},
            )
            for offset, body in enumerate(bodies)
        ]

    return made


ARTICLE = msgspec.json.encode({"title": "The ferry", "body": "It runs again.\n\nEvery hour."})


async def test_each_capture_gets_its_own_answer_in_order(clock: Clock, records: Records) -> None:
    batch = [*records(b"page", b"listing", b"broken", b"bug"), *records(ARTICLE, content_type=ARTICLE_JSON)]
    page, listing, broken, bug, article = await parse_captures(Parser(), generation=3, clock=clock)(batch)

    assert not isinstance(page, PermanentError)
    assert (page[0].topic, page[0].capture_id) == (ARTICLES_INGESTED, batch[0].value.capture_id)
    assert isinstance(page[0].message, IngestedArticle)
    assert page[0].key == page[0].message.article_id
    assert page[0].message.content.generation == 3

    assert not isinstance(listing, PermanentError)
    receipt = listing[0].message
    assert isinstance(receipt, Receipt)
    assert (listing[0].topic, listing[0].key) == (ARTICLES_INDEXED, receipt.capture_id)
    assert (receipt.outcome, receipt.service, receipt.reason) == (Outcome.REJECTED, "ingest", "a listing")
    assert receipt.capture_id == batch[1].value.capture_id
    trace = listing[1].message
    assert isinstance(trace, Trace)
    assert (listing[1].topic, listing[1].key) == (ARTICLES_TRACED, identity.article_id("https://a.example/1"))
    assert (trace.position, trace.outcome) == ("pages.captured/0/1", Outcome.REJECTED)

    assert isinstance(broken, UnreadableCapture)
    assert isinstance(bug, ParserFailed)
    assert str(bug) == "KeyError: 'head'"

    assert not isinstance(article, PermanentError)
    assert isinstance(article[0].message, IngestedArticle)
    assert article[0].message.content.body == "It runs again.\n\nEvery hour."


async def test_pages_are_parsed_at_the_same_time(clock: Clock, records: Records) -> None:
    began = time.perf_counter()
    answers = await parse_captures(Parser(), generation=1, clock=clock)(records(*[b"page"] * 100))
    assert len(answers) == 100
    assert time.perf_counter() - began < 0.5


async def test_a_parser_that_closes_has_the_batch_tried_again(clock: Clock, records: Records) -> None:
    with pytest.raises(TransientError):
        await parse_captures(Parser(), generation=1, clock=clock)(records(b"page", b"closing"))


async def test_broken_json_is_that_capture_s_failure(clock: Clock, records: Records) -> None:
    batch = records(b'{"title": 1}', ARTICLE, content_type=ARTICLE_JSON)
    bad, good = await parse_captures(Parser(), generation=1, clock=clock)(batch)
    assert isinstance(bad, UnreadableCapture)
    assert not isinstance(good, PermanentError)


async def test_many_articles_leave_the_event_loop_to_others(
    clock: Clock, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However fast the machine is, each article outlasts a turn of no length.
    monkeypatch.setattr("babelwire_ingest.handlers._LOOP_SECONDS", 0.0)
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    batch = records(*[ARTICLE] * 200, content_type=ARTICLE_JSON)
    watching = asyncio.create_task(others())
    answers = await parse_captures(Parser(), generation=1, clock=clock)(batch)
    watching.cancel()
    assert len(answers) == 200
    assert turns >= 200
