"""HTML text to a tree, within bounds."""

import re
from typing import Final

from lxml import etree, html
from lxml.html import HtmlElement

from babelwire_ingest.parsing.errors import UnreadableCapture

MAX_DEPTH: Final = 1000
"""Nested elements; pages of any real site stay under a few hundred."""

MAX_ELEMENTS: Final = 50_000

MAX_ATTRIBUTES: Final = 1000
"""Attributes of one element."""

_XML_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})(?=[\s/>])")
_LONG_TAG: Final = re.compile(r"<[a-zA-Z][^<>]{2000,}")
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_VOID: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li td tr th dt dd option".split()
)


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
    """Raise `UnreadableCapture` for markup on which a parser, or what walks its tree, would take long or run out."""
    _check_attributes(text)
    _check_nesting(text)


def _check_attributes(text: str) -> None:
    # libxml2 compares each attribute with all before it.
    for tag in _LONG_TAG.findall(text):
        names = len(_QUOTED.sub("", tag).split())
        if names > MAX_ATTRIBUTES:
            raise UnreadableCapture(f"an element has {names} attributes; {MAX_ATTRIBUTES} is the limit")


def _check_nesting(text: str) -> None:
    # Before any parser sees it: several of them, and what walks their trees, need time that grows with depth.
    depth = deepest = elements = 0
    for closing, name in _TAG.findall(text):
        if closing:
            depth = max(0, depth - (name.lower() not in _VOID))
            continue
        elements += 1
        if name.lower() not in _VOID:
            depth += 1
            deepest = max(deepest, depth)
    if elements > MAX_ELEMENTS:
        raise UnreadableCapture(f"the page has {elements} elements; {MAX_ELEMENTS} is the limit")
    if deepest > MAX_DEPTH:
        raise UnreadableCapture(f"the page nests {deepest} elements deep; {MAX_DEPTH} is the limit")
