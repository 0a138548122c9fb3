"""The searchable document, and what it keeps besides so that sections can be joined to it later."""

from datetime import UTC, datetime
from typing import Final

import msgspec

from babelwire_contracts.content import Content, Image, Precision, Publisher, Related, Video
from babelwire_contracts.sections import (
    Duplicate,
    DuplicateSection,
    Origin,
    SectionVersion,
    TagsSection,
    TranslatedText,
    Translation,
)
from babelwire_indexing.languages import analyzed_language

DOCUMENT_VERSION: Final = 1
"""`schema_version` of the documents written now."""


class ContentMark(msgspec.Struct, frozen=True, kw_only=True):
    """What the content section needs to be compared, beyond the document's own `revision`."""

    generation: int
    content_hash: str
    parser: str = ""


class HeldDuplicates(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The version of the duplicate section on show (its values are the document's own fields), and those to come."""

    shown: SectionVersion | None = None
    waiting: list[DuplicateSection] = []


class HeldTags(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The version of the tags section on show (its values are the document's own fields), and those to come."""

    shown: SectionVersion | None = None
    waiting: list[TagsSection] = []


class Sections(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is needed to join further sections. Sections that wait were made from content that has not come yet."""

    content: ContentMark | None = None
    duplicate: HeldDuplicates = HeldDuplicates()
    tags: HeldTags = HeldTags()


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """The record that brought the content on show: where the journey of the article starts."""

    topic: str
    partition: int
    offset: int


class LocalizedText(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The words of an article once more, for the analyzer of their own language."""

    title: str
    body: str
    lead: str | None = None


class Document(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One article in the index; a null or empty field is left out. Without `revision` it is a stub that only waits.

    `localized` and `indexed_at` are set on the way to the index; `localized` is not kept there as data.
    """

    article_id: str
    schema_version: int
    capture_id: str | None = None
    revision: str | None = None
    captured_at: datetime | None = None
    indexed_at: datetime | None = None
    url: str | None = None
    canonical_url: str | None = None
    title: str = ""
    lead: str | None = None
    body: str = ""
    authors: list[str] = []
    categories: list[str] = []
    keywords: list[str] = []
    images: list[Image] = []
    videos: list[Video] = []
    credits: list[str] = []
    related: list[Related] = []
    publisher: Publisher | None = None
    published_at: datetime | None = None
    published_at_source: str | None = None
    published_at_precision: Precision | None = None
    origin: Origin | None = None
    language: str | None = None
    language_confidence: float | None = None
    original_language: str | None = None
    translation: Translation | None = None
    translations: dict[str, TranslatedText] = {}
    duplicate: Duplicate | None = None
    story_id: str | None = None
    duplicate_group: str | None = None
    localized: dict[str, LocalizedText] = {}
    sections: Sections = Sections()
    source: Source | None = None


_encoder: Final = msgspec.json.Encoder()


def stub(article_id: str) -> Document:
    """A document that has no content yet and shows nowhere."""
    return Document(article_id=article_id, schema_version=DOCUMENT_VERSION)


def from_content(article_id: str, capture_id: str, content: Content, source: Source) -> Document:
    """A document of content alone. A publication time after the capture cannot be true and is left out."""
    captured_at = _utc(content.captured_at)
    published_at = _utc(content.published_at) if content.published_at is not None else None
    dated = published_at is not None and published_at <= captured_at
    return Document(
        article_id=article_id,
        schema_version=DOCUMENT_VERSION,
        capture_id=capture_id,
        revision=content.revision,
        captured_at=captured_at,
        url=content.url,
        canonical_url=content.canonical_url,
        title=content.title,
        lead=content.lead,
        body=content.body,
        authors=content.authors,
        categories=content.categories,
        keywords=content.keywords,
        images=content.images,
        videos=content.videos,
        credits=content.credits,
        related=content.related,
        publisher=content.publisher,
        published_at=published_at if dated else None,
        published_at_source=content.published_at_source if dated else None,
        published_at_precision=content.published_at_precision if dated else None,
        sections=Sections(
            content=ContentMark(generation=content.generation, content_hash=content.content_hash, parser=content.parser)
        ),
        source=source,
    )


def to_source(document: Document, indexed_at: datetime) -> bytes:
    """The document as the index takes it: JSON on one line."""
    language = analyzed_language(document.language)
    localized = {}
    if language is not None:
        localized[language] = LocalizedText(title=document.title, lead=document.lead, body=document.body)
    return _encoder.encode(msgspec.structs.replace(document, indexed_at=indexed_at, localized=localized))


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is UTC:
        return moment
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
