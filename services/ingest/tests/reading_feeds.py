"""A feed document all the way: split as at the door, and each entry parsed as its capture would be."""

from datetime import UTC, datetime

from babelwire_contracts.captures import Capture
from babelwire_contracts.content import Content
from babelwire_ingest.feed_request import read_feed
from babelwire_ingest.feed_splitting import FeedLimits
from babelwire_ingest.parsing import NotAnArticle, parse

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
URL = "https://strait.example/feed.xml"
LIMITS = FeedLimits(entries=2000, entry_bytes=4 * 1024 * 1024, total_bytes=64 * 1024 * 1024, seconds=10)
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:atom="http://www.w3.org/2005/Atom"'
)


def rss(*items: str, channel: str = "<title>Strait Post</title><link>https://strait.example/</link>") -> str:
    """An RSS document of items, each given as its content."""
    entries = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0" {NAMESPACES}><channel>{channel}{entries}</channel></rss>'


def item(more: str = "", *, number: int = 1, text: str = "The ferry sailed again on Sunday.") -> str:
    """The content of an RSS item with a link, and a text where one is given."""
    description = f"<description>{text}</description>" if text else ""
    return f"<title>Ferry {number}</title><link>https://strait.example/{number}</link>{description}{more}"


def atom(*entries: str, head: str = "<title>Correo</title>") -> str:
    """An Atom document of entries, each given as its content."""
    listed = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {NAMESPACES.rsplit(" ", 1)[0]}>{head}{listed}</feed>'


def captures(document: bytes | str, content_type: str = "", url: str | None = URL) -> list[Capture]:
    """The captures of a feed document."""
    body = document.encode() if isinstance(document, str) else document
    return list(
        read_feed(
            body, url, content_type=content_type, limits=LIMITS, captured_at=NOW, accepted_at=NOW, allow_private=False
        )
    )


def contents(document: bytes | str, content_type: str = "", url: str | None = URL) -> list[Content]:
    """The contents of a feed document's articles; entries that are none are left out."""
    found = []
    for capture in captures(document, content_type, url):
        try:
            found.append(parse(capture, generation=1).content)
        except NotAnArticle:
            continue
    return found


def content(document: bytes | str, content_type: str = "", url: str | None = URL) -> Content:
    """The content of a feed document's one article."""
    (only,) = contents(document, content_type, url)
    return only
