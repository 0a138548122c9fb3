"""Handles batches of `articles.ingested`."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Final

import msgspec

from babelwire_comparison.reduction import Reduced, parted, reduce_texts
from babelwire_contracts.content import Precision
from babelwire_contracts.fingerprints import Fingerprint
from babelwire_contracts.message import Message
from babelwire_contracts.records import DeduplicatedPassThrough
from babelwire_contracts.topics import ARTICLES_DEDUPLICATED, ARTICLES_FINGERPRINTS
from babelwire_deduplication.articles import id_bytes
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.errors import ArticleIdMalformed, ContentMalformed
from babelwire_deduplication.observations import Observation, published_by
from babelwire_deduplication.ports import Outbox
from babelwire_messaging.handling import Answer, Publish, Record
from babelwire_messaging.turns import Turns

_CHARACTERS_IN_LOOP: Final = 200_000
"""Reducing this much text takes less than 50 ms; more of it leaves the event loop."""

_RECORDS_IN_LOOP: Final = 25
"""Deciding on this many takes less than 50 ms, even in large families of copies; more of them leave the event loop,
and so do revisions of articles that are known.
"""

_MOST: Final = (1 << 31) - 1


class IngestedView(Message, frozen=True, kw_only=True, tag_field="record", tag="article"):
    """An `IngestedArticle` of which the content stays as it is."""

    article_id: str
    capture_id: str
    content: msgspec.Raw

    reads = ("content",)


class ComparedContent(msgspec.Struct, frozen=True, kw_only=True):
    """What is compared of a content section, and what orders it."""

    revision: str
    generation: int
    content_hash: str
    url: str | None = None
    captured_at: datetime
    title: str
    body: str
    lead: str | None = None
    published_at: datetime | None = None
    published_at_precision: Precision | None = None


_content_decoder: Final = msgspec.json.Decoder(ComparedContent)


class ArticleHandler:
    """Forwards every article with the decision on it. `after` is called when other decisions may have changed."""

    def __init__(self, deduplicator: Deduplicator, turns: Turns, outbox: Outbox, after: Callable[[], None]) -> None:
        self._deduplicator = deduplicator
        self._turns = turns
        self._outbox = outbox
        self._after = after

    async def handle(self, records: Sequence[Record[IngestedView]]) -> list[Answer]:
        """One `DeduplicatedArticle` per record, its content byte for byte as it came.

        Fingerprints are acknowledged first: no decision is ever out that a successor would not know of.
        """
        answers: list[Answer] = [[] for _ in records]
        contents: dict[int, ComparedContent] = {}
        for index, record in enumerate(records):
            try:
                contents[index] = _content(record.value)
            except (ArticleIdMalformed, ContentMalformed) as error:
                answers[index] = error
        texts = await _reduced(list(contents.values()))
        observations = [
            _observation(records[index], content, text)
            for (index, content), text in zip(contents.items(), texts, strict=True)
        ]
        sections, fingerprints = await self._turns.take(
            partial(self._deduplicator.observe, observations), long=self._takes_long(observations)
        )
        await self._outbox.publish([fingerprint_record(fingerprint) for fingerprint in fingerprints])
        for index, section in zip(contents, sections, strict=True):
            view = records[index].value
            forward = DeduplicatedPassThrough(
                article_id=view.article_id, capture_id=view.capture_id, content=view.content, duplicate=section
            )
            answers[index] = [Publish(ARTICLES_DEDUPLICATED, view.article_id, forward, view.capture_id)]
        if self._deduplicator.to_amend:
            self._after()
        return answers

    def _takes_long(self, observations: Sequence[Observation]) -> bool:
        """Whether deciding may take longer than 50 ms: on many articles or long ones, or as revisions are compared."""
        ids = {observation.article_id for observation in observations}
        if len(ids) < len(observations) or len(ids) > _RECORDS_IN_LOOP:
            return True
        characters = sum(len(observation.written) for observation in observations)
        return characters > _CHARACTERS_IN_LOOP or any(map(self._deduplicator.knows, ids))


def fingerprint_record(fingerprint: Fingerprint) -> Publish:
    """A fingerprint as a message of its topic."""
    return Publish(ARTICLES_FINGERPRINTS, fingerprint.article_id, fingerprint, fingerprint.capture_id)


def _content(view: IngestedView) -> ComparedContent:
    id_bytes(view.article_id)
    id_bytes(view.capture_id)
    try:
        content = _content_decoder.decode(view.content)
    except msgspec.DecodeError as error:
        raise ContentMalformed(f"content: {error}") from error
    id_bytes(content.content_hash)
    if content.captured_at.tzinfo is None or (content.published_at and content.published_at.tzinfo is None):
        raise ContentMalformed("content: a time has no zone")
    if not 0 <= content.generation <= _MOST:
        raise ContentMalformed(f"content: generation {content.generation} is out of range 0 to {_MOST}")
    return content


async def _reduced(contents: Sequence[ComparedContent]) -> list[tuple[str, Reduced]]:
    """The text of each, headline apart, and what it is reduced to."""
    texts = [parted(content.title, content.lead, content.body) for content in contents]
    if sum(len(content.body) for content in contents) > _CHARACTERS_IN_LOOP:
        reduced = await asyncio.to_thread(reduce_texts, texts)
    else:
        reduced = reduce_texts(texts)
    return [(written, one) for (_heading, written), one in zip(texts, reduced, strict=True)]


def _observation(record: Record[IngestedView], content: ComparedContent, text: tuple[str, Reduced]) -> Observation:
    written, reduced = text
    return Observation(
        article_id=id_bytes(record.value.article_id),
        capture_id=id_bytes(record.value.capture_id),
        content_hash=id_bytes(content.content_hash),
        revision=content.revision,
        content_generation=content.generation,
        captured_at=content.captured_at,
        seen_at=record.appended_at,
        published_by=published_by(content.published_at, content.published_at_precision),
        addressed=content.url is not None,
        text=reduced,
        written=written,
        partition=record.position.partition,
    )
