"""HTML text to a tree, within bounds."""

import re
from typing import Final

from lxml import etree, html
from lxml.html import HtmlElement

from babelwire_ingest.parsing.errors import BeyondBounds, UnreadableCapture

MAX_DEPTH: Final = 1000
"""Nested elements, unclosed ones among them. Of 85 pages of as many sites the deepest has 293, the others 60 at most;
up to here whatever is nested is read in a second, and libxml2 leaves out what lies deeper than 256."""

MAX_ELEMENTS: Final = 50_000

MAX_ATTRIBUTES: Final = 1000
"""Attributes of one element."""

_XML_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_LONG_TAG: Final = re.compile(r"<[a-zA-Z][^<>]{2000,}")
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_UNCLOSED: Final = "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|td|tr|th|dt|dd|option"
"""Elements that have no end, or of which real pages leave the end out."""
_OPENING: Final = re.compile(r"<[a-zA-Z][a-zA-Z0-9]{0,20}(?=[\s/>])")
_NESTING: Final = re.compile(rf"<(/?)(?!(?:{_UNCLOSED})[\s/>])[a-zA-Z][a-zA-Z0-9]{{0,20}}(?=[\s/>])", re.IGNORECASE)


def read_document(text: str) -> HtmlElement:
    """The tree of a page.

    Raises `UnreadableCapture` for no HTML, and for more elements or depth than any real page has.
    """
    text = _XML_DECLARATION.sub("", text.replace("\x00", ""))
    if not text.strip():
        raise UnreadableCapture("the page is empty")
    check_bounds(text)
    try:
        tree = html.document_fromstring(
            text, parser=html.HTMLParser(recover=True, remove_comments=True, remove_pis=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        check_memory(error)
        raise UnreadableCapture(f"the page is no HTML: {error}") from error
    return tree


def check_memory(error: Exception) -> None:
    """Raise `MemoryError` where that is what libxml2 means by an error of syntax."""
    if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
        raise MemoryError from error


def check_bounds(text: str) -> None:
    """Raise `BeyondBounds` for markup on which a parser, or what walks its tree, would take long or run out."""
    check_attributes(text)
    _check_nesting(text)


def check_attributes(text: str) -> None:
    """Raise `BeyondBounds` for an element with more attributes than a parser compares with each other in time."""
    for tag in _LONG_TAG.findall(text):
        names = len(_QUOTED.sub("", tag).split())
        if names > MAX_ATTRIBUTES:
            raise BeyondBounds(f"an element has {names} attributes; {MAX_ATTRIBUTES} is the limit")


def _check_nesting(text: str) -> None:
    # Before any parser sees it: several of them, and what walks their trees, need time that grows with depth.
    opening = text.count("<") - text.count("</")
    if opening > MAX_ELEMENTS and (elements := sum(1 for _ in _OPENING.finditer(text))) > MAX_ELEMENTS:
        raise BeyondBounds(f"the page has {elements} elements; {MAX_ELEMENTS} is the limit")
    if opening <= MAX_DEPTH:
        return
    depth = 0
    for closing in _NESTING.findall(text):
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > MAX_DEPTH:
            raise BeyondBounds(f"the page nests more than {MAX_DEPTH} elements deep, the limit")
