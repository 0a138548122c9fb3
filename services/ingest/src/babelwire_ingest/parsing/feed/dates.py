"""Dates as feeds carry them: RFC 822 with its descendants, RFC 3339, and what else is printed in their place."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from lxml import etree

from babelwire_contracts.content import Precision, RejectedDate
from babelwire_ingest.parsing.dating.dates import Dating, iso, moment
from babelwire_ingest.parsing.feed.markup import line_of
from babelwire_ingest.parsing.feed.names import local_name, name_of
from babelwire_ingest.parsing.feed.parts import Parts

_MONTHS: Final = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_CLOCK: Final = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
_RFC_822: Final = re.compile(
    rf"(?:[a-z]+\.?,?\s+)?(?P<day>\d{{1,2}})[\s-]+(?P<month>[a-z]{{3}})[a-z]*\.?,?[\s-]+(?P<year>\d{{4}}|\d\d),?\s+"
    rf"{_CLOCK}\s*(?P<zone>[a-z]{{1,5}}|(?:UTC|GMT)?[+-]\d\d:?\d\d)?(?:\s*\([^)]*\))?",
    re.IGNORECASE,
)
_ASCTIME: Final = re.compile(
    rf"(?:[a-z]{{3}},?\s+)?(?P<month>[a-z]{{3}})\s+(?P<day>\d{{1,2}})\s+{_CLOCK}\s+(?P<zone>[a-z]{{1,5}}\s+)?"
    r"(?P<year>\d{4})",
    re.IGNORECASE,
)
_OFFSET: Final = re.compile(r"(?:UTC|GMT)?([+-])(\d\d):?(\d\d)", re.IGNORECASE)

_ZONES: Final = {
    **dict.fromkeys(("ut", "gmt", "utc", "z"), 0),
    **{"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7},
    **{"cest": 2, "eest": 3, "jst": 9, "kst": 9},
}
"""Hours from UTC: the zones that RFC 822 (section 5.1) defines, and four that mean one thing wherever they are printed.

Of any other the day is known, and no more. IST is the time of India, Israel or Ireland, BST of Britain or Bangladesh;
CET and EET are printed all year by sites whose clocks go by CEST and EEST in summer; and a military letter says nothing
(RFC 5322, section 4.3).
"""

_PUBLISHED: Final = ("pubdate", "published", "issued", "dcterms:issued", "dc:date", "dcterms:created", "created")
_MODIFIED: Final = ("updated", "modified", "dcterms:modified")
_BEFORE: Final = "a change before the entry was published"

_CENTURY: Final = 100
_CENTURY_TURNS_AT: Final = 50
_MOST: Final = 100


def feed_dating(printed: str, source: str) -> Dating | None:
    """The moment or day that a feed's date names, the same whenever it is read; None where it names none.

    A date without a zone, or with one that could be several, is known to the day that it prints.
    """
    text = " ".join(printed[:_MOST].split())
    match = _RFC_822.fullmatch(text) or _ASCTIME.fullmatch(text)
    return _dated(match, source) if match else iso(text, source) or moment(text, source)


def _dated(match: re.Match[str], source: str) -> Dating | None:
    month = _MONTHS.get(match["month"].lower())
    if month is None:
        return moment(match[0], source)
    zone = _zone((match["zone"] or "").strip().lower())
    try:
        day = datetime(_year(match["year"]), month, int(match["day"]), tzinfo=UTC)
        if zone is None:
            return Dating(day, Precision.DAY, source)
        at = day.replace(hour=int(match["hour"]), minute=int(match["minute"]), second=int(match["second"] or 0))
        precision = Precision.SECOND if match["second"] else Precision.MINUTE
        return Dating(at.replace(tzinfo=zone).astimezone(UTC), precision, source)
    except (ValueError, OverflowError):
        return None


def _year(printed: str) -> int:
    year = int(printed)
    # RFC 5322, section 4.3.
    return year + (0 if year >= _CENTURY else 2000 if year < _CENTURY_TURNS_AT else 1900)


def _zone(printed: str) -> timezone | None:
    if (hours := _ZONES.get(printed)) is not None:
        return timezone(timedelta(hours=hours))
    if offset := _OFFSET.fullmatch(printed):
        ahead = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        return timezone(-ahead if offset[1] == "-" else ahead) if ahead < timedelta(days=1) else None
    return None


def dates_of(entry: Parts) -> tuple[Dating | None, Dating | None, list[RejectedDate]]:
    """When an entry was published and when it was last changed, as it says, and the dates that say neither."""
    rejected: list[RejectedDate] = []
    published = _first(entry, _PUBLISHED, rejected)
    modified = _first(entry, _MODIFIED, rejected)
    if published and modified and modified.at < published.at:
        rejected.append(RejectedDate(where=modified.source, words=modified.at.isoformat(), reason=_BEFORE))
        modified = None
    return published, modified, rejected


def _first(entry: Parts, names: tuple[str, ...], rejected: list[RejectedDate]) -> Dating | None:
    for element in entry.all(*names):
        words = line_of(element)
        where = f"feed {_printed_name(element)}"
        if dating := feed_dating(words, where):
            return dating
        if words:
            rejected.append(RejectedDate(where=where, words=words[:_MOST], reason="it names no one day"))
    return None


def _printed_name(element: etree._Element) -> str:
    local = local_name(element)
    return name_of(element)[: -len(local)] + local
