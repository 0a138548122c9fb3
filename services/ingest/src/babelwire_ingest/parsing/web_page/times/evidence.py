"""What a page says of how it prints dates: by its language, its region, its other dates."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timezone
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from babelwire_ingest.parsing.dating import calendars
from babelwire_ingest.parsing.dating.dates import iso, parse_offset
from babelwire_ingest.parsing.dating.habits import REGIONS, Habits, Order, usual_order
from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.declarations.json_ld import text
from babelwire_text.language_tags import read_tag

_SLASHED: Final = re.compile(r"(?<![\d/.-])(\d{1,2}) ?([/-]) ?(\d{1,2}) ?\2 ?(\d{4})(?![\d/-])")
_MONTHS: Final = 12
_CODE: Final = 2
_FOR_ANYBODY: Final = frozenset("co me tv io ai fm cc ly la to am is it so ws nu st gg vc tk ml ga cf gl pw eu".split())
"""Country codes of addresses that sites of any country take."""


def read_habits(
    tree: HtmlElement, declared: Declared, url: str | None, lines: Iterable[str], known: Iterable[str]
) -> Habits:
    """How a page prints dates. `known` are the dates that it declares, as it writes them."""
    tag = read_tag(tree.get("lang") or declared.meta("content-language") or text(declared.article.get("inLanguage")))
    tag = tag or read_tag((declared.meta("og:locale") or "").replace("_", "-"))
    language, _, rest = (tag or "").partition("-")
    region = next((part.upper() for part in rest.split("-") if len(part) == _CODE), None)
    country = _country(url)
    declared_dates = list(known)
    offset = next(_offsets(declared_dates), None)
    return Habits(
        order=_order(language or None, region, country, lines, declared_dates),
        language=language or None,
        region=region or country or REGIONS.get(language),
        offset=offset[0] if offset else None,
        offset_on=offset[1] if offset else None,
    )


def _country(url: str | None) -> str | None:
    domain = (urlsplit(url or "").hostname or "").rsplit(".", 1)[-1]
    if len(domain) != _CODE or domain in _FOR_ANYBODY:
        return None
    return "GB" if domain == "uk" else domain.upper()


def _order(
    language: str | None, region: str | None, country: str | None, lines: Iterable[str], known: list[str]
) -> Order | None:
    days = {found.at.date() for said in known if (found := iso(said, ""))}
    shown = {order for line in lines if "/" in line or "-" in line for order in _shown(line, days)}
    if shown:
        return shown.pop() if len(shown) == 1 else None
    said = {order for where in (region, country) if where and (order := usual_order(language, where))}
    if len(said) > 1:
        return None
    return next(iter(said), None) or usual_order(language, region)


def _shown(line: str, days: set[date]) -> Iterator[Order]:
    """The order of each date in a line that can only be read in one, or whose other reading no declared date has."""
    for match in _SLASHED.finditer(line):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if first > _MONTHS >= second > 0:
            yield Order.DAY_FIRST
        elif second > _MONTHS >= first > 0:
            yield Order.MONTH_FIRST
        elif first != second:
            one, other = calendars.at(year, second, first), calendars.at(year, first, second)
            if one and other and (one.date() in days) != (other.date() in days):
                yield Order.DAY_FIRST if one.date() in days else Order.MONTH_FIRST


def _offsets(known: list[str]) -> Iterator[tuple[timezone, date]]:
    for said in known:
        if (offset := parse_offset(said)) and (found := iso(said, "")):
            yield offset, found.at.astimezone(offset).date()
