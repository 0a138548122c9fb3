"""What embedding reads of an article, and the task that it makes of it."""

from datetime import datetime
from typing import Final

import msgspec

from babelwire_comparison.unchanged.invariants import invariants
from babelwire_contracts.canonical_url import registrable_domain
from babelwire_contracts.content import Alternate, Audio, Clue, Image, Publisher, Video, no_later_than
from babelwire_contracts.embeddings import MAX_TEXT, EmbeddedArticle, EmbeddingTask, Vector
from babelwire_contracts.fingerprints import HexId
from babelwire_contracts.message import Message, Section
from babelwire_contracts.records import AnyAmendment
from babelwire_contracts.sections import Origin, Translation, TranslationStatus
from babelwire_embedding.beginnings import beginning, cut, spaced, text_hash

UNKNOWN: Final = "und"
"""What a language is called that nobody told."""


class ArticleContent(Section, frozen=True, kw_only=True):
    """The fields of a content section that a task is made of; the others are not decoded."""

    revision: str
    content_hash: HexId
    captured_at: datetime
    title: str
    body: str
    lead: str | None = None
    publisher: Publisher = Publisher()
    published_at: datetime | None = None
    images: list[Image] = []
    videos: list[Video] = []
    audio: list[Audio] = []
    alternates: list[Alternate] = []
    clues: list[Clue] = []


class ToldOrigin(Section, frozen=True, kw_only=True):
    """The fields of a tags section that a task is made of."""

    language: str
    original_language: str = UNKNOWN
    origin: Origin = Origin()
    translation: Translation = Translation(status=TranslationStatus.UNKNOWN)


class TaggedView(Message, frozen=True, kw_only=True, tag_field="record", tag="article"):
    """A `TaggedArticle` as far as embedding reads it."""

    article_id: HexId
    capture_id: HexId
    content: ArticleContent
    tags: ToldOrigin | msgspec.UnsetType = msgspec.UNSET


TaggedRecord = TaggedView | AnyAmendment


def text_of(content: ArticleContent) -> str:
    """What an article's vector is made from."""
    return beginning(content.title, content.lead, content.body)


def language_of(article: TaggedView) -> str:
    """The language that an article is in, as far as it was told."""
    return UNKNOWN if article.tags is msgspec.UNSET else article.tags.language


def task_of(article: TaggedView) -> EmbeddingTask:
    """The task of giving an article its vector."""
    content = article.content
    text = text_of(content)
    domain = content.publisher.domain
    return EmbeddingTask(
        article_id=article.article_id,
        capture_id=article.capture_id,
        revision=content.revision,
        content_hash=content.content_hash,
        text_hash=text_hash(text),
        title=cut(spaced(content.title[: 2 * MAX_TEXT]), MAX_TEXT),
        text=text,
        language=language_of(article),
        publisher=(registrable_domain(domain.lower()) if domain else None) or content.publisher.name,
        published_at=no_later_than(content.captured_at, content.published_at),
        captured_at=content.captured_at,
        invariants=invariants(article.article_id, content, None if article.tags is msgspec.UNSET else article.tags),
    )


def asked_for(article: EmbeddedArticle) -> EmbeddingTask:
    """The task that an article with its vector came of."""
    return EmbeddingTask(**{name: getattr(article, name) for name in EmbeddingTask.__struct_fields__})


def embedded(task: EmbeddingTask, model: str, vector: Vector) -> EmbeddedArticle:
    """The article of a task with its vector."""
    return EmbeddedArticle(**{name: getattr(task, name) for name in task.__struct_fields__}, model=model, vector=vector)
