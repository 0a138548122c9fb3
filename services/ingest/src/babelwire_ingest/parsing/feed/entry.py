"""One entry of a feed, in a feed document of its own, to an article."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from babelwire_contracts.captures import Capture
from babelwire_contracts.content import Clue, ClueKind, Publisher, Related
from babelwire_ingest.parsing.draft import Draft
from babelwire_ingest.parsing.errors import NotAnArticle, UnreadableCapture
from babelwire_ingest.parsing.feed.body import Body, clear, read_body
from babelwire_ingest.parsing.feed.dates import dates_of
from babelwire_ingest.parsing.feed.markup import Markup, line_of, markup_of, tree_of
from babelwire_ingest.parsing.feed.media import read_media
from babelwire_ingest.parsing.feed.origin import origin_clues, origin_of, without_outlet
from babelwire_ingest.parsing.feed.parts import Parts, language_above, read_entry
from babelwire_ingest.parsing.feed.people import authors_of
from babelwire_ingest.parsing.feed.topics import topics_of
from babelwire_ingest.parsing.provenance_words import MAX_LINE, provenance_in
from babelwire_ingest.parsing.web_address import web_address
from babelwire_ingest.parsing.web_page.document import check_bounds
from babelwire_text.language_tags import primary, read_tag

PARSER: Final = "feed-entry 2"

_ENTITY: Final = re.compile(rb"<!(?:ENTITY|DOCTYPE[^>]*\[)", re.IGNORECASE)
_FULL: Final = ("content:encoded", "content", "xhtml:body", "body", "xhtml:div", "fullitem", "turbo:content")
_FULL_ENDINGS: Final = ("full-text", "fulltext")
_SUMMARIES: Final = (
    *("description", "summary", "dc:description", "dcterms:abstract", "abstract"),
    *("itunes:summary", "media:description", "media:text", "itunes:subtitle"),
)
_SENTENCE: Final = re.compile(r".+?(?:[.!?…](?=\s)|[。！？])")
_LONGEST_TITLE: Final = 120
_LONGEST_CUT: Final = 80


class _Text(NamedTuple):
    """A text of an entry: its element, its words and its tree, where it is HTML."""

    element: etree._Element
    markup: Markup
    tree: HtmlElement | None
    is_whole: bool


def parse_feed_entry(capture: Capture) -> Draft:
    """The article of an entry of a feed of any format; a short summary is a body too.

    Raises `UnreadableCapture` for what is no feed or declares entities, and `NotAnArticle` for an entry without text.
    """
    readable = _ascii_readable(capture.body)
    if _ENTITY.search(readable):
        raise UnreadableCapture(
            "the feed declares entities of its own, which no feed needs and no reader should expand"
        )
    check_bounds(readable.decode("latin-1"))
    feed, entry = read_entry(capture.body)
    url = web_address(capture.url) or _own_link(entry)
    texts = [text for text in (_longest(entry), _summary(entry)) if text]
    title = line_of(entry.first("title", "dc:title"))
    media = read_media(entry, [text.tree for text in texts], url, _base(texts, url), title)
    body, lead = _body_and_lead(texts, title, url)
    if not body.paragraphs:
        raise NotAnArticle(f"the entry has no {'text' if title else 'title and no text'}")
    publisher = line_of(feed.first("title")) or line_of(feed.first("dc:publisher")) or None
    origin = origin_of(entry, publisher, url)
    title = without_outlet(title, origin) or _first_sentence(body.paragraphs)
    language = _language(feed, entry, texts)
    outlets = [name for name in (publisher, origin and origin.name) if name]
    authors, bylines = authors_of(entry, feed, outlets, primary(language) if language else None)
    categories, keywords = topics_of(entry)
    dating, modified, rejected_dates = dates_of(entry)
    return Draft(
        title=title,
        paragraphs=body.paragraphs,
        lead=lead,
        authors=authors,
        categories=categories,
        keywords=keywords,
        images=media.images,
        videos=media.videos,
        audio=media.audio,
        related=_related(entry, url),
        publisher=Publisher(name=publisher),
        origin=origin,
        language=language,
        dating=dating,
        modified=modified,
        rejected_dates=rejected_dates,
        partial=body.is_cut,
        clues=[
            *_clues(ClueKind.DECLARED_LANGUAGE, "feed language", language),
            *_clues(ClueKind.GENERATOR, "feed generator", line_of(feed.first("generator"))[:300]),
            *_clues(ClueKind.TAGLINE, "feed description", _tagline(feed)),
            *origin_clues(entry, origin),
            *_clues(ClueKind.ORIGINAL_LINK, "feed footer", body.appeared),
            *_beside(body, entry),
            *bylines,
        ],
        parser=PARSER,
    )


def _beside(body: Body, entry: Parts) -> Iterator[Clue]:
    """The lines around an entry's text that are none of it, and those who helped, with what they did."""
    for words in body.beside:
        if 0 < len(words) <= MAX_LINE:
            kind = (provenance_in(words) or (ClueKind.CREDIT_LINE, words))[0]
            yield Clue(kind=kind, where="feed text, right beside the text", words=words)
    for element in entry.all("dc:contributor"):
        if (said := provenance_in(line_of(element))) is not None:
            yield Clue(kind=said[0], where="feed contributor", words=said[1])


def _tagline(feed: Parts) -> str | None:
    """What a feed says of itself, where that speaks of translating or of sources."""
    said = line_of(feed.first("description", "subtitle", "tagline"))
    return said if said and provenance_in(said) else None


def _ascii_readable(body: bytes) -> bytes:
    # Declarations are ASCII in every encoding of XML; in UTF-16 and UTF-32 with zero bytes between.
    return body.replace(b"\x00", b"")


def _text(element: etree._Element, *, is_whole: bool) -> _Text | None:
    markup = markup_of(element)
    tree = tree_of(markup)
    if tree is not None:
        clear(tree)
    return _Text(element, markup, tree, is_whole) if markup.words.strip() else None


def _longest(entry: Parts) -> _Text | None:
    elements = [*entry.all(*_FULL), *entry.ending(_FULL_ENDINGS)]
    texts = [text for element in elements if (text := _text(element, is_whole=True))]
    return max(texts, key=lambda text: len(text.markup.words), default=None)


def _summary(entry: Parts) -> _Text | None:
    groups = [Parts(group) for group in entry.all("media:group")]
    elements = [*entry.all(*_SUMMARIES), *(element for group in groups for element in group.all("media:description"))]
    return next((text for element in elements if (text := _text(element, is_whole=False))), None)


def _base(texts: list[_Text], url: str | None) -> str | None:
    base = texts[0].element.base if texts else None
    try:
        return urljoin(url or "", base) if base else url
    except ValueError:
        return url


def _body_and_lead(texts: list[_Text], title: str, url: str | None) -> tuple[Body, str | None]:
    """The longest text of an entry, and a shorter one that is neither part nor cut of it."""
    bodies = [read_body(text.element, text.tree, text.markup, title, url, is_whole=text.is_whole) for text in texts]
    if not bodies:
        return Body([]), None
    body = max(bodies, key=lambda body: sum(map(len, body.paragraphs)))
    lead = " ".join(bodies[-1].paragraphs)
    if body is bodies[-1] or not lead or lead.casefold() == title.casefold():
        return body, None
    whole = " ".join(body.paragraphs)
    return body, None if whole.startswith(lead.rstrip(" .…[]")[:_LONGEST_CUT]) else lead


def _own_link(entry: Parts) -> str | None:
    return next((found for link in entry.all("link") if (found := web_address(link.get("href") or link.text))), None)


def _first_sentence(paragraphs: list[str]) -> str:
    """What an entry without a title is called."""
    first = paragraphs[0]
    sentence = match[0] if (match := _SENTENCE.match(first)) else first
    if len(sentence) <= _LONGEST_TITLE:
        return sentence
    return sentence[:_LONGEST_TITLE].rpartition(" ")[0].rstrip() + "…"


def _related(entry: Parts, url: str | None) -> list[Related]:
    found = [
        Related(title=link.get("title"), url=address)
        for link in entry.all("link")
        if link.get("rel") == "related" and (address := web_address(link.get("href"), url)) and address != url
    ]
    return list({related.url: related for related in found}.values())


def _language(feed: Parts, entry: Parts, texts: list[_Text]) -> str | None:
    own = texts[0].element if texts else entry.element
    for tag in (
        line_of(entry.first("dc:language", "language")),
        language_above(own, entry.element),
        line_of(feed.first("language", "dc:language")),
        language_above(entry.element, None),
    ):
        if read := read_tag(tag):
            return read
    return None


def _clues(kind: ClueKind, where: str, *words: str | None) -> list[Clue]:
    return [Clue(kind=kind, where=where, words=said) for said in words if said]
