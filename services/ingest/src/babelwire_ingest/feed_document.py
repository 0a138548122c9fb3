"""A feed's bytes to a tree, within bounds: no entity, DTD or network is ever loaded."""

import html.entities
import re
from typing import Final

from lxml import etree

from babelwire_ingest.errors import FeedTooLarge, FeedUnreadable
from babelwire_ingest.parsing.errors import BeyondBounds
from babelwire_ingest.parsing.web_page.document import check_attributes

MAX_TAGS: Final = 500_000
"""Tags of one feed document: ten times those of the longest feeds, and half a second to read."""

_NAMED_REFERENCE: Final = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_NAMES: Final = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_ROOT_NAME: Final = re.compile(rb"<(?=[A-Za-z_:])[^\s/>]+")
_MOST_PREFIXES: Final = 50
_NAMESPACES: Final = {
    "media": "http://search.yahoo.com/mrss/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
}
"""What feeds mean by prefixes that they forget to declare; any other gets a name of its own."""


def read_feed_document(document: bytes, url: str | None) -> etree._Element:
    """The root element of an XML document, whose base is `url`.

    Raises `FeedUnreadable`, with the reason, for what is not XML, declares entities, or nests or expands beyond
    libxml2's own limits, and `FeedTooLarge` for more tags than `MAX_TAGS`.
    """
    if (tags := document.count(b"<")) > MAX_TAGS:
        raise FeedTooLarge(f"the feed has {tags} tags; {MAX_TAGS} is the limit; send it in parts")
    try:
        check_attributes(document.replace(b"\x00", b"").decode("latin-1"))
    except BeyondBounds as error:
        raise FeedTooLarge(f"{error}; send the feed without it") from error
    text = _without_html_names(document.lstrip())
    root, undeclared = _parsed(text, url)
    if undeclared and (prefixes := _undeclared_prefixes(root)):
        # Such names end whoever reads an entry with a strict parser; declared, they mean what the feed meant.
        root, _ = _parsed(_declared(text, prefixes), url)
    return root


def _parsed(document: bytes, url: str | None) -> tuple[etree._Element, bool]:
    """The root, and whether a prefix is used that no namespace is declared for."""
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
        root = etree.fromstring(document, parser, base_url=url or "")
    except (etree.LxmlError, ValueError, LookupError) as error:
        raise FeedUnreadable(f"the document is not XML: {error}") from error
    if root is None:
        raise FeedUnreadable("the document is not XML")
    # What recovery makes of a limit that was hit is half a feed, taken for the whole.
    if beyond := [entry.message.strip() for entry in parser.error_log if entry.type_name == "ERR_RESOURCE_LIMIT"]:
        raise FeedUnreadable(f"the feed nests or expands too far: {beyond[0]}")
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:  # type: ignore[union-attr]
        raise FeedUnreadable("the feed declares XML entities, which are never expanded; send it without its DTD")
    return root, any(entry.type_name == "NS_ERR_UNDEFINED_NAMESPACE" for entry in parser.error_log)


def _without_html_names(document: bytes) -> bytes:
    """HTML's named references as numbers: XML does not know `&nbsp;`, many feeds do."""
    if document.startswith(_UTF16_MARKS):
        return document

    def numbered(match: re.Match[bytes]) -> bytes:
        name = match[1]
        text = html.entities.html5.get(name.decode() + ";") if name not in _XML_NAMES else None
        return match[0] if text is None else "".join(f"&#{ord(character)};" for character in text).encode()

    return _NAMED_REFERENCE.sub(numbered, document)


def _undeclared_prefixes(root: etree._Element) -> list[str]:
    """The prefixes that libxml2 left in names as it found them."""
    found: dict[str, None] = {}
    for element in root.iter("*"):
        for name in (str(element.tag), *map(str, element.attrib)):
            if ":" in name and not name.startswith("{"):
                found[name.split(":", 1)[0]] = None
    if len(found) > _MOST_PREFIXES:
        raise FeedUnreadable(f"the feed uses {len(found)} prefixes that it does not declare; declare their namespaces")
    return list(found)


def _declared(document: bytes, prefixes: list[str]) -> bytes:
    declarations = "".join(f' xmlns:{prefix}="{_NAMESPACES.get(prefix, f"urn:{prefix}")}"' for prefix in prefixes)
    return _ROOT_NAME.sub(lambda root: root[0] + declarations.encode(), document, count=1)
