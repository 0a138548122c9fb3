"""Preformatted text that is no code: lines as a wire sends them, to paragraphs."""

from collections.abc import Iterator
from typing import NamedTuple

from lxml.html import HtmlElement

from babelwire_ingest.parsing.page_text.lines import ends_sentence
from babelwire_ingest.parsing.web_page.story.blocks import MOSTLY_LINKS


class Paragraph(NamedTuple):
    """A paragraph, or a line that is hardly more than a link: how many of its characters are in links, and the address
    of the first of these.
    """

    text: str
    linked: int
    address: str | None


class _Line(NamedTuple):
    text: str
    linked: int
    address: str | None

    @property
    def is_link(self) -> bool:
        return self.linked > 0 and self.linked >= MOSTLY_LINKS * len(self.text.strip())

    @property
    def is_set_in(self) -> bool:
        return self.text[:1].isspace()


def preformatted_paragraphs(element: HtmlElement) -> Iterator[Paragraph]:
    """The paragraphs of an element: a blank line, a line set in below the end of a sentence, and a link on a line of
    its own begin another.
    """
    together: list[_Line] = []
    for line in _lines(element):
        if together and (not line.text.strip() or line.is_link or _ends_above(line, together[-1])):
            yield _paragraph(together)
            together = []
        if line.text.strip():
            together.append(line)
    if together:
        yield _paragraph(together)


def _ends_above(line: _Line, above: _Line) -> bool:
    return above.is_link or (line.is_set_in and not above.is_set_in and ends_sentence(above.text.strip()))


def _paragraph(lines: list[_Line]) -> Paragraph:
    address = next((line.address for line in lines if line.address is not None), None)
    return Paragraph("\n".join(line.text for line in lines), sum(line.linked for line in lines), address)


def _lines(element: HtmlElement) -> Iterator[_Line]:
    text: list[str] = []
    linked = 0
    first: str | None = None
    for run, address in _runs(element):
        for number, part in enumerate(run.replace("\r\n", "\n").split("\n")):
            if number:
                yield _Line("".join(text), linked, first)
                text, linked, first = [], 0, None
            text.append(part)
            if address is not None:
                linked += len(part.strip())
                first = first or address
    yield _Line("".join(text), linked, first)


def _runs(element: HtmlElement) -> Iterator[tuple[str, str | None]]:
    """The texts in an element, each with the address of the link that it is in; a break is an end of a line."""
    # An explicit stack: depth is bounded, but Python's own recursion limit is lower.
    waiting: list[tuple[HtmlElement, str | None, bool]] = [(element, None, False)]
    while waiting:
        current, outer, is_left = waiting.pop()
        if is_left:
            yield current.tail or "", outer
            continue
        address = current.get("href") if current.tag == "a" else None
        address = address or outer
        yield "\n" if current.tag == "br" else current.text or "", address
        for child in reversed(current):
            waiting.append((child, address, True))
            waiting.append((child, address, False))
