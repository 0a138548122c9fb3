"""What the rendered samples are and what should become of each."""

from datetime import date, datetime
from enum import StrEnum

import msgspec


class Kind(StrEnum):
    """What a capture is there to show: a form of input, or something special about the capture."""

    HTML = "html"
    PAGE_TEXT = "page_text"
    RSS = "rss"
    ATOM = "atom"
    JSON = "json"
    EXACT_DUPLICATE = "exact_duplicate"
    NEAR_DUPLICATE = "near_duplicate"
    REVISION = "revision"
    NOT_AN_ARTICLE = "not_an_article"
    BROKEN = "broken"


class SampleCapture(msgspec.Struct, frozen=True, kw_only=True):
    """One capture and the right answer to it.

    `file` holds its bytes; `entry` is its place (from 0) in a feed or a file of JSON lines. `of` is the capture that it
    copies, revises or translates. Of `expected_outcomes` any is right on a first run:
    `refused` means a 4xx and no capture. `captured_at` is null where nothing is captured.
    """

    id: str
    file: str
    content_type: str
    kind: Kind
    expected_outcomes: list[str]
    entry: int | None = None
    url: str | None = None
    captured_at: datetime | None = None
    event: str | None = None
    of: str | None = None
    title: str | None = None
    expected_language: str | None = None
    expected_original_language: str | None = None
    expected_published_at: datetime | None = None
    expected_published_precision: str | None = None


class RenderedFile(msgspec.Struct, frozen=True, kw_only=True):
    """The bytes of one request: a page, a feed, or JSON lines."""

    name: str
    content: bytes
    content_type: str
    url: str | None = None
    captured_at: datetime | None = None


class RenderedSamples(msgspec.Struct, frozen=True, kw_only=True):
    """All files in the order in which they are posted, and all captures in them."""

    base_day: date
    files: list[RenderedFile]
    captures: list[SampleCapture]

    def manifest(self) -> bytes:
        """Base day and captures as indented JSON."""
        facts = {"base_day": self.base_day, "captures": self.captures}
        return msgspec.json.format(msgspec.json.encode(facts), indent=2)
