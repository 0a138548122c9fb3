"""HTML text to a tree, within bounds."""

import re
from typing import Final

from lxml import etree, html
from lxml.html import HtmlElement

from babelwire_ingest.parsing.errors import BeyondBounds, UnreadableCapture
from babelwire_ingest.parsing.text_cleaning import has_ascii

MAX_DEPTH: Final = 1000
"""Nested elements, unclosed ones among them. Of 85 pages of as many sites the deepest has 293, the others 60 at most;
up to here whatever is nested is read in a second."""

_USUAL_DEPTH: Final = 250
"""libxml2 leaves out what lies deeper than 256, unless it is told that the tree is huge."""

MAX_ELEMENTS: Final = 50_000

MAX_ATTRIBUTES: Final = 1000
"""Attributes of one element."""

_XML_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_LONG_TAG: Final = 2000
"""Characters; what is shorter has too few attributes to count."""
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_UNCLOSED: Final = "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|td|tr|th|dt|dd|option"
"""Elements that have no end, or of which real pages leave the end out."""
_STYLING: Final = re.compile(r"</?(?:span|font|b|i|em|strong|u|s|big|small|tt|nobr)(?=[\s/>])[^<>]*>", re.IGNORECASE)
"""Elements that at most style what is in them: some sites open hundreds and close none."""
_ELEMENTS: Final = etree.ElementDefaultClassLookup(element=HtmlElement)
"""The library's own way to classes asks for each element anew, in Python, whether it is a form's."""
_ASCII_CONTROLS: Final = bytes({*range(0x20)} - set(b"\t\n\f\r"))
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
    _check_size(text)
    try:
        tree, is_whole = _parsed(text)
        if not is_whole and (depth := _check_depth(text)) > _USUAL_DEPTH:
            tree, _ = _parsed(_STYLING.sub("", text) if depth > MAX_DEPTH else text, is_deep=True)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        check_memory(error)
        raise UnreadableCapture(f"the page is no HTML: {error}") from error
    return tree


def parse_html(text: str) -> HtmlElement:
    """The tree of HTML without comments and without characters that no tree may be given.

    Raises `ParserError`, `XMLSyntaxError` and `ValueError`, as lxml does.
    """
    return _parsed(text)[0]


def _parsed(text: str, *, is_deep: bool = False) -> tuple[HtmlElement, bool]:
    """The tree of HTML, and whether it is whole: `is_deep` where it shall be whatever it nests."""
    if has_ascii(text, _ASCII_CONTROLS) or "\ufffe" in text or "\uffff" in text:
        text = _CONTROLS.sub("", text)
    if "&#" in text:
        text = _CONTROL_REFERENCES.sub("", text)
    parser = etree.HTMLParser(recover=True, remove_comments=True, remove_pis=True, huge_tree=is_deep)
    parser.set_element_class_lookup(_ELEMENTS)
    tree = html.document_fromstring(text, parser=parser)
    return tree, not parser.error_log.filter_from_fatals().filter_types([etree.ErrorTypes.ERR_RESOURCE_LIMIT])


def check_memory(error: Exception) -> None:
    """Raise `MemoryError` where that is what libxml2 means by an error of syntax."""
    if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
        raise MemoryError from error


def check_bounds(text: str) -> None:
    """Raise `BeyondBounds` for markup on which a parser, or what walks its tree, would take long or run out."""
    _check_size(text)
    _check_depth(text)


def _check_size(text: str) -> None:
    check_attributes(text)
    if _opening(text) > MAX_ELEMENTS and (elements := sum(1 for _ in _OPENING.finditer(text))) > MAX_ELEMENTS:
        raise BeyondBounds(f"the page has {elements} elements; {MAX_ELEMENTS} is the limit")


def _check_depth(text: str) -> int:
    opening = _opening(text)
    depth = _depth(text) if opening > _USUAL_DEPTH else opening
    if depth > MAX_DEPTH and _depth(_STYLING.sub("", text)) > MAX_DEPTH:
        raise BeyondBounds(f"the page nests more than {MAX_DEPTH} elements deep, the limit")
    return depth


def _opening(text: str) -> int:
    """The most elements that a text can open."""
    return text.count("<") - text.count("</")


def check_attributes(text: str) -> None:
    """Raise `BeyondBounds` for an element with more attributes than a parser compares with each other in time."""
    for part in text.split("<")[1:]:
        if len(part) <= _LONG_TAG or not part[0].isalpha():
            continue
        names = len(_QUOTED.sub("", part.partition(">")[0]).split())
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
