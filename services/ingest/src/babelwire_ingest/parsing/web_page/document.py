"""HTML text to a tree, within bounds."""

import re
from typing import Final

from lxml import etree, html
from lxml.html import HtmlElement

from babelwire_ingest.parsing.errors import BeyondBounds, UnreadableCapture

MAX_DEPTH: Final = 1000
"""Nested elements, unclosed ones among them. Of 85 pages of as many sites the deepest has 293, the others 60 at most;
up to here whatever is nested is read in a second."""

_USUAL_DEPTH: Final = 250
"""libxml2 leaves out what lies deeper than 256, unless it is told that the tree is huge."""

MAX_ELEMENTS: Final = 50_000

MAX_ATTRIBUTES: Final = 1000
"""Attributes of one element."""

_XML_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_LONG_TAG: Final = re.compile(r"<[a-zA-Z][^<>]{2000,}")
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_UNCLOSED: Final = "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|td|tr|th|dt|dd|option"
"""Elements that have no end, or of which real pages leave the end out."""
_STYLING: Final = re.compile(r"</?(?:span|font|b|i|em|strong|u|s|big|small|tt|nobr)(?=[\s/>])[^<>]*>", re.IGNORECASE)
"""Elements that at most style what is in them: some sites open hundreds and close none."""
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")
_CONTROL_REFERENCES: Final = re.compile(
    r"&#(?:0*(?:[0-8]|1[1-9]|2\d|3[01]|6553[45])|[xX]0*(?:[0-8bBc-fC-F]|1[0-9a-fA-F]|[fF]{3}[eEfF]))(?![0-9a-fA-F]);?"
)
"""Of characters that libxml2 reads and then refuses to write back. A carriage return (13) is white space: no loss."""
_OPENING: Final = re.compile(r"<[a-zA-Z][a-zA-Z0-9]{0,20}(?=[\s/>])")
_NESTING: Final = re.compile(rf"<(/?)(?!(?:{_UNCLOSED})[\s/>])[a-zA-Z][a-zA-Z0-9]{{0,20}}(?=[\s/>])", re.IGNORECASE)


def read_document(text: str) -> HtmlElement:
    """The tree of a page.

    Raises `UnreadableCapture` for no HTML, and `BeyondBounds` for more elements or depth than any real page has.
    """
    text = _XML_DECLARATION.sub("", text.replace("\x00", ""))
    if not text.strip():
        raise UnreadableCapture("the page is empty")
    depth = check_bounds(text)
    try:
        tree = parse_html(_STYLING.sub("", text) if depth > MAX_DEPTH else text, is_deep=depth > _USUAL_DEPTH)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        check_memory(error)
        raise UnreadableCapture(f"the page is no HTML: {error}") from error
    return tree


def parse_html(text: str, *, is_deep: bool = False) -> HtmlElement:
    """The tree of HTML without comments and without characters that no tree may be given.

    Raises `ParserError`, `XMLSyntaxError` and `ValueError`, as lxml does.
    """
    text = _CONTROLS.sub("", text)
    if "&#" in text:
        text = _CONTROL_REFERENCES.sub("", text)
    parser = html.HTMLParser(recover=True, remove_comments=True, remove_pis=True, huge_tree=is_deep)
    return html.document_fromstring(text, parser=parser)


def check_memory(error: Exception) -> None:
    """Raise `MemoryError` where that is what libxml2 means by an error of syntax."""
    if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
        raise MemoryError from error


def check_bounds(text: str) -> int:
    """How deep the elements of a page nest.

    Raises `BeyondBounds` for markup on which a parser, or what walks its tree, would take long or run out.
    """
    check_attributes(text)
    opening = text.count("<") - text.count("</")
    if opening > MAX_ELEMENTS and (elements := sum(1 for _ in _OPENING.finditer(text))) > MAX_ELEMENTS:
        raise BeyondBounds(f"the page has {elements} elements; {MAX_ELEMENTS} is the limit")
    depth = _depth(text) if opening > _USUAL_DEPTH else opening
    if depth > MAX_DEPTH and _depth(_STYLING.sub("", text)) > MAX_DEPTH:
        raise BeyondBounds(f"the page nests more than {MAX_DEPTH} elements deep, the limit")
    return depth


def check_attributes(text: str) -> None:
    """Raise `BeyondBounds` for an element with more attributes than a parser compares with each other in time."""
    for tag in _LONG_TAG.findall(text):
        names = len(_QUOTED.sub("", tag).split())
        if names > MAX_ATTRIBUTES:
            raise BeyondBounds(f"an element has {names} attributes; {MAX_ATTRIBUTES} is the limit")


def _depth(text: str) -> int:
    """The most elements that stand open at once."""
    # Before any parser sees it: several of them, and what walks their trees, need time that grows with depth.
    deepest = depth = 0
    for closing in _NESTING.findall(text):
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest
