"""Writers named beside the time of publication: in its line, or in the line or element next to it."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.dating.habits import UNKNOWN
from babelwire_ingest.parsing.dating.printed import find_dates
from babelwire_ingest.parsing.page_text.lines import has_case, unspaced
from babelwire_ingest.parsing.people.printed_dates import has_date, without_date
from babelwire_ingest.parsing.people.unlabelled import people_named, stand_alone
from babelwire_ingest.parsing.people.writer import Reading, Writer
from babelwire_ingest.parsing.web_page.bylines.lines import PrintedLine
from babelwire_ingest.parsing.web_page.bylines.zones import Zones

_MAX_LINE: Final = 120
_MAX_BOX: Final = 250
_LEVELS: Final = 3
_SIGNS: Final = " ,;|·•–—-/"


def dated_writers(lines: Sequence[PrintedLine], at: int, zones: Zones, reading: Reading) -> list[Writer]:
    """The writers who are all that the line `at` names, where it has the time of publication or stands next to it.

    None behind another date, as remarks and teasers have theirs, and where the page speaks of anybody or anything of
    that name.
    """
    line = lines[at]
    if line.heading or line.link is not None or len(line.text) > _MAX_LINE:
        return []
    words = _beside_date(line.text) if any(map(str.isdigit, line.text)) else line.text
    found = people_named(words, reading) if words else []
    if not found or (words == line.text and not _next_to_date(lines, at)):
        return []
    if any(_dates(other) for other in lines[: max(at - 1, 0)]):
        return []
    names = [writer.name for writer in found]
    elsewhere = [text for text in zones.page if text != line.text]
    return found if stand_alone(names, [*elsewhere, *_links(line)], reading.language) else []


def _beside_date(text: str) -> str | None:
    """What a line says before or behind its date; None where it has none, or words on both sides of it."""
    plain, found = find_dates(text, UNKNOWN)
    if not found:
        return None
    before = without_date(text)
    before = before.strip(_SIGNS) if before != text else ""
    behind = plain[found[-1].end :].strip(_SIGNS)
    said = [words for words in (before, behind) if any(map(str.isalpha, words))]
    return said[0] if len(said) == 1 else None


def _next_to_date(lines: Sequence[PrintedLine], at: int) -> bool:
    """Whether a date stands next to a line.

    Without spaces too much looks like a name for that; without capitals, too much of what readers say in lists.
    """
    first = lines[at].within[0]
    if unspaced(lines[at].text) or (not has_case(lines[at].text) and next(first.iterancestors("li"), None) is not None):
        return False
    if any(map(_dates, (*lines[at + 1 : at + 2], *lines[max(at - 1, 0) : at]))):
        return True
    around = islice((first, *first.iterancestors()), _LEVELS)
    return any(
        next(box.iter("time"), None) is not None and _is_short(box)
        for element in around
        for box in (element, element.getnext(), element.getprevious())
        if box is not None and isinstance(box.tag, str)
    )


def _dates(line: PrintedLine) -> bool:
    return len(line.text) <= _MAX_LINE and has_date(line.text)


def _is_short(element: HtmlElement) -> bool:
    return len(text_cleaning.line(str(element.text_content()))) <= _MAX_BOX


def _links(line: PrintedLine) -> Iterator[str]:
    """The words of the page's links, as menus have them."""
    for link in line.within[0].getroottree().iter("a"):
        yield text_cleaning.line(str(link.text_content()))
