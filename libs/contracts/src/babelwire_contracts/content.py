"""The parsed article: what a page says, as data, before any other service has judged it."""

import datetime as dt
from datetime import UTC, datetime
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
    width: int | None = None
    """Pixels, as the page says, of the picture at `url`."""
    height: int | None = None


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a recording that a page embeds."""

    title: str | None = None
    date: dt.date | None = None
    duration_seconds: int | None = None
    url: str | None = None


class Video(Recording, frozen=True, kw_only=True):
    """An embedded video."""


class Audio(Recording, frozen=True, kw_only=True):
    """An embedded recording: a podcast, a report of a broadcaster, the article read aloud."""


class Embed(msgspec.Struct, frozen=True, kw_only=True):
    """A post of another service that the page shows among its text, and that is no part of it.

    `service` is the registrable domain of where it was posted (`x.com`).
    """

    service: str
    url: str | None = None
    author: str | None = None
    text: str | None = None


class PartKind(StrEnum):
    """What a paragraph of a body is where it is more than plain text."""

    HEADING = "heading"
    LIST_ITEM = "list_item"
    NUMBERED_ITEM = "numbered_item"
    TABLE_HEAD = "table_head"
    TABLE_ROW = "table_row"
    QUOTE = "quote"
    PREFORMATTED = "preformatted"


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What one paragraph of the body is: `paragraph` counts from 0.

    `level` is 2 to 6 for a heading, as in HTML, and from 1 on for an item: how deep its list lies in others. The cells
    of a row of a table are parted by " | ".
    """

    paragraph: int
    kind: PartKind
    level: int | None = None


class LiveEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a live blog: it begins with paragraph `paragraph` of the body and ends where the next one begins."""

    paragraph: int
    title: str | None = None
    published_at: datetime | None = None


class Alternate(msgspec.Struct, frozen=True, kw_only=True):
    """The article in another language or for another country, as the page declares it: never the same article."""

    url: str
    language: str


class RejectedDate(msgspec.Struct, frozen=True, kw_only=True):
    """A date on the page that was not taken for that of publication: where it stood, its words, and why not."""

    where: str
    words: str
    reason: str


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
    ALTERNATE_LINK = "alternate_link"
    BASED_ON = "based_on"
    GENERATOR = "generator"


class Clue(msgspec.Struct, frozen=True, kw_only=True):
    """Something printed or declared that bears on origin, language or translation.

    `where` says in which part of the capture it stood (`text line 3`, `meta[name=generator]`, `json field origin`),
    `words` are the words themselves. `address` is what they lead to; `language` (BCP 47, as written) and `outlet` are
    what is said beside them of the text that they speak of. Ingest collects clues and draws no conclusion.
    """

    kind: ClueKind
    where: str
    words: str
    address: str | None = None
    language: str | None = None
    outlet: str | None = None


class Content(Section, frozen=True, kw_only=True):
    """The content section of an article.

    `body` is paragraphs joined by blank lines. `published_at` is UTC (00:00 of the publisher's day at precision `day`)
    and null where nothing says it. `content_hash` is `identity.content_hash` of title, lead and body.
    `declared_language` is a BCP 47 tag that the capture itself gives for its text. `structure` names the paragraphs of
    `body` that are more than plain text. `paywalled` is what the page says of itself, null where it says nothing.
    `partial`: the text is known to be cut, or to be no more than what the page's metadata give of it.
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
    structure: list[Part] = []
    audio: list[Audio] = []
    embeds: list[Embed] = []
    live_entries: list[LiveEntry] = []
    alternates: list[Alternate] = []
    paywalled: bool | None = None
    partial: bool = False
    publisher: Publisher = Publisher()
    declared_origin: DeclaredOrigin | None = None
    declared_language: str | None = None
    published_at: datetime | None = None
    published_at_source: str | None = None
    published_at_precision: Precision | None = None
    modified_at: datetime | None = None
    modified_at_source: str | None = None
    modified_at_precision: Precision | None = None
    rejected_dates: list[RejectedDate] = []
    clues: list[Clue] = []
    parser: str = ""


def no_later_than(captured_at: datetime, moment: datetime | None) -> datetime | None:
    """A time of publication or change, in UTC; None where it is after the capture, for that cannot be true."""
    at = in_utc(moment) if moment is not None else None
    return at if at is not None and at <= in_utc(captured_at) else None


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC; a moment of a content that has no zone is in UTC already."""
    if moment.tzinfo is UTC:
        return moment
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
