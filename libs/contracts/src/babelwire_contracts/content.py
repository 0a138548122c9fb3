"""The parsed article: what a page says, as data, before any other service has judged it."""

import datetime as dt
from datetime import datetime
from enum import StrEnum

import msgspec

from babelwire_contracts.message import Section


class Precision(StrEnum):
    """How exactly a publication time is known."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"


class Image(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that accompanies an article; a caption without an address is still a picture."""

    url: str | None = None
    caption: str | None = None
    credit: str | None = None


class Video(msgspec.Struct, frozen=True, kw_only=True):
    """An embedded video."""

    title: str | None = None
    date: dt.date | None = None
    duration_seconds: int | None = None
    url: str | None = None


class Publisher(msgspec.Struct, frozen=True, kw_only=True):
    """The site that displays the article."""

    name: str | None = None
    domain: str | None = None


class DeclaredOrigin(msgspec.Struct, frozen=True, kw_only=True):
    """The outlet that wrote the article, as the capture itself declares it and before any registry was asked."""

    name: str | None = None
    domain: str | None = None
    language: str | None = None
    country: str | None = None


class Related(msgspec.Struct, frozen=True, kw_only=True):
    """Another article that the page points to."""

    title: str | None = None
    url: str | None = None
    category: str | None = None
    published_at: datetime | None = None


class ClueKind(StrEnum):
    """What sort of mark on a page says where its text comes from."""

    SOURCE_LINE = "source_line"
    TAGLINE = "tagline"
    CREDIT_LINE = "credit_line"
    BYLINE = "byline"
    DATELINE = "dateline"
    TRANSLATION_NOTE = "translation_note"
    ORIGINAL_LINK = "original_link"
    HTML_LANG = "html_lang"
    CONTENT_LANGUAGE = "content_language"
    DECLARED_LANGUAGE = "declared_language"
    GENERATOR = "generator"


class Clue(msgspec.Struct, frozen=True, kw_only=True):
    """Something printed or declared that bears on origin, language or translation.

    `where` says in which part of the capture it stood (`text line 3`, `meta[name=generator]`, `json field origin`),
    `words` are the words themselves. Ingest collects clues and draws no conclusion.
    """

    kind: ClueKind
    where: str
    words: str


class Content(Section, frozen=True, kw_only=True):
    """The content section of an article.

    `body` is paragraphs joined by blank lines. `published_at` is UTC (00:00 of the publisher's day at precision `day`)
    and null where nothing says it. `content_hash` is `identity.content_hash` of title, lead and body.
    `declared_language` is a BCP 47 tag that the capture itself gives for its text.
    """

    revision: str
    generation: int
    content_hash: str
    captured_at: datetime
    title: str
    body: str
    url: str | None = None
    canonical_url: str | None = None
    lead: str | None = None
    authors: list[str] = []
    categories: list[str] = []
    keywords: list[str] = []
    images: list[Image] = []
    videos: list[Video] = []
    credits: list[str] = []
    related: list[Related] = []
    publisher: Publisher = Publisher()
    declared_origin: DeclaredOrigin | None = None
    declared_language: str | None = None
    published_at: datetime | None = None
    published_at_source: str | None = None
    published_at_precision: Precision | None = None
    clues: list[Clue] = []
    parser: str = ""
