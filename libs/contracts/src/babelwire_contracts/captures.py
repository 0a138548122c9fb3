"""What ingest accepted, before anything has judged it."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from babelwire_contracts.message import Message

ARTICLE_JSON: Final = "application/vnd.babelwire.article+json"
"""Content type of a capture that came through `POST /articles`: one article, extracted already, as JSON."""
RSS: Final = "application/rss+xml"
ATOM: Final = "application/atom+xml"
HTML: Final = "text/html"
PLAIN_TEXT: Final = "text/plain"


class CaptureMethod(StrEnum):
    """How a capture reached us."""

    PAGE = "page"
    ARTICLE = "article"
    FEED = "feed"


class Capture(Message, frozen=True, kw_only=True):
    """One candidate article as it came.

    `body` is the bytes (base64 in JSON); `content_type` the media type as declared, with its charset where one was;
    a feed's capture holds one entry in a feed document of its own. `source` names the feed it came in; `entry_id` is
    what identifies the entry together with `url`, where that address is not its alone.
    `captured_at` is when the bytes were taken, never later than `accepted_at`, when ingest took them on.
    """

    capture_id: str
    url: str | None
    content_type: str
    body: bytes
    method: CaptureMethod
    captured_at: datetime
    accepted_at: datetime
    source: str | None = None
    entry_id: str | None = None
