"""Splits a feed into documents of one entry each, so that every entry is a capture of its own."""

import copy
import hashlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from babelwire_contracts.captures import ATOM, RSS
from babelwire_ingest.errors import FeedTooLarge, FeedUnreadable
from babelwire_ingest.feed_document import read_feed_document
from babelwire_ingest.feed_identity import EntryNames, entry_names, identified, page_of
from babelwire_ingest.feeds import HASH_BYTES
from babelwire_ingest.parsing.feed.names import CONTAINERS, ENTRIES, local_name, name_of
from babelwire_ingest.parsing.web_page.document import MAX_ELEMENTS

_ATOM_FEED: Final = "{http://www.w3.org/2005/Atom}feed"
_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"
_RSS1_CHANNEL: Final = "{http://purl.org/rss/1.0/}channel"

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
    """One entry. `link` is absolute where the feed gives one at all, `entry_id` its name where that is not its alone.

    `fingerprint` is a short hash of the entry alone, without the feed's head, so that it changes only with the entry.
    """

    number: int
    link: str | None
    fingerprint: bytes
    entry_id: str | None = None


class SplitFeed:
    """The entries of a feed in its order, each made a feed document of its own only when it is asked for."""

    def __init__(self, feed: etree._Element) -> None:
        name = name_of(feed)
        self.content_type = ATOM if name in {"feed", "entry"} else RSS
        self.entries: list[FeedEntry] = []
        self._feed = feed
        self._kept: list[etree._Element] = []
        self._channel = _channel(feed)
        self._shell, self._place = _shell(feed, self._channel)

    def read(self, url: str | None, limits: FeedLimits) -> None:
        """Looks at every entry once. Raises `FeedTooLarge` as soon as a limit is passed."""
        ends = time.monotonic() + limits.seconds
        head = len(etree.tostring(self._shell, encoding="utf-8", xml_declaration=True))
        total = 0
        fingerprints: list[bytes] = []
        names: list[EntryNames] = []
        for number, element in enumerate(_entries(self._feed)):
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
            fingerprints.append(hashlib.sha256(alone).digest()[:HASH_BYTES])
            names.append(entry_names(element, url))
        page = page_of(self._feed if self._channel is None else self._channel)
        self.entries = [
            FeedEntry(number, link, fingerprint, entry_id)
            for number, (fingerprint, (link, entry_id)) in enumerate(
                zip(fingerprints, identified(names, page), strict=True)
            )
        ]

    def document(self, entry: FeedEntry) -> bytes:
        """The entry as a feed document of its own, in UTF-8. Not to be called from two threads at once."""
        alone = copy.deepcopy(self._kept[entry.number])
        alone.tail = None
        self._place.append(alone)
        document = etree.tostring(self._shell, encoding="utf-8", xml_declaration=True)
        self._place.remove(alone)
        return document


def split_feed(document: bytes, url: str | None, limits: FeedLimits, content_type: str = "") -> SplitFeed:
    """The entries of a feed of any format (RSS, Atom, CDF), in its order; relative links are resolved.

    `content_type` is what HTTP said of the document. Holds the tree and nothing that grows with entries times head.
    Raises `FeedUnreadable`, with the reason, for what is no feed or cannot be read safely, and `FeedTooLarge` for what
    is beyond the limits.
    """
    root = read_feed_document(document, url, content_type)
    feed = SplitFeed(_feed_in(root))
    feed.read(url, limits)
    if not feed.entries and not _is_usual(root):
        raise _no_feed(root)
    return feed


def _feed_in(root: etree._Element) -> etree._Element:
    """The feed of a document: its root, or the first feed in an envelope of another name."""
    name = name_of(root)
    if name in CONTAINERS or name == "entry":
        return root
    if name.rpartition(":")[2] != "html":
        for element in root.iter("*"):
            if name_of(element) in CONTAINERS:
                return element
    raise _no_feed(root)


def _no_feed(root: etree._Element) -> FeedUnreadable:
    return FeedUnreadable(f"the document is no RSS or Atom feed; its root element is {local_name(root)!r}")


def _is_usual(root: etree._Element) -> bool:
    """Whether a document without an entry can be told to be a feed all the same."""
    if root.tag == _RDF:
        return root.find(_RSS1_CHANNEL) is not None
    return root.tag == _ATOM_FEED or (root.tag == "rss" and root.find("channel") is not None)


def _entries(parent: etree._Element) -> Iterator[etree._Element]:
    if name_of(parent) == "entry":
        yield parent
        return
    for child in parent.iterchildren("*"):
        name = name_of(child)
        if name in ENTRIES:
            yield child
        elif name in CONTAINERS:
            yield from _entries(child)


def _channel(feed: etree._Element) -> etree._Element | None:
    """The element in a feed that holds its head and its entries; None where the feed itself does."""
    name = name_of(feed)
    channel = next((child for child in feed.iterchildren("*") if name_of(child) == "channel"), None)
    if channel is None or name == "channel":
        return None
    within = any(name_of(child) in ENTRIES for child in channel.iterchildren("*"))
    return channel if name == "rss" or within else None


def _shell(feed: etree._Element, channel: etree._Element | None) -> tuple[etree._Element, etree._Element]:
    """The feed without its entries, and the place in it for one."""
    if name_of(feed) == "entry":
        shell = etree.Element("feed")
        return shell, shell
    shell = place = _frame(feed)
    if channel is not None:
        place = _frame(channel)
        shell.append(place)
    left = _HEAD_BYTES
    for child in (feed if channel is None else channel).iterchildren("*"):
        if name_of(child) in ENTRIES or (name_of(child) in CONTAINERS and next(_entries(child), None) is not None):
            continue
        left -= len(etree.tostring(child, encoding="utf-8", with_tail=False))
        if left < 0:
            break
        kept = copy.deepcopy(child)
        kept.tail = None
        place.append(kept)
    return shell, place


def _frame(element: etree._Element) -> etree._Element:
    """An element without what is in it."""
    try:
        return etree.Element(element.tag, _attributes(element), nsmap=element.nsmap)  # type: ignore[arg-type]
    except ValueError:
        # A namespace that is no URI: read, and copied, it may be, made anew it may not.
        frame = copy.deepcopy(element)
        del frame[:]
        frame.text = frame.tail = None
        return frame


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items() if _QUALIFIED.fullmatch(str(name))}
