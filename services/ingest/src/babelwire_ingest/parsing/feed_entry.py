"""One entry of a feed, in a feed document of its own, to an article."""

import re
from io import BytesIO
from typing import Any, Final

import feedparser
from lxml import etree, html

from babelwire_contracts.captures import Capture
from babelwire_contracts.content import Clue, ClueKind, DeclaredOrigin, Image, Publisher, Video
from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.dates import Dating
from babelwire_ingest.parsing.draft import Draft
from babelwire_ingest.parsing.errors import NotAnArticle, UnreadableCapture
from babelwire_ingest.parsing.feed_dates import feed_dating
from babelwire_ingest.parsing.web_address import web_address
from babelwire_ingest.parsing.web_page.document import check_bounds, check_memory
from babelwire_ingest.parsing.web_page.hygiene import tidy
from babelwire_ingest.parsing.web_page.players import WHOLE_SECONDS
from babelwire_ingest.parsing.web_page.visible import visible_lines
from babelwire_text.language_tags import read_tag

PARSER: Final = f"feed-entry feedparser {feedparser.__version__}"

_ENTITY: Final = re.compile(rb"<!(?:ENTITY|DOCTYPE[^>]*\[)", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"\S+@\S+\s*\((?P<name>[^)]+)\)")
_MOST: Final = 50


def parse_feed_entry(capture: Capture) -> Draft:
    """The article of an RSS or Atom entry; a short summary is a body too.

    Raises `UnreadableCapture` for what is no feed or declares entities, and `NotAnArticle` for an entry without title
    or text.
    """
    if _ENTITY.search(_ascii_readable(capture.body)):
        raise UnreadableCapture(
            "the feed declares entities of its own, which no feed needs and no reader should expand"
        )
    check_bounds(_ascii_readable(capture.body).decode("latin-1"))
    _require_well_formed(capture.body)
    try:
        # As a stream: given bytes or text, feedparser takes them for a file name or an address first.
        feed = feedparser.parse(BytesIO(capture.body), sanitize_html=False, resolve_relative_uris=True)
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError, AssertionError) as error:
        raise UnreadableCapture(f"the feed defeats its parser: {type(error).__name__}") from error
    entries = feed.get("entries") or []
    if not entries:
        raise UnreadableCapture("the document is no RSS or Atom feed, or has no entry")
    entry = entries[0]
    title = " ".join(_text_lines(entry.get("title")))
    full, summary = _paragraphs(_content(entry)), _paragraphs(entry.get("summary"))
    paragraphs = full or summary
    if not title or not paragraphs:
        raise NotAnArticle(f"the entry has no {'text' if title else 'title'}")
    base = web_address(capture.url) or web_address(entry.get("link"))
    return Draft(
        title=title,
        paragraphs=paragraphs,
        lead=_lead(full, summary),
        authors=_authors(entry),
        categories=_distinct(tag.get("label") or tag.get("term") for tag in entry.get("tags") or []),
        images=_images(entry, base),
        videos=_videos(entry, base),
        publisher=Publisher(name=text_cleaning.line(feed.feed.get("title") or "") or None),
        origin=_origin(entry),
        language=_language(feed, entry),
        dating=_dating(entry),
        clues=_clues(feed, entry),
        parser=PARSER,
    )


def _require_well_formed(body: bytes) -> None:
    # feedparser falls back to a lenient parser, for which time grows with the square of some broken input.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        check_memory(error)
        raise UnreadableCapture(f"the feed is not well-formed XML: {error}"[:300]) from error


def _ascii_readable(body: bytes) -> bytes:
    # Declarations are ASCII in every encoding of XML; in UTF-16 and UTF-32 with zero bytes between.
    return body.replace(b"\x00", b"")


def _content(entry: Any) -> str | None:
    return max((part.get("value") or "" for part in entry.get("content") or []), key=len, default=None)


def _paragraphs(markup: str | None) -> list[str]:
    return _text_lines(markup)


def _text_lines(markup: str | None) -> list[str]:
    """The lines of a text that may or may not be HTML; feeds do not tell."""
    if not markup or not markup.strip():
        return []
    if "<" not in markup and "&" not in markup:
        return text_cleaning.paragraphs(markup)
    try:
        tree = html.document_fromstring(f"<html><body><div>{markup}</div></body></html>")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        check_memory(error)
        return text_cleaning.paragraphs(markup)
    tidy(tree)
    return visible_lines(tree)


def _lead(full: list[str], summary: list[str]) -> str | None:
    # A summary that is the beginning of the text is a cut of it, not a lead.
    if not full or not summary:
        return None
    lead = " ".join(summary)
    cut = lead.rstrip(" .…[]")[:80]
    return None if " ".join(full).startswith(cut) or len(lead) > sum(map(len, full)) else lead


def _authors(entry: Any) -> list[str]:
    named = [author.get("name") or author.get("email") or "" for author in entry.get("authors") or []] or [
        entry.get("author") or ""
    ]
    bare = [match["name"] if (match := _ADDRESS.fullmatch(name.strip())) else name for name in named]
    return _distinct(name for name in bare if "@" not in name)


def _distinct(values: Any) -> list[str]:
    return list(dict.fromkeys(clean for value in values if value and (clean := text_cleaning.line(value))))[:_MOST]


def _dating(entry: Any) -> Dating | None:
    # As printed: what feedparser makes of a date depends on the day on which it does.
    printed = entry.get("published") or entry.get("created")
    return feed_dating(printed, "feed published") if printed else None


def _media(entry: Any, kind: str) -> list[Any]:
    found = [
        part
        for part in entry.get("media_content") or []
        if (part.get("medium") or part.get("type") or "").startswith(kind)
    ]
    return found + [part for part in entry.get("enclosures") or [] if (part.get("type") or "").startswith(kind)]


def _images(entry: Any, base: str | None) -> list[Image]:
    credit = next((part.get("content") for part in entry.get("media_credit") or [] if part.get("content")), None)
    parts = _media(entry, "image") or entry.get("media_thumbnail") or []
    addresses = _distinct(web_address(part.get("url") or part.get("href"), base) for part in parts)
    return [Image(url=address, credit=text_cleaning.line(credit or "") or None) for address in addresses]


def _videos(entry: Any, base: str | None) -> list[Video]:
    found: list[Video] = []
    for part in _media(entry, "video"):
        address = web_address(part.get("url") or part.get("href"), base)
        duration = str(part.get("duration") or "")
        if address and not any(video.url == address for video in found):
            found.append(
                Video(url=address, duration_seconds=int(duration) if WHOLE_SECONDS.fullmatch(duration) else None)
            )
    return found[:_MOST]


def _origin(entry: Any) -> DeclaredOrigin | None:
    name = text_cleaning.line((entry.get("source") or {}).get("title") or "")
    return DeclaredOrigin(name=name) if name else None


def _language(feed: Any, entry: Any) -> str | None:
    return read_tag(str(entry.get("language") or feed.feed.get("language") or ""))


def _clues(feed: Any, entry: Any) -> list[Clue]:
    clues = []
    if tag := _language(feed, entry):
        clues.append(Clue(kind=ClueKind.DECLARED_LANGUAGE, where="feed language", words=tag))
    if generator := text_cleaning.line(str(feed.feed.get("generator") or "")):
        clues.append(Clue(kind=ClueKind.GENERATOR, where="feed generator", words=generator[:300]))
    if origin := _origin(entry):
        clues.append(Clue(kind=ClueKind.SOURCE_LINE, where="feed source", words=origin.name or ""))
    clues += [Clue(kind=ClueKind.BYLINE, where="feed author", words=name) for name in _authors(entry)]
    return clues
