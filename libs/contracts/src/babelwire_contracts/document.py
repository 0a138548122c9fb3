"""The searchable document: what clients are given, and what it keeps besides so that sections can be joined to it.

Whatever lists the fields of a document takes them from here: the API's answers, what search asks the index for, the
test of the mapping, the facts of a journey, the differences of a shadow.
"""

from datetime import datetime
from typing import Any, Final, Generic, TypeVar

import msgspec

from babelwire_contracts.content import (
    Alternate,
    Audio,
    Embed,
    Image,
    LiveEntry,
    Part,
    Precision,
    Publisher,
    Related,
    Video,
)
from babelwire_contracts.sections import (
    DuplicateSection,
    LanguageReason,
    LanguageShare,
    Origin,
    Revised,
    SectionVersion,
    ShownDuplicate,
    StorySection,
    TagsSection,
    TextVersion,
    TranslatedText,
    Translation,
    TranslationSection,
    TranslationStatus,
)

V = TypeVar("V", SectionVersion, TextVersion)
S = TypeVar("S", DuplicateSection, TagsSection, StorySection, TranslationSection)

DOCUMENT_VERSION: Final = 1
"""`schema_version` of the documents written now."""


class ContentMark(msgspec.Struct, frozen=True, kw_only=True):
    """What the content section needs to be compared, beyond the document's own `revision`."""

    generation: int
    content_hash: str
    parser: str = ""


class Held(msgspec.Struct, Generic[V, S], frozen=True, kw_only=True, omit_defaults=True):
    """The version of the section on show (its values are the document's own fields), and the sections that wait."""

    shown: V | None = None
    waiting: list[S] = []


class Sections(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is needed to join further sections to a document."""

    content: ContentMark | None = None
    duplicate: Held[SectionVersion, DuplicateSection] = Held()
    tags: Held[SectionVersion, TagsSection] = Held()
    story: Held[TextVersion, StorySection] | None = None
    translations: dict[str, Held[TextVersion, TranslationSection]] = {}


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


class Article(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One article as clients see it. `body` is paragraphs joined by blank lines; `structure` says what they are."""

    article_id: str
    capture_id: str | None = None
    revision: str | None = None
    schema_version: int
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
    structure: list[Part] = []
    audio: list[Audio] = []
    embeds: list[Embed] = []
    live_entries: list[LiveEntry] = []
    alternates: list[Alternate] = []
    paywalled: bool | None = None
    partial: bool = False
    publisher: Publisher | None = None
    origin: Origin | None = None
    published_at: datetime | None = None
    published_at_source: str | None = None
    published_at_precision: Precision | None = None
    modified_at: datetime | None = None
    modified_at_source: str | None = None
    modified_at_precision: Precision | None = None
    captured_at: datetime | None = None
    indexed_at: datetime | None = None
    language: str | None = None
    language_confidence: float | None = None
    language_reason: LanguageReason | None = None
    languages: list[LanguageShare] = []
    original_language: str | None = None
    translation: Translation | None = None
    translations: dict[str, TranslatedText] = {}
    duplicate: ShownDuplicate | None = None
    revised: Revised | None = None
    story_id: str | None = None


class Document(Article, frozen=True, kw_only=True, omit_defaults=True):
    """One article in the index; a null or empty field is left out. Without `revision` it is a stub that only waits.

    `localized` and `indexed_at` are set on the way to the index; `localized` is not kept there as data.
    """

    duplicate_group: str | None = None
    localized: dict[str, LocalizedText] = {}
    sections: Sections = Sections()
    source: Source | None = None


PUBLIC_FIELDS: Final = Article.__struct_fields__

BRIEF_FIELDS: Final = (
    *("article_id", "title", "url", "publisher", "origin", "language"),
    *("published_at", "published_at_precision", "duplicate"),
)
"""The fields that show an article where another one refers to it."""

ALWAYS_THERE: Final[dict[str, msgspec.Struct]] = {
    "publisher": Publisher(),
    "origin": Origin(),
    "translation": Translation(status=TranslationStatus.UNKNOWN),
    "duplicate": ShownDuplicate(),
}
"""The objects that clients find in every article, as they are where nothing is known."""


def _empty(field: msgspec.structs.FieldInfo) -> Any:
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return msgspec.to_builtins(ALWAYS_THERE.get(field.name, field.default))


_EMPTY: Final = {field.name: _empty(field) for field in msgspec.structs.fields(Article) if not field.required}


def public(source: dict[str, Any]) -> dict[str, Any]:
    """A document of the index, or part of one, as clients see it: all fields of `Article`, empty where it says nothing.

    Raises msgspec's `ValidationError` for what is no document.
    """
    known: dict[str, Any] = msgspec.to_builtins(msgspec.convert({"schema_version": DOCUMENT_VERSION} | source, Article))
    return {name: known.get(name, _EMPTY.get(name)) for name in PUBLIC_FIELDS}
