"""A feed's bytes to a tree, within bounds: no entity, DTD or network is ever loaded."""

import html.entities
import re
from typing import Final

from lxml import etree

from babelwire_ingest.errors import FeedTooLarge, FeedUnreadable
from babelwire_ingest.feed_repair import repaired
from babelwire_ingest.parsing import charset
from babelwire_ingest.parsing.errors import BeyondBounds
from babelwire_ingest.parsing.web_page.document import check_attributes

MAX_TAGS: Final = 500_000
"""Tags of one feed document: ten times those of the longest feeds, and half a second to read."""

_NAMED_REFERENCE: Final = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_NAMES: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufeff\ufffe\uffff]")
_ENTITIES: Final = re.compile(r"<!DOCTYPE[^<>\[]*\[[^\]]*<!ENTITY", re.IGNORECASE)
_NO_ENTITIES: Final = "the feed declares XML entities, which are never expanded; send it without its DTD"


def read_feed_document(document: bytes, url: str | None, content_type: str = "") -> etree._Element:
    """The root element of an XML document, whose base is `url`; one that is not well-formed is read leniently.

    Raises `FeedUnreadable`, with the reason, for what is not XML, declares entities, or nests or expands beyond
    libxml2's own limits, and `FeedTooLarge` for more tags than `MAX_TAGS`.
    """
    if (tags := document.count(b"<")) > MAX_TAGS:
        raise FeedTooLarge(f"the feed has {tags} tags; {MAX_TAGS} is the limit; send it in parts")
    text = _FORBIDDEN.sub("", charset.decode(document, content_type)).lstrip()
    try:
        check_attributes(text)
    except BeyondBounds as error:
        raise FeedTooLarge(f"{error}; send the feed without it") from error
    text = _NAMED_REFERENCE.sub(_numbered, text)
    root = _parsed(text, url, recover=False)
    if root is None:
        root = _parsed(repaired(text), url, recover=True)
    if root is None:
        raise FeedUnreadable("the document is not XML")
    return root


def _parsed(text: str, url: str | None, *, recover: bool) -> etree._Element | None:
    """The root, None where the text is not well-formed."""
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode(), parser, base_url=url or "")
    except (etree.LxmlError, ValueError):
        root = None
    # What recovery makes of a limit that was hit is half a feed, taken for the whole.
    if recover and (
        beyond := [entry.message.strip() for entry in parser.error_log if entry.type_name == "ERR_RESOURCE_LIMIT"]
    ):
        raise FeedUnreadable(f"the feed nests or expands too far: {beyond[0]}")
    if root is None:
        if _ENTITIES.match(text, max(0, text.lower().find("<!doctype"))):
            raise FeedUnreadable(_NO_ENTITIES)
        return None
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:  # type: ignore[union-attr]
        raise FeedUnreadable(_NO_ENTITIES)
    return root


def _numbered(match: re.Match[str]) -> str:
    """HTML's named reference as numbers: XML does not know `&nbsp;`, many feeds do."""
    name = match[1]
    text = html.entities.html5.get(name + ";") if name not in _XML_NAMES else None
    return match[0] if text is None else "".join(f"&#{ord(character)};" for character in text)
