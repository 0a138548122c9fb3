"""Splits a feed into documents of one entry each, so that every entry is a capture of its own."""

import copy
import hashlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from lxml import etree

from babelwire_contracts.captures import ATOM, RSS
from babelwire_ingest.errors import FeedTooLarge, FeedUnreadable
from babelwire_ingest.feed_document import read_feed_document
from babelwire_ingest.feeds import HASH_BYTES
from babelwire_ingest.parsing.web_page.document import MAX_ELEMENTS

_ATOM_NS: Final = "{http://www.w3.org/2005/Atom}"
_RSS1_NS: Final = "{http://purl.org/rss/1.0/}"
_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"
_ORIGINAL_LINK: Final = "{http://rssnamespace.org/feedburner/ext/1.0}origLink"

_HEAD_BYTES: Final = 32 * 1024
"""Most of a feed's head that goes with each entry, so that many entries do not multiply a huge head."""

_QUALIFIED: Final = re.compile(r"(\{[^}]*\})?[^:]+")
"""A name as lxml takes it; recovery leaves others behind."""


@dataclass(frozen=True, slots=True)
class FeedLimits:
    """Bounds of one feed document: entries, bytes of one entry's own document and of all, seconds to split it."""

    entries: int
    entry_bytes: int
    total_bytes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry. `link` is absolute where the feed gives one at all.

    `fingerprint` is a short hash of the entry alone, without the feed's head, so that it changes only with the entry.
    """

    number: int
    link: str | None
    fingerprint: bytes


class SplitFeed:
    """The entries of a feed in its order, each made a feed document of its own only when it is asked for."""

    def __init__(self, root: etree._Element, channel: etree._Element | None, entry_tag: str, content_type: str) -> None:
        self.content_type = content_type
        self.entries: list[FeedEntry] = []
        self._elements = (root if channel is None else channel).iterchildren(entry_tag)
        self._kept: list[etree._Element] = []
        self._shell = _shell(root, channel, entry_tag)
        self._place = self._shell if channel is None else self._shell[0]

    def read(self, url: str | None, limits: FeedLimits) -> None:
        """Looks at every entry once. Raises `FeedTooLarge` as soon as a limit is passed."""
        ends = time.monotonic() + limits.seconds
        head = len(etree.tostring(self._shell, encoding="utf-8", xml_declaration=True))
        total = 0
        for number, element in enumerate(self._elements):
            if number >= limits.entries:
                raise FeedTooLarge(f"the feed has more than {limits.entries} entries, the limit; send it in parts")
            alone = etree.tostring(element, encoding="utf-8", with_tail=False)
            if head + len(alone) > limits.entry_bytes:
                raise FeedTooLarge(
                    f"entry {number + 1} of the feed has {head + len(alone)} bytes with the feed's head; "
                    f"{limits.entry_bytes} is the limit of one capture"
                )
            if (elements := alone.count(b"<") - alone.count(b"</")) > MAX_ELEMENTS:
                raise FeedTooLarge(
                    f"entry {number + 1} of the feed has {elements} elements; {MAX_ELEMENTS} is the limit of one"
                )
            total += head + len(alone)
            if total > limits.total_bytes:
                raise FeedTooLarge(
                    f"the feed's entries, each with its head of {head} bytes, are more than {limits.total_bytes} "
                    "bytes, the limit of one document; send it in parts, or with a shorter head"
                )
            if time.monotonic() > ends:
                raise FeedTooLarge(f"the feed takes longer than {limits.seconds:g} seconds to split; send it in parts")
            self._kept.append(element)
            fingerprint = hashlib.sha256(alone).digest()[:HASH_BYTES]
            self.entries.append(FeedEntry(number, _link(element, url), fingerprint))

    def document(self, entry: FeedEntry) -> bytes:
        """The entry as a feed document of its own, in UTF-8. Not to be called from two threads at once."""
        alone = copy.deepcopy(self._kept[entry.number])
        alone.tail = None
        self._place.append(alone)
        document = etree.tostring(self._shell, encoding="utf-8", xml_declaration=True)
        self._place.remove(alone)
        return document


def split_feed(document: bytes, url: str | None, limits: FeedLimits) -> SplitFeed:
    """The entries of an RSS 0.9x to 2.0, RSS 1.0 or Atom document, in its order; relative links are resolved.

    Holds the tree and nothing that grows with entries times head. Raises `FeedUnreadable`, with the reason, for what
    is no feed or cannot be read safely, and `FeedTooLarge` for what is beyond the limits.
    """
    feed = _opened(read_feed_document(document, url))
    feed.read(url, limits)
    return feed


def _opened(root: etree._Element) -> SplitFeed:
    if root.tag == f"{_ATOM_NS}feed":
        return SplitFeed(root, None, f"{_ATOM_NS}entry", ATOM)
    if root.tag == "rss" and (channel := root.find("channel")) is not None:
        return SplitFeed(root, channel, "item", RSS)
    if root.tag == _RDF and root.find(f"{_RSS1_NS}channel") is not None:
        return SplitFeed(root, None, f"{_RSS1_NS}item", RSS)
    raise FeedUnreadable(f"the document is no RSS or Atom feed; its root element is {etree.QName(root).localname!r}")


def _shell(root: etree._Element, channel: etree._Element | None, entry_tag: str) -> etree._Element:
    """The feed without its entries."""
    shell = etree.Element(root.tag, _attributes(root), nsmap=root.nsmap)  # type: ignore[arg-type]
    place = shell
    if channel is not None:
        place = etree.SubElement(shell, channel.tag, _attributes(channel), nsmap=channel.nsmap)  # type: ignore[arg-type]
    left = _HEAD_BYTES
    for child in (root if channel is None else channel).iterchildren("*"):
        if child.tag == entry_tag:
            continue
        left -= len(etree.tostring(child, encoding="utf-8", with_tail=False))
        if left < 0:
            break
        kept = copy.deepcopy(child)
        kept.tail = None
        place.append(kept)
    return shell


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items() if _QUALIFIED.fullmatch(str(name))}


def _link(entry: etree._Element, url: str | None) -> str | None:
    for found in (_text(entry, _ORIGINAL_LINK), *_links(entry), _permalink(entry)):
        if found:
            return _joined(entry.base or url or "", found)
    return None


def _links(entry: etree._Element) -> Iterator[str | None]:
    yield _text(entry, "link") or _text(entry, f"{_RSS1_NS}link")
    links = [link for link in entry.iterchildren(f"{_ATOM_NS}link") if link.get("rel", "alternate") == "alternate"]
    # Of several alternates the page is the one for people.
    links.sort(key=lambda link: link.get("type", "text/html") != "text/html")
    for link in links:
        yield _joined(link.base or "", link.get("href", "").strip()) or None


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return link  # not a URL at all, which its reader will say


def _permalink(entry: etree._Element) -> str | None:
    guid = entry.find("guid")
    if guid is not None and guid.get("isPermaLink", "true").lower() == "true":
        text = (guid.text or "").strip()
        return text if text.startswith(("http://", "https://")) else None
    return None


def _text(entry: etree._Element, tag: str) -> str | None:
    return (entry.findtext(tag) or "").strip() or None
