"""A page's tree read as blocks of text, each in the box that holds it."""

import re
from collections.abc import Sequence
from typing import Final

from lxml.html import HtmlElement

from babelwire_contracts.content import PartKind
from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.page_text.lines import ends_sentence, unspaced
from babelwire_ingest.parsing.web_page.hygiene import NO_TEXT
from babelwire_ingest.parsing.web_page.story.blocks import MOSTLY_LINKS, Block, Box, Page
from babelwire_ingest.parsing.web_page.story.preformatted import preformatted_paragraphs
from babelwire_ingest.parsing.web_page.story.tables import cells, is_data

_BOXES: Final = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figure figcaption "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre search "
    "section summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS: Final = {f"h{level}": max(level, 2) for level in range(1, 7)}
_LISTS: Final = frozenset({"ul", "ol", "dir", "menu"})
_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n")
_HOST: Final = re.compile(r"(?:https?:)?//([^/?#]+)", re.IGNORECASE)
_TAIL: Final = 12

_LONG_HEADING: Final = 120
"""So long a heading that ends as a sentence does is a paragraph in larger type."""
_MIN_SENTENCE: Final = 40
_MIN_UNSPACED_SENTENCE: Final = 15
_MIN_UNENDED: Final = 120
_UNSPACED_WEIGHT: Final = 2
"""A character of Chinese or Thai says about as much as two letters of an alphabet."""


def read_blocks(tree: HtmlElement, host: str) -> Page:
    """The blocks of a tidied tree; `host` is the page's own, empty where it is not known."""
    page = _Reader(tree, host).page
    for box in reversed(page.boxes):
        if box.outer is not None:
            box.outer.letters += box.letters
            box.outer.blocks += box.blocks
    return page


class _Reader:
    def __init__(self, tree: HtmlElement, host: str) -> None:
        self.page = Page([], [])
        self._site = _site(host)
        self._leads_out: bool | None = None
        self._text: list[str] = []
        self._linked = 0
        self._breaks = 0
        self._in_links = 0
        body = next(tree.iter("body"), tree)
        self._box = Box(body, body.tag, _signature(body, body.tag), None, 0)
        self.page.boxes.append(self._box)
        self._read(body)

    def _read(self, body: HtmlElement) -> None:
        # An explicit stack: depth is bounded, but Python's own recursion limit is lower.
        # Elements that stand open have their tag beside them.
        stack: list[tuple[HtmlElement, str | None]] = [(child, None) for child in reversed(body)]
        self._add(body.text)
        while stack:
            element, opened = stack.pop()
            tag = opened or element.tag
            if opened:
                self._close(tag)
            elif tag in NO_TEXT:
                pass
            elif tag == "br":
                self._break()
            elif tag == "table" and is_data(element):
                self._table(element)
            elif tag == "pre":
                self._preformatted(element)
            else:
                self._open(element, tag)
                self._add(element.text)
                stack.append((element, tag))
                stack.extend([(child, None) for child in reversed(element)])
                continue
            self._add(element.tail)
        self._end()

    def _open(self, element: HtmlElement, tag: str) -> None:
        if tag in _BOXES:
            self._end()
            self._box = self._boxed(element, tag)
        elif tag == "a" and element.get("href"):
            self._in_links += 1
            if self._leads_out is None:
                self._leads_out = self._is_foreign(element.get("href") or "")
        elif tag == "time":
            self.page.times.append((element, len(self.page.blocks)))

    def _is_foreign(self, address: str) -> bool:
        if (match := _HOST.match(address)) is None:
            return False
        return not self._site or _site(match[1]) != self._site

    def _boxed(self, element: HtmlElement, tag: str) -> Box:
        box = Box(element, tag, _signature(element, tag), self._box, len(self.page.boxes))
        self._box.inner.append(box)
        self.page.boxes.append(box)
        return box

    def _close(self, tag: str) -> None:
        if tag in _BOXES:
            self._end()
            if self._box.outer is not None:
                self._box = self._box.outer
        elif tag == "a" and self._in_links:
            self._in_links -= 1

    def _add(self, text: str | None) -> None:
        if text:
            if not text.isspace():
                self._breaks = 0
                if self._in_links:
                    self._linked += len(text.strip())
            self._text.append(text)

    def _break(self) -> None:
        """A second break, or one after a sentence or after nothing but a link, ends a paragraph; another is a space."""
        self._breaks += 1
        breaks = self._breaks
        if breaks > 1 or ends_sentence("".join(self._text[-3:])[-_TAIL:]) or self._is_link():
            self._end()
            self._breaks = breaks
        else:
            self._text.append(" ")

    def _is_link(self) -> bool:
        return self._linked > 0 and self._linked >= MOSTLY_LINKS * len("".join(self._text).strip())

    def _end(self) -> None:
        if self._text:
            parts = tuple(self._text)
            self._text.clear()
            if not all(map(str.isspace, parts)):
                kind, level = _kind(self._box)
                if kind is PartKind.HEADING and _is_text(parts):
                    kind, level = None, None
                self._block(parts, self._linked, kind, level, self._box)
        self._linked = 0
        self._breaks = 0
        self._leads_out = None

    def _block(self, parts: Sequence[str], linked: int, kind: PartKind | None, level: int | None, box: Box) -> None:
        raw = "".join(parts)
        text = text_cleaning.line(raw)
        if not text:
            return
        links = min(1.0, linked / len(text))
        weight = _weight(text, links, kind)
        box.letters += len(text)
        box.blocks += 1
        self.page.blocks.append(Block(text, box, links, bool(self._leads_out), kind, level, weight, tuple(parts)))

    def _table(self, table: HtmlElement) -> None:
        self._end()
        box = self._boxed(table, "table")
        for row in table.iter("tr"):
            texts = cells(row)
            if any(texts):
                head = all(cell.tag == "th" for cell in row if cell.tag in {"td", "th"})
                linked = sum(len(text_cleaning.line(link.text_content())) for link in row.iter("a"))
                kind = PartKind.TABLE_HEAD if head else PartKind.TABLE_ROW
                self._block([" | ".join(texts)], linked, kind, None, box)

    def _preformatted(self, element: HtmlElement) -> None:
        self._end()
        box = self._boxed(element, "pre")
        kind = PartKind.PREFORMATTED if next(element.iter("code"), None) is not None else None
        if kind is not None:
            for paragraph in _BLANK_LINE.split(element.text_content().replace("\r\n", "\n")):
                self._block([paragraph], 0, kind, None, box)
            return
        for paragraph in preformatted_paragraphs(element):
            self._leads_out = paragraph.address is not None and self._is_foreign(paragraph.address)
            self._block([paragraph.text], paragraph.linked, None, None, box)
        self._leads_out = None


def _signature(element: HtmlElement, tag: str) -> tuple[str, str | None, str | None]:
    return tag, element.get("class"), element.get("id")


def _site(host: str) -> str:
    """The last two labels of a host: enough to tell a site's own links from others in nearly all cases, at no cost."""
    return ".".join(host.casefold().split(":")[0].rsplit(".", 2)[-2:])


def _is_text(parts: tuple[str, ...]) -> bool:
    """Whether what stands as a heading is as long as a paragraph, and ends as one."""
    raw = "".join(parts)
    return len(raw) >= _LONG_HEADING and ends_sentence(raw.strip())


def _kind(box: Box) -> tuple[PartKind | None, int | None]:
    in_paragraph = False
    for outer in box.outwards():
        tag = outer.tag
        in_paragraph = in_paragraph or tag == "p"
        if not in_paragraph and (level := _HEADINGS.get(tag)):
            return PartKind.HEADING, level
        if tag == "li":
            lists = [around.tag for around in outer.outwards() if around.tag in _LISTS]
            return (
                PartKind.NUMBERED_ITEM if lists[:1] == ["ol"] else PartKind.LIST_ITEM,
                max(1, len(lists)),
            )
        if tag == "blockquote":
            return PartKind.QUOTE, None
        if tag not in {"p", "div", "span", "td"}:
            break
    return None, None


def _weight(text: str, links: float, kind: PartKind | None) -> int:
    if kind is PartKind.HEADING or links > MOSTLY_LINKS:
        return 0
    dense = unspaced(text)
    ended = ends_sentence(text)
    if not (ended and len(text) >= (_MIN_UNSPACED_SENTENCE if dense else _MIN_SENTENCE)) and len(text) < (
        _MIN_UNENDED // 2 if dense else _MIN_UNENDED
    ):
        return 0
    weight = len(text) * (1 - links) ** 2 * (_UNSPACED_WEIGHT if dense else 1)
    return int(weight if kind is None or kind is PartKind.QUOTE else weight / 2)
