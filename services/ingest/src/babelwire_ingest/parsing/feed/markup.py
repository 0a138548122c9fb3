"""The texts of a feed's elements: plain or HTML, escaped once, twice or not at all, as feeds have them."""

import base64
import binascii
import copy
import html as references
import re
from typing import Final, NamedTuple

from lxml import etree
from lxml.html import HtmlElement, defs

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.feed.names import local_name
from babelwire_ingest.parsing.page_text.paragraphs import join_broken
from babelwire_ingest.parsing.web_page.document import check_memory, parse_html
from babelwire_ingest.parsing.web_page.visible import visible_lines

_ATOM: Final = re.compile(r"\{http://(?:www\.w3\.org/2005/Atom|purl\.org/atom/ns#)\}", re.IGNORECASE)
_NAMES: Final = defs.tags | {"main", "picture"}
_BLOCK_NAMES: Final = "p|br|div|li|ul|ol|h[1-6]|table|tr|td|blockquote|section|article|figure|img|hr|pre"
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,15})(?=[\s/>])[^<>]*>")
_OPENING: Final = re.compile(r"<(?:/?([A-Za-z][A-Za-z0-9]{0,15})(?=[\s/>])[^<>]*>|!--)?")
_BLOCK: Final = re.compile(rf"<(?:{_BLOCK_NAMES})(?=[\s/>])", re.IGNORECASE)
_ESCAPED_BLOCK: Final = re.compile(rf"&lt;/(?:{_BLOCK_NAMES})\s*&gt;|&lt;br\s*/?&gt;", re.IGNORECASE)
_MARKS_OF_CDATA: Final = ("<![CDATA[", "]]>")
_AS_BROWSERS: Final = {
    **{code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)},
    **dict.fromkeys(range(0xE000, 0xE010), ""),
}
"""What browsers take numbers of control characters for; some characters of private use are used here and left out."""
_REFERENCE: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLANK_LINE: Final = re.compile(r"\n\s*\n")
_TEXT: Final = re.compile(r"text(?:/plain)?|plain")
_ESCAPED: Final = re.compile(r"(?:text/)?html")
_INLINE: Final = re.compile(r"(?:application/)?xhtml(?:\+xml)?")
_TIMES_ESCAPED: Final = 2


class Markup(NamedTuple):
    """The words of an element, and whether they are HTML."""

    words: str
    is_html: bool


def markup_of(element: etree._Element) -> Markup:
    """What an element says, as the element's own attributes, or else its look, tell its format."""
    kind = (element.get("type") or "").strip().lower()
    mode = (element.get("mode") or "").strip().lower()
    if len(element):
        return Markup(_inner(element), is_html=True)
    words = (element.text or "").translate(_AS_BROWSERS)
    if _MARKS_OF_CDATA[0] in words:
        for mark in _MARKS_OF_CDATA:
            words = words.replace(mark, "")
    if mode == "base64" or ("/" in kind and not kind.startswith("text/") and not kind.endswith(("/xml", "+xml"))):
        return Markup(_decoded(words), is_html=True)
    if _ESCAPED.fullmatch(kind) or mode == "escaped" or _INLINE.fullmatch(kind):
        return Markup(_less_escaped(words), is_html=True)
    if _TEXT.fullmatch(kind) or _ATOM.match(str(element.tag)):
        return Markup(words, is_html=_has_tag(words, closing=True))
    return Markup(_less_escaped(words), is_html="<" in words or "&" in words)


def tree_of(markup: Markup) -> HtmlElement | None:
    """The tree of a text that is HTML; None for one that is not, or that nothing can be made of."""
    if not markup.is_html or not markup.words.strip():
        return None
    words = markup.words
    if not _has_tag(words):
        # Angle brackets without a tag of HTML are the text's own.
        words = _OPENING.sub(_unless_tag, words)
    if _BLOCK.search(words) is None:
        words = _BLANK_LINE.sub("<br>", words)
    try:
        return parse_html(f"<html><body><div>{words}</div></body></html>")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        check_memory(error)
        return None


def lines_of(markup: Markup, tree: HtmlElement | None) -> list[str]:
    """The paragraphs of a text whose tree, where it has one, is given."""
    if tree is not None:
        return visible_lines(tree)
    if not markup.words.strip():
        return []
    blocks = _BLANK_LINE.split(markup.words)
    if len(blocks) > 1:
        return [" ".join(lines) for block in blocks if (lines := text_cleaning.paragraphs(block))]
    return join_broken(text_cleaning.paragraphs(markup.words))


def line_of(element: etree._Element | None) -> str:
    """The words of an element as one line, however often they are escaped; "" where there are none."""
    if element is None:
        return ""
    markup = markup_of(element)
    if markup.is_html:
        markup = Markup(_OPENING.sub(_unless_tag, markup.words), is_html=True)
    line = " ".join(lines_of(markup, tree_of(markup))) if markup.is_html else text_cleaning.line(markup.words)
    for _ in range(_TIMES_ESCAPED):
        if "&" not in line or (unescaped := _REFERENCE.sub(_character, line)) == line:
            break
        line = text_cleaning.line(unescaped)
    return line


def _has_tag(words: str, *, closing: bool = False) -> bool:
    return any((match[1] or not closing) and match[2].lower() in _NAMES for match in _TAG.finditer(words))


def _unless_tag(match: re.Match[str]) -> str:
    return match[0] if match[0] == "<!--" or (match[1] or "").lower() in _NAMES else f"&lt;{match[0][1:]}"


def _character(match: re.Match[str]) -> str:
    return references.unescape(match[0])


def _less_escaped(words: str) -> str:
    """A text less the escaping that its feed did once too often: no text has tags of paragraphs to be read."""
    return references.unescape(words) if _ESCAPED_BLOCK.search(words) and _BLOCK.search(words) is None else words


def _decoded(words: str) -> str:
    try:
        return base64.b64decode("".join(words.split()), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return words


def _inner(element: etree._Element) -> str:
    """What is inside an element, as HTML."""
    inside = copy.deepcopy(element)
    for child in inside.iterdescendants("*"):
        local = local_name(child).lower()
        child.tag = local if local in _NAMES else "span"
        for name in [name for name in child.attrib if "{" in str(name)]:
            del child.attrib[name]
    etree.cleanup_namespaces(inside)
    parts = [references.escape(inside.text or "", quote=False)]
    parts += [etree.tostring(child, method="html", encoding="unicode") for child in inside]
    return _less_escaped("".join(parts))
