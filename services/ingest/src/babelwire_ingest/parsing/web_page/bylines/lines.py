"""The lines around an article's text, each with the elements that its words stand in."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.page_text.lines import is_prose
from babelwire_ingest.parsing.web_page.bylines.marks import leads_to_writer, marks_writer, stands_apart

_UNSEEN: Final = frozenset(
    "script style svg noscript template button time img picture figure video audio iframe form nav select input "
    "textarea object canvas map dialog label hr".split()
)
_BREAKS: Final = frozenset(
    "br div p li ul ol dl dt dd h1 h2 h3 h4 h5 h6 table tbody tr td th section article aside address header footer "
    "main center blockquote pre details".split()
)
_STRONG: Final = frozenset({"b", "strong", "i", "em"})
_ASIDE: Final = ("center", "right")
_SIGNED: Final = re.compile(r"\s*[（(【\[][^（）()【】\[\]。]{2,40}[）)】\]]\s*$")
"""The writer's name in brackets behind the last sentence."""
_QUOTES: Final = frozenset({"blockquote", "q"})
_CLOSING_QUOTES: Final = ('"', "”", "“", "»", "«", "」", "’", "'")
_MAX_MARKED: Final = 600


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """What stands between two edges of elements. `within` are the elements that its words stand in, in order.

    Of a line without any word, the one that its signs stand in.
    """

    text: str
    within: tuple[HtmlElement, ...]
    marked: bool

    @property
    def is_prose(self) -> bool:
        """Whether it reads as a sentence of an article."""
        return not self.marked and is_prose(_SIGNED.sub("", self.text)) and any(map(str.isalnum, self.text))

    @property
    def link(self) -> HtmlElement | None:
        """The first link that some of its words stand in."""
        return next((element for element in self._around() if element.tag == "a" and element.get("href")), None)

    @property
    def names_by_link(self) -> bool:
        """Whether a link leads from its words to a writer's page."""
        return any(element.tag == "a" and leads_to_writer(element) for element in self._around())

    @property
    def heading(self) -> bool:
        """Whether it stands as a heading of the second level, which is no byline unless it is marked as one."""
        return any(element.tag == "h2" for element in self._around())

    @property
    def is_quotation(self) -> bool:
        """Whether it is, or ends with, what somebody said."""
        if self.text.endswith(_CLOSING_QUOTES):
            return True
        return any(above.tag in _QUOTES for above in (self.within[0], *self.within[0].iterancestors()))

    @property
    def set_apart(self) -> bool:
        """Whether all of its words stand in bold or italics, or at the middle or right of the page."""
        return all(_is_strong(element) for element in self.within)

    @property
    def alone(self) -> bool:
        """Whether the paragraph that it stands in has no other words, and no class unless it stands at the right."""
        block = next((element for element in self._around() if element.tag in _BREAKS), None)
        if block is None or (block.get("class") and not _is_at(block, ("right",))):
            return False
        return text_cleaning.line(str(block.text_content())) == self.text

    def is_beside(self, other: "PrintedLine") -> bool:
        """Whether two lines stand in elements of the same kind: items of a list, or marked with the same names."""
        one, two = self._item(), other._item()
        return one is not two and one.tag == two.tag and (one.tag == "li" or one.get("class") == two.get("class"))

    def _item(self) -> HtmlElement:
        """The innermost element around its first words that is an item of a list, or has a name."""
        first = self.within[0]
        around = (above for above in (first, *first.iterancestors()) if above.tag == "li" or above.get("class"))
        return next(around, first)

    def _around(self) -> Iterator[HtmlElement]:
        for element in self.within:
            for above in (element, *element.iterancestors()):
                yield above
                if above.tag in _BREAKS:
                    break


def _is_strong(element: HtmlElement) -> bool:
    for above in (element, *element.iterancestors()):
        if above.tag in _STRONG or above.tag == "center" or _is_at(above, _ASIDE):
            return True
        if above.tag in _BREAKS:
            return False
    return False


def _is_at(element: HtmlElement, sides: tuple[str, ...]) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return (element.get("align") or "").lower() in sides or any(f"text-align:{side}" in style for side in sides)


def printed_heading(tree: HtmlElement, title: str) -> HtmlElement | None:
    """The first element of the page's body whose own words are a title, or most of it, where no heading prints it."""
    body = next(tree.iter("body"), tree)
    for element in body.iter():
        words = element.text
        if words and 2 * len(words) > len(title) and isinstance(element.tag, str):
            line = text_cleaning.line(words)
            if 2 * len(line) > len(title) and line in title:
                return element
    return None


def _is_short(element: HtmlElement) -> bool:
    letters = 0
    for text in element.itertext():
        letters += len(text)
        if letters > _MAX_MARKED:
            return False
    return True


class LineReader:
    """Reads lines of a page around its headline, whose ancestors are no writer's box whatever they are named."""

    def __init__(self, heading: HtmlElement) -> None:
        self._above = set(heading.iterancestors())
        self._marked: dict[HtmlElement, bool] = {}

    def following(self, heading: HtmlElement) -> Iterator[PrintedLine]:
        """The lines behind the headline, to the end of the page."""
        yield from self._lines(_behind(heading))

    def inside(self, container: HtmlElement) -> Iterator[PrintedLine]:
        """The lines of an element."""
        yield from self._lines([(container, False)])

    def _lines(self, parts: Iterable[tuple[HtmlElement, bool]]) -> Iterator[PrintedLine]:
        """`parts`: elements, each with whether only the text behind it is meant."""
        text: list[str] = []
        within: list[HtmlElement] = []
        beginning: list[HtmlElement] = []

        def line() -> Iterator[PrintedLine]:
            if text:
                if words := text_cleaning.line("".join(text)):
                    found = tuple(dict.fromkeys(within))
                    yield PrintedLine(words, found or tuple(beginning), any(map(self._is_marked, found)))
                text.clear()
                within.clear()

        def add(words: str | None, element: HtmlElement) -> None:
            if words and (text or not words.isspace()):
                if not text:
                    beginning[:] = [element]
                text.append(words)
                if not words.isspace() and any(map(str.isalnum, words)):
                    within.append(element)

        for part, tail_only in parts:
            stack: list[tuple[HtmlElement, bool]] = [] if tail_only else [(part, False)]
            while stack:
                element, closing = stack.pop()
                tag = element.tag
                if closing:
                    if tag in _BREAKS or not (element.tail or "").strip():
                        yield from line()
                elif not isinstance(tag, str) or tag in _UNSEEN or stands_apart(element, self._above):
                    yield from line()
                else:
                    if tag in _BREAKS:
                        yield from line()
                    add(element.text, element)
                    stack.append((element, True))
                    stack.extend((child, False) for child in reversed(element))
                    continue
                if element is not part:
                    add(element.tail, element.getparent())
            add(part.tail, part.getparent())
        yield from line()

    def _is_marked(self, element: HtmlElement) -> bool:
        """Whether an element, or one around it that is not around the headline, is marked as a writer's."""
        passed: list[HtmlElement] = []
        found = False
        for above in (element, *element.iterancestors()):
            if above in self._above:
                break
            if (known := self._marked.get(above)) is not None:
                found = known
                break
            passed.append(above)
            if marks_writer(above) and _is_short(above):
                found = True
                break
        for one in passed:
            self._marked[one] = found
        return found


def _behind(heading: HtmlElement) -> Iterator[tuple[HtmlElement, bool]]:
    """What follows an element: the text behind it, its following siblings, then those of each element around it."""
    for around in (heading, *heading.iterancestors()):
        if around.tag in {"body", "html"}:
            return
        yield around, True
        for sibling in around.itersiblings():
            yield sibling, False
