"""Edited copies are found, other tellings of the same event are not, and nothing links one event to another."""

from datetime import UTC, datetime, timedelta

import pytest

from babelwire_comparison.comparing import compare
from babelwire_comparison.reduction import Reduced, parted, reduce_texts
from babelwire_contracts import identity
from babelwire_contracts.sections import Duplicate, DuplicateKind
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.observations import Observation

from .copied_articles import Article, Event, events
from .pipeline import observation
from .stored import Stored

EVENTS = events()
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def reduced(articles: list[Article]) -> list[Reduced]:
    return reduce_texts([parted(*article.text) for article in articles])


def decided(articles: list[Article]) -> list[Duplicate]:
    """The decisions on articles that came in this order, each at an address of its own."""
    seen = []
    for number, (article, text) in enumerate(zip(articles, reduced(articles), strict=True)):
        captured_at = NOON + timedelta(minutes=number)
        url = f"https://example.org/{number}"
        capture_id = identity.capture_id(url, article.body.encode(), captured_at)
        seen.append(
            Observation(
                article_id=bytes.fromhex(identity.article_id(url)),
                capture_id=bytes.fromhex(capture_id),
                content_hash=bytes.fromhex(identity.content_hash(*article.text)),
                revision=identity.revision(captured_at, capture_id),
                content_generation=1,
                captured_at=captured_at,
                seen_at=captured_at,
                published_by=None,
                addressed=True,
                text=text,
                written=parted(*article.text)[1],
                partition=0,
            )
        )
    sections, _ = Deduplicator(1, Stored()).observe(seen)
    return [section.duplicate for section in sections]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.name)
def test_copies_are_found_and_tellings_are_not(event: Event) -> None:
    original = identity.article_id("https://example.org/0")
    of = [decision.of for decision in decided(event.articles)]
    found = [article.made for article, one in zip(event.articles[1:], of[1:], strict=True) if one == original]
    assert found == [copy.made for copy in event.copies]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.name)
def test_copies_share_enough_to_be_found_by(event: Event) -> None:
    original, *others = reduced(event.articles)
    for article, text in zip(event.articles[1:], others, strict=True):
        assert compare(original, text).is_copy == article.is_copy, article.made
        if article.is_copy:
            assert len(set(original.sketch.tolist()) & set(text.sketch.tolist())) > 1, article.made


def test_events_stay_apart() -> None:
    every = [article for event in EVENTS for article in event.articles]
    ids = {identity.article_id(f"https://example.org/{number}"): article for number, article in enumerate(every)}
    for article, decision in zip(every, decided(every), strict=True):
        assert decision.of is None or ids[decision.of].event == article.event


def test_decisions_say_why() -> None:
    deduplicator = Deduplicator(1, Stored())
    sections, _ = deduplicator.observe(
        [observation(1, 0, 0), observation(2, 1, 0), observation(3, 2, 0, content=1), observation(4, 3, 1)]
    )
    original, same, retitled, near = (section.duplicate for section in sections)
    assert original.kind is DuplicateKind.NONE
    assert (original.of, original.score, original.rule) == (None, None, None)
    assert (same.kind, same.rule, same.score) == (DuplicateKind.EXACT, "content hash", 1.0)
    assert (retitled.kind, retitled.rule) == (DuplicateKind.EXACT, "text hash")
    assert near.kind is DuplicateKind.NEAR
    assert near.rule == "shares 1.000 of the shorter text; facts that agree: 0, that differ: 0"
    assert near.score == 1.0
