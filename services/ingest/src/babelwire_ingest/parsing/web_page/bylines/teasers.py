"""Writers of other articles, whose teasers stand below the text."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.web_page.bylines.lines import PrintedLine

_LEVELS: Final = 4
_MOST_MARKED: Final = 40


def without_teasers(lines: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """Lines without those that name the writer of another article, whose title leads to it."""
    before: PrintedLine | None = None
    marked = 0
    for line in lines:
        marked += line.marked
        if marked > _MOST_MARKED:
            return
        if not line.marked or not (_under_heading(line) or (before is not None and _is_listed(before, line))):
            yield line
        before = line


def _under_heading(line: PrintedLine) -> bool:
    """Whether the box of a line has a heading that leads on, and that does not say the same."""
    for around in islice(line.within[0].iterancestors(), _LEVELS):
        if around.tag in {"article", "main", "body"}:
            return False
        for heading in around.iter("h2", "h3", "h4"):
            if next(heading.iter("a"), None) is not None or _leads_on(heading.getparent()):
                return line.text not in text_cleaning.line(str(heading.text_content()))
    return False


def _is_listed(title: PrintedLine, line: PrintedLine) -> bool:
    """Whether a line stands right behind a link, in an item of a list or in one of several boxes alike."""
    if title.marked or title.link is None or len(title.text.split()) == 1:
        return False
    above = set(islice(title.within[0].iterancestors(), _LEVELS))
    shared = next((around for around in islice(line.within[0].iterancestors(), _LEVELS) if around in above), None)
    if shared is None or shared.tag == "li":
        return shared is not None
    beside = next(shared.itersiblings(shared.tag), None)
    return beside is not None and shared.get("class") is not None and beside.get("class") == shared.get("class")


def _leads_on(element: HtmlElement | None) -> bool:
    return element is not None and element.tag == "a"
