"""The samples as they are written down: outlets, events and each outlet's telling of one."""

from enum import StrEnum

import msgspec


class Form(StrEnum):
    """In what shape a telling reaches ingest."""

    HTML = "html"
    PAGE_TEXT = "page_text"
    RSS = "rss"
    ATOM = "atom"
    JSON = "json"


class Style(StrEnum):
    """How an outlet builds its HTML pages: JSON-LD, Open Graph, or neither."""

    MODERN = "modern"
    CLASSIC = "classic"
    PLAIN = "plain"


class Precision(StrEnum):
    """How exactly a telling says when it was published."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"


class _Data(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Anything read from YAML: an unknown key is an error."""


class PageTextWords(_Data, frozen=True, kw_only=True):
    """The boilerplate of a site whose pages are captured as text; what is null is not on its pages."""

    footer: str
    similar: str
    tagline: str | None = None
    published: str | None = None
    credits: str | None = None
    source: str | None = None
    translated: str | None = None
    archive: str | None = None
    may_like: str | None = None
    trends: str | None = None
    row: str | None = None


class Outlet(_Data, frozen=True, kw_only=True):
    """A site that publishes; `language` is what it shows, `utc_offset` its clock (`+03:00`)."""

    name: str
    domain: str
    language: str
    country: str
    utc_offset: str
    aliases: list[str] = []
    style: Style = Style.MODERN
    charset: str = "utf-8"
    page_text: PageTextWords | None = None


class Boilerplate(_Data, frozen=True, kw_only=True):
    """What stands around an article on an HTML page in one language."""

    nav: list[str]
    by: str
    related: str
    share: str
    cookies: str
    rights: str
    privacy: str


class Published(_Data, frozen=True, kw_only=True):
    """When, counted back from the base day, on the outlet's clock (`HH:MM` or `HH:MM:SS`; none at precision `day`)."""

    days_ago: int
    precision: Precision
    time: str | None = None


class Image(_Data, frozen=True, kw_only=True):
    """A picture that stands after paragraph `after` (0: before the first)."""

    caption: str
    credit: str | None = None
    path: str | None = None
    after: int = 0


class Video(_Data, frozen=True, kw_only=True):
    """A video that stands after paragraph `after`."""

    title: str
    days_ago: int
    duration_seconds: int
    path: str | None = None
    after: int = 2


class Replacement(_Data, frozen=True, kw_only=True):
    """Words of a copied text and what the copier made of them."""

    old: str
    new: str


class Edits(_Data, frozen=True, kw_only=True):
    """What a copier changed.

    `drop` counts paragraphs from 0, negative from the end; `quotes` is four characters: opening and closing marks
    of the original, opening and closing marks of the copy.
    """

    title: str | None = None
    lead: str | None = None
    replace: list[Replacement] = []
    drop: list[int] = []
    append: list[str] = []
    quotes: str | None = None


class Article(_Data, frozen=True, kw_only=True):
    """One outlet's telling of an event.

    A copy or revision names the outlet it takes `title`, `lead` and `paragraphs` from, and its `edits`.
    In page text, `⏎` in a paragraph marks where the page breaks it. `source` is the outlet that an aggregator prints;
    `translation_of` names the outlet of this event that it translated. `captured_minutes_later` moves the capture.
    """

    outlet: str
    form: Form
    path: str
    published: Published
    language: str | None = None
    original_language: str | None = None
    title: str = ""
    lead: str | None = None
    paragraphs: list[str] = []
    authors: list[str] = []
    categories: list[str] = []
    images: list[Image] = []
    videos: list[Video] = []
    credits: list[str] = []
    source: str | None = None
    translation_of: str | None = None
    copy_of: str | None = None
    near_copy_of: str | None = None
    revision_of: str | None = None
    edits: Edits = Edits()
    declares_language: bool = True
    without_url: bool = False
    captured_minutes_later: int = 0


class Event(_Data, frozen=True, kw_only=True):
    """Something that happened, and who told it."""

    event: str
    articles: list[Article]


class SectionFront(_Data, frozen=True, kw_only=True):
    """A page that lists an outlet's articles and is none itself."""

    outlet: str
    path: str
    title: str


class BrokenLines(_Data, frozen=True, kw_only=True):
    """A file of JSON lines in which one is cut off."""

    name: str
    lines: list[str]


class Oddities(_Data, frozen=True, kw_only=True):
    """What is posted beside the articles."""

    section_front: SectionFront
    broken: BrokenLines
