"""Splits a feed into documents of one entry each, so that every entry is a capture of its own."""

import copy
import hashlib
import html.entities
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from lxml import etree

from babelwire_contracts.captures import ATOM, RSS
from babelwire_ingest.errors import FeedUnreadable

_ATOM_NS: Final = "{http://www.w3.org/2005/Atom}"
_RSS1_NS: Final = "{http://purl.org/rss/1.0/}"
_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"
_ORIGINAL_LINK: Final = "{http://rssnamespace.org/feedburner/ext/1.0}origLink"

_HEAD_BYTES: Final = 32 * 1024
"""Most of a feed's head that goes with each entry, so that many entries do not multiply a huge head."""

_HASH_BYTES: Final = 8
_NAMED_REFERENCE: Final = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_NAMES: Final = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry as a feed document of its own, in UTF-8.

    `link` is absolute where the feed gives one at all; `fingerprint` is a short hash of the entry alone, without the
    feed's head, so that it changes only with the entry.
    """

    document: bytes
    content_type: str
    link: str | None
    fingerprint: str


def split_feed(document: bytes, url: str | None) -> list[FeedEntry]:
    """The entries of an RSS 0.9x to 2.0, RSS 1.0 or Atom document, in its order; relative links are resolved.

    No entity, DTD or network is ever loaded. Raises `FeedUnreadable`, with the reason, for what is no feed, declares
    entities, or nests or expands beyond libxml2's own limits.
    """
    root = _parsed(document, url)
    if root.tag == f"{_ATOM_NS}feed":
        return list(_entries(root, None, f"{_ATOM_NS}entry", ATOM, url))
    if root.tag == "rss" and (channel := root.find("channel")) is not None:
        return list(_entries(root, channel, "item", RSS, url))
    if root.tag == _RDF and root.find(f"{_RSS1_NS}channel") is not None:
        return list(_entries(root, None, f"{_RSS1_NS}item", RSS, url))
    raise FeedUnreadable(f"the document is no RSS or Atom feed; its root element is {etree.QName(root).localname!r}")


def _parsed(document: bytes, url: str | None) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_without_html_names(document.lstrip()), parser, base_url=url or "")
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FeedUnreadable(f"the document is not XML: {error}") from error
    if root is None:
        raise FeedUnreadable("the document is not XML")
    # What recovery makes of a limit that was hit is half a feed, taken for the whole.
    if beyond := [entry.message.strip() for entry in parser.error_log if entry.type_name == "ERR_RESOURCE_LIMIT"]:
        raise FeedUnreadable(f"the feed nests or expands too far: {beyond[0]}")
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:  # type: ignore[union-attr]
        raise FeedUnreadable("the feed declares XML entities, which are never expanded; send it without its DTD")
    return root


def _without_html_names(document: bytes) -> bytes:
    """HTML's named references as numbers: XML does not know `&nbsp;`, many feeds do."""
    if document.startswith(_UTF16_MARKS):
        return document

    def numbered(match: re.Match[bytes]) -> bytes:
        name = match[1]
        text = html.entities.html5.get(name.decode() + ";") if name not in _XML_NAMES else None
        return match[0] if text is None else "".join(f"&#{ord(character)};" for character in text).encode()

    return _NAMED_REFERENCE.sub(numbered, document)


def _entries(
    root: etree._Element, channel: etree._Element | None, entry_tag: str, content_type: str, url: str | None
) -> Iterator[FeedEntry]:
    parent = root if channel is None else channel
    shell = _shell(root, channel, entry_tag)
    place = shell if channel is None else shell[0]
    for entry in parent.iterchildren(entry_tag):
        alone = copy.deepcopy(entry)
        alone.tail = None
        place.append(alone)
        document = etree.tostring(shell, encoding="utf-8", xml_declaration=True)
        place.remove(alone)
        fingerprint = (
            hashlib.sha256(etree.tostring(entry, encoding="utf-8", with_tail=False)).digest()[:_HASH_BYTES].hex()
        )
        yield FeedEntry(document, content_type, _link(entry, url), fingerprint)


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
        left -= len(etree.tostring(child, with_tail=False))
        if left < 0:
            break
        kept = copy.deepcopy(child)
        kept.tail = None
        place.append(kept)
    return shell


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.attrib.items()}


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
