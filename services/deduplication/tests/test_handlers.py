"""What comes out for each record, and in which order things are published."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from tests.ingested import ingested

from babelwire_contracts.codec import decode, encode
from babelwire_contracts.content import Precision
from babelwire_contracts.fingerprints import Fingerprint
from babelwire_contracts.records import (
    Amendment,
    DeduplicatedArticle,
    DeduplicatedPassThrough,
    IngestedArticle,
)
from babelwire_contracts.schemas import examples
from babelwire_contracts.sections import DuplicateKind, DuplicateSection, Revised
from babelwire_contracts.topics import ARTICLES_DEDUPLICATED, ARTICLES_FINGERPRINTS, ARTICLES_INGESTED
from babelwire_deduplication.amendments import Amendments
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.errors import ArticleIdMalformed, ContentMalformed
from babelwire_deduplication.handlers import ArticleHandler, IngestedView
from babelwire_deduplication.observations import published_by
from babelwire_messaging.errors import PermanentError, TransientError
from babelwire_messaging.handling import Answer, Position, Publish, Record
from babelwire_messaging.turns import Turns
from babelwire_observability.supervision import Supervisor

from .stored import Stored

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BODY = " ".join(f"word{number}" for number in range(120))


class Outbox:
    """Keeps what is published; refuses as often as told, and breaks at the given call."""

    def __init__(self) -> None:
        self.messages: list[Publish] = []
        self.refusals = 0
        self.calls = 0
        self.breaks_at: int | None = None

    async def publish(self, messages: Sequence[Publish]) -> None:
        self.calls += 1
        if self.calls == self.breaks_at:
            raise RuntimeError("a bug")
        if self.refusals:
            self.refusals -= 1
            raise TransientError("away")
        self.messages.extend(messages)

    def owned(self) -> frozenset[int]:
        return frozenset({0})


def article(url: str, body: str = BODY, *, minute: int = 0) -> IngestedArticle:
    return ingested(url, "Title", body, NOON + timedelta(minutes=minute), keywords=["kept as it came"])


def record(value: msgspec.Struct, offset: int = 0) -> Record[IngestedView]:
    view = decode(encode(value), IngestedView)
    return Record(Position(ARTICLES_INGESTED.name, 0, offset), view.article_id.encode(), view, NOON, {})


@pytest.fixture
def outbox() -> Outbox:
    return Outbox()


@pytest.fixture
def deduplicator() -> Deduplicator:
    deduplicator = Deduplicator(1, Stored())
    deduplicator.share.own({0})
    deduplicator.begin_anew()
    return deduplicator


@pytest.fixture
def handler(deduplicator: Deduplicator, outbox: Outbox) -> ArticleHandler:
    return ArticleHandler(deduplicator, Turns(), outbox, lambda: None)


def forward_of(answer: Answer) -> Publish:
    """The one message that an article leads to."""
    assert not isinstance(answer, PermanentError)
    (forward,) = answer
    return forward


def decision_of(answer: Answer) -> DuplicateSection:
    """The section of the article that goes on."""
    message = forward_of(answer).message
    assert isinstance(message, DeduplicatedPassThrough)
    return message.duplicate


async def test_an_article_goes_on_whole(handler: ArticleHandler, outbox: Outbox) -> None:
    whole = article("https://example.org/a")
    (answer,) = await handler.handle([record(whole)])
    forward = forward_of(answer)
    assert (forward.topic, forward.key) == (ARTICLES_DEDUPLICATED, whole.article_id)
    assert forward.capture_id == whole.capture_id
    assert forward.message is not None
    out = decode(encode(forward.message), DeduplicatedArticle)
    assert out.content == whole.content
    assert out.duplicate.duplicate.kind is DuplicateKind.NONE
    (remembered,) = outbox.messages
    assert remembered.topic is ARTICLES_FINGERPRINTS
    assert remembered.message is not None
    assert decode(encode(remembered.message), Fingerprint) == remembered.message


async def test_every_field_of_a_content_goes_on_as_it_came(handler: ArticleHandler) -> None:
    came = msgspec.json.decode(examples(ARTICLES_INGESTED)["live-blog"])
    (answer,) = await handler.handle([record(decode(msgspec.json.encode(came), IngestedView))])
    message = forward_of(answer).message
    assert message is not None
    assert msgspec.json.decode(encode(message))["content"] == came["content"]


async def test_later_records_of_a_batch_see_earlier_ones(handler: ArticleHandler) -> None:
    first, second = article("https://example.org/a"), article("https://example.org/b", minute=1)
    _, answer = await handler.handle([record(first), record(second, 1)])
    assert decision_of(answer).duplicate.of == first.article_id


async def test_a_revision_goes_on_with_what_it_changed_and_is_compared_off_the_event_loop(
    deduplicator: Deduplicator, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = Turns()
    taken: list[bool] = []

    async def take(work: Callable[[], object], *, long: bool) -> object:
        taken.append(long)
        return await Turns.take(turns, work, long=long)

    monkeypatch.setattr(turns, "take", take)
    handler = ArticleHandler(deduplicator, turns, outbox, lambda: None)
    first = article("https://example.org/a", "It is closed. Nobody knows why.")
    second = article("https://example.org/a", "It is closed. Ice is why.", minute=1)
    (before,) = await handler.handle([record(first)])
    (after,) = await handler.handle([record(second, 1)])
    assert decision_of(before).revised is None
    assert decision_of(after).revised == Revised(
        since=first.content.revision, added=["Ice is why."], removed=["Nobody knows why."]
    )
    await handler.handle([record(article("https://example.org/b")), record(article("https://example.org/b"), 1)])
    assert taken == [False, True, True]


async def test_nothing_is_forwarded_before_its_fingerprint_is_acknowledged(
    handler: ArticleHandler, outbox: Outbox
) -> None:
    outbox.refusals = 1
    batch = [record(article("https://example.org/a"))]
    with pytest.raises(TransientError):
        await handler.handle(batch)
    (answer,) = await handler.handle(batch)
    assert decision_of(answer).version.n == 0
    assert len(outbox.messages) == 1


async def test_a_record_that_is_no_article_costs_no_other(handler: ArticleHandler) -> None:
    good = article("https://example.org/a")
    odd_id = msgspec.structs.replace(good, article_id="not an id")
    odd_content = {"record": "article", "article_id": "0" * 32, "capture_id": "1" * 32, "content": {"title": 3}}
    view = decode(msgspec.json.encode(odd_content), IngestedView)
    bad = Record(Position(ARTICLES_INGESTED.name, 0, 2), b"0" * 32, view, NOON, {})
    answers = await handler.handle([record(odd_id), record(good, 1), bad])
    assert isinstance(answers[0], ArticleIdMalformed)
    assert not isinstance(answers[1], Exception)
    assert isinstance(answers[2], ContentMalformed)


async def test_amendments_are_announced_made_and_settled(
    handler: ArticleHandler, deduplicator: Deduplicator, outbox: Outbox
) -> None:
    later, earlier = article("https://example.org/a", minute=5), article("https://example.org/b")
    await handler.handle([record(later)])
    await handler.handle([record(earlier, 1)])
    outbox.messages.clear()
    outbox.refusals = 1
    amendments = Amendments(deduplicator, Turns(), outbox, outbox, Supervisor("deduplication"))
    async with amendments.running():
        amendments.wake()
        for _ in range(40):
            await asyncio.sleep(0.05)
            if len(outbox.messages) == 3:
                break
    due, amendment, settled = (message.message for message in outbox.messages)
    assert isinstance(due, Fingerprint)
    assert isinstance(amendment, Amendment)
    assert isinstance(amendment.duplicate, DuplicateSection)
    assert isinstance(settled, Fingerprint)
    assert (due.amendment_due, settled.amendment_due) == (True, False)
    assert amendment.article_id == later.article_id
    assert amendment.duplicate.duplicate.of == earlier.article_id
    assert amendment.duplicate.version == due.version == settled.version
    assert amendment.duplicate.version.n == 1
    assert amendments.not_ready() is None


@pytest.mark.parametrize("step", [1, 2, 3])
async def test_a_failure_at_any_step_leaves_no_amendment_undone(
    handler: ArticleHandler, deduplicator: Deduplicator, outbox: Outbox, step: int
) -> None:
    later, earlier = article("https://example.org/a", minute=5), article("https://example.org/b")
    await handler.handle([record(later)])
    await handler.handle([record(earlier, 1)])
    outbox.messages.clear()
    outbox.calls, outbox.breaks_at = 0, step
    amendments = Amendments(deduplicator, Turns(), outbox, outbox, Supervisor("deduplication"))
    async with amendments.running(), asyncio.timeout(30):
        amendments.wake()
        while outbox.calls < step + 3 or deduplicator.to_amend:  # noqa: ASYNC110 - nothing tells when
            await asyncio.sleep(0.01)
    *_, amendment, settled = (message.message for message in outbox.messages)
    assert isinstance(amendment, Amendment)
    assert isinstance(amendment.duplicate, DuplicateSection)
    assert amendment.duplicate.duplicate.of == earlier.article_id
    assert isinstance(settled, Fingerprint)
    assert (settled.amendment_due, settled.version) == (False, amendment.duplicate.version)


@pytest.mark.parametrize(
    "changes",
    [
        {"captured_at": "2026-03-01T12:00:00"},
        {"published_at": "2026-03-01T12:00:00"},
        {"generation": 1 << 40},
        {"generation": -1},
        {"content_hash": "none"},
    ],
    ids=str,
)
async def test_a_bad_record_in_the_middle_of_a_batch_leaves_nothing_half_remembered(
    handler: ArticleHandler, deduplicator: Deduplicator, changes: dict[str, object]
) -> None:
    first, third = article("https://example.org/a"), article("https://example.org/c", "Quite another text. " * 30)
    spoilt = msgspec.json.decode(encode(article("https://example.org/b", minute=1)))
    spoilt["content"] |= changes
    view = decode(msgspec.json.encode(spoilt), IngestedView)
    bad = Record(Position(ARTICLES_INGESTED.name, 0, 1), b"b", view, NOON, {})
    answers = await handler.handle([record(first), bad, record(third, 2)])
    assert isinstance(answers[1], ContentMalformed | ArticleIdMalformed)
    assert len(deduplicator) == 2
    kinds = [decision_of(answer).duplicate.kind for answer in (answers[0], answers[2])]
    assert kinds == [DuplicateKind.NONE, DuplicateKind.NONE]


async def test_a_date_at_the_end_of_time_and_an_impossible_revision_cost_nobody_anything(
    handler: ArticleHandler,
) -> None:
    late = article("https://example.org/a")
    content = msgspec.structs.replace(
        late.content,
        published_at=datetime(9999, 12, 31, tzinfo=UTC),
        published_at_precision=Precision.DAY,
        revision=f"2026-19-39T29:61:61.000000Z-{late.capture_id}",
    )
    (answer,) = await handler.handle([record(msgspec.structs.replace(late, content=content))])
    assert decision_of(answer).version.revision == content.revision


def test_a_day_is_out_by_its_end() -> None:
    midnight = datetime(2026, 3, 1, tzinfo=UTC)
    assert published_by(midnight, Precision.DAY) == midnight + timedelta(days=1)
    assert published_by(NOON, Precision.MINUTE) == NOON
    assert published_by(None, None) is None
