"""The shapes of the API's answers, for its OpenAPI document."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field


class Image(BaseModel):
    url: str | None = None
    caption: str | None = None
    credit: str | None = None


class Video(BaseModel):
    title: str | None = None
    date: str | None = None
    duration_seconds: int | None = None
    url: str | None = None


class Related(BaseModel):
    """Another article that the page points to."""

    title: str | None = None
    url: str | None = None
    category: str | None = None
    published_at: datetime | None = None


class Publisher(BaseModel):
    """The site that displays the article."""

    name: str | None
    domain: str | None


class Origin(BaseModel):
    """The outlet that wrote it, as printed and as the registry has it."""

    name: str | None
    registry_name: str | None
    domain: str | None
    language: str | None
    country: str | None


class Evidence(BaseModel):
    """What the translation tag rests on."""

    kind: str
    where: str
    words: str
    for_: str = Field(alias="for")


class Translation(BaseModel):
    """Of the captured text only."""

    status: Literal["original", "translated_by_publisher", "unknown"]
    method: Literal["human", "machine", "unknown"] | None
    engine: str | None
    confidence: float | None
    evidence: list[Evidence]


class Duplicate(BaseModel):
    """`of` is the article id it copies."""

    kind: Literal["none", "exact", "near", "translated"]
    of: str | None
    score: float | None
    rule: str | None


class Brief(BaseModel):
    """An article in a few words."""

    article_id: str
    title: str | None
    url: str | None
    publisher: Publisher
    origin: Origin
    language: str | None
    published_at: datetime | None
    published_at_precision: Literal["second", "minute", "day"] | None
    duplicate: Duplicate


class Article(BaseModel):
    """The searchable document. `body` is paragraphs joined by blank lines."""

    article_id: str
    capture_id: str | None
    revision: str | None
    schema_version: int | None
    url: str | None
    canonical_url: str | None
    title: str | None
    lead: str | None
    body: str | None
    authors: list[str]
    categories: list[str]
    keywords: list[str]
    images: list[Image]
    videos: list[Video]
    credits: list[str]
    related: list[Related]
    publisher: Publisher
    origin: Origin
    published_at: datetime | None
    published_at_source: str | None
    published_at_precision: Literal["second", "minute", "day"] | None
    captured_at: datetime | None
    indexed_at: datetime | None
    language: str | None
    language_confidence: float | None
    original_language: str | None
    translation: Translation
    translations: dict[str, dict[str, Any]]
    duplicate: Duplicate
    story_id: str | None
    copies: list[Brief] = Field(description="Other members of its group of duplicates, at most 20.")
    copies_total: int = Field(description="How many other members there are.")


class FoundArticle(Article):
    """An article in a list; `highlights` are HTML: escaped text with `<mark>` around what was looked for."""

    highlights: dict[Literal["title", "lead", "body"], list[str]]


class ArticleList(BaseModel):
    """`total` counts what is listed; `next` is the cursor of the next page."""

    items: list[FoundArticle]
    total: int
    total_exact: bool
    next: str | None


class FacetValue(BaseModel):
    """`value` is what the filter takes, `name` how to show it."""

    value: str
    name: str
    count: int


class Replacement(BaseModel):
    from_: str = Field(alias="from")
    to: str


class Suggestion(BaseModel):
    """What was perhaps meant."""

    q: str
    words: list[Replacement]


Facets = dict[Literal["language", "original_language", "publisher", "origin", "category"], list[FacetValue]]


class SearchAnswer(ArticleList):
    facets: Facets
    suggestions: list[Suggestion]
    notes: list[str] = Field(description="What could not be read and was left out.")


class DayAnswer(ArticleList):
    """The articles of one UTC day; the other two days are the nearest that have articles."""

    date: str
    previous_day: str | None
    next_day: str | None
    facets: Facets
    notes: list[str]


class Example(BaseModel):
    article_id: str
    title: str | None
    language: str | None


class Trend(BaseModel):
    """A word of headlines. `before` is the number of articles in an average window before."""

    word: str
    articles: int
    publishers: int
    languages: list[str]
    before: float
    score: float
    example: Example


class TrendList(BaseModel):
    items: list[Trend]
    total: int
    total_exact: bool
    next: None
    since: datetime
    until: datetime


class Source(BaseModel):
    """A site that displays articles, or an outlet that wrote some."""

    role: Literal["publisher", "origin"]
    name: str
    domains: list[str]
    country: str | None
    articles: int
    languages: list[str]
    original_languages: list[str]
    last_published_at: datetime | None
    last_captured_at: datetime | None


class SourceList(BaseModel):
    items: list[Source]
    total: int
    total_exact: bool
    next: None


class ParameterError(BaseModel):
    parameter: str
    message: str


class Problem(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ParameterError] = []
