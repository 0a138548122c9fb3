"""The dates that a page shows, each with what it is the date of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.dating.dates import Dating
from babelwire_ingest.parsing.dating.habits import Habits
from babelwire_ingest.parsing.dating.printed import SOURCE, Printed, find_dates
from babelwire_ingest.parsing.page_text.lines import is_prose
from babelwire_ingest.parsing.web_page.story.blocks import Page
from babelwire_ingest.parsing.web_page.times.datelines import Kind, is_label, read_dateline, says_changed
from babelwire_ingest.parsing.web_page.times.declared import Claim, machine_words
from babelwire_ingest.parsing.web_page.times.places import Place, Places

_MAY_DATE: Final = re.compile(r"\d{4}|\d{1,2}[./]\d{1,2}[./]\d\d|[\u0e01-\u0e2e]\.?\s?\d\d(?!\d)|\d年|元年")
_DIGIT: Final = re.compile(r"\d")
_DATE_CLASS: Final = re.compile(
    r"(?:^|[\s_-])(?:date|pub-?date|publi\w*|posted|datum|data|fecha|timestamp)(?:$|[\s_-])", re.IGNORECASE
)
_MAX_LABEL: Final = 40
_MAX_LABELLED: Final = 160
_MOST: Final = 40
_CHANGE_CLASS: Final = re.compile(r"updat|modif|edited|revis", re.IGNORECASE)


@dataclass
class Shown:
    """The dates that a page shows, by what they are the dates of, and those that are of nothing with the reason."""

    labelled: list[Claim] = field(default_factory=list)
    timed: list[Claim] = field(default_factory=list)
    plain: list[Claim] = field(default_factory=list)
    states: list[Claim] = field(default_factory=list)
    above: list[Claim] = field(default_factory=list)
    behind: list[Claim] = field(default_factory=list)
    changes: list[Claim] = field(default_factory=list)
    refused: list[tuple[Claim, str]] = field(default_factory=list)

    def add(self, claim: Claim, kind: Kind, place: Place) -> None:
        """Sort a printed date in, by what its line says of it and where the line stands."""
        if reason := _why_not(claim, kind, place):
            self.refused.append((claim, reason))
        elif kind is Kind.CHANGED:
            self.changes.append(claim)
        elif place is Place.INSIDE:
            self.behind.append(claim)
        elif kind is Kind.PLAIN:
            (self.above if place is Place.ABOVE else self.plain).append(claim)
        else:
            (self.states if kind is Kind.STATE else self.labelled).append(claim)

    def refuse(self, line: str, number: int, habits: Habits, place: Place) -> None:
        """Keep the dates of a line whose place alone says that none of them is that of publication."""
        if len(self.refused) < _MOST:
            self.refused += [(_claim(printed, number), place.value) for printed in find_dates(line, habits)[1]]

    def by_trust(self) -> Iterator[Claim]:
        """What may be the date of publication where nothing is declared, beside what a word for it labels."""
        yield from self.timed
        yield from self.plain
        yield from self.above
        yield from self.states
        if len({claim.dating.at.date() for claim in self.behind if claim.dating}) == 1:
            yield from self.behind

    def left(self, *taken: Dating | None) -> Iterator[tuple[Claim, str]]:
        """The dates that were not taken, with the reason."""
        days = {dating.at.date() for dating in taken if dating}
        yield from self.refused
        for claim in (*self.labelled, *self.timed, *self.plain, *self.above, *self.states, *self.behind):
            if claim.dating and claim.dating.at.date() not in days:
                yield claim, "another is trusted more"


def read_shown(seen: Page, places: Places, habits: Habits) -> Shown:
    """Sort the dates of a page's lines and of its `time` elements."""
    found = Shown()
    _sort_times(found, seen, places)
    for number, line in enumerate(seen.blocks):
        if not _DIGIT.search(line.text) or not _MAY_DATE.search(line.text):
            continue
        place = places.of_line(line, number)
        if place in _NOWHERE or (place is Place.INSIDE and len(line.text) > _MAX_LABELLED and is_prose(line.text)):
            found.refuse(line.parted, number, habits, place)
            continue
        before = seen.blocks[number - 1].text if number else ""
        label = before if len(before) <= _MAX_LABEL and is_label(before) else ""
        for said in read_dateline(line.parted, habits, label):
            claim = _claim(said.printed, number)
            signed = said.kind is Kind.PLAIN and place is Place.INSIDE and _signs(seen, number)
            found.add(claim, Kind.PUBLISHED if signed else said.kind, place)
    return found


def _claim(printed: Printed, number: int) -> Claim:
    return Claim(SOURCE, printed.words, f"visible line {number + 1}", printed.dating)


def _signs(seen: Page, number: int) -> bool:
    """Whether a line that is no more than a date is marked as one, and stands right behind a paragraph: it signs it."""
    behind = number > 0 and is_prose(seen.blocks[number - 1].text)
    return behind and _DATE_CLASS.search(seen.blocks[number].box.element.get("class") or "") is not None


def _why_not(claim: Claim, kind: Kind, place: Place) -> str | None:
    if place in _NOWHERE:
        return place.value
    if claim.read is None:
        return "day and month could be either"
    if kind is Kind.OTHER:
        return "that of something else"
    plain_inside = kind is Kind.PLAIN and place is Place.INSIDE
    return Place.INSIDE.value if kind is Kind.RUNNING or plain_inside else None


def _sort_times(found: Shown, seen: Page, places: Places) -> None:
    inside: list[Claim] = []
    for element, number in seen.times[:_MOST]:
        words = machine_words(element)
        if not words:
            continue
        place = places.of(element, number)
        claim = Claim("time element", words, f"time element in visible line {number + 1}")
        if place in _NOWHERE:
            found.refused.append((claim, place.value))
        elif _is_change(element, seen, number):
            found.changes.append(claim)
        elif number < len(seen.blocks) and is_prose(seen.blocks[number].text):
            found.refused.append((claim, Place.INSIDE.value))
        elif place is Place.INSIDE and not _in_article(element):
            found.refused.append((claim, place.value))
        elif place is Place.INSIDE:
            inside.append(claim)
        else:
            found.timed.append(claim)
    if len({claim.dating.at.date() for claim in inside if claim.dating}) == 1:
        found.timed += inside
    else:
        found.refused += [(claim, Place.INSIDE.value) for claim in inside]


def _in_article(element: HtmlElement) -> bool:
    return any(above.tag in {"article", "main", "header"} for above in element.iterancestors())


def _is_change(element: HtmlElement, seen: Page, number: int) -> bool:
    parent = element.getparent()
    named = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    if _CHANGE_CLASS.search(named) or (parent is not None and _CHANGE_CLASS.search(parent.get("class") or "")):
        return "publish" not in named
    words = text_cleaning.line(element.text_content())
    line = seen.blocks[number].parted if number < len(seen.blocks) else ""
    return bool(words) and words in line and says_changed(line[: line.index(words)])


_NOWHERE: Final = frozenset({Place.COMMENTS, Place.OTHERS, Place.MARGIN})
