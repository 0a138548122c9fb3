"""Dates as pages print them."""

import re
from datetime import UTC, datetime, timezone
from functools import lru_cache
from typing import Final

import msgspec

from babelwire_contracts.content import Precision
from babelwire_ingest.parsing.dating import calendars
from babelwire_ingest.parsing.dating.clocks import find_clock
from babelwire_ingest.parsing.dating.habits import UNKNOWN, Habits, Order
from babelwire_ingest.parsing.dating.month_names import bare, months, weekdays
from babelwire_ingest.parsing.dating.words import (
    connectors,
    joined,
    months_of_language,
    other_months,
    persian_months,
    phrases,
    unaccented_months,
)

_YEAR: Final = re.compile(r"(?<!\d)(?:1[3-9]|20|21|22|2[45])\d\d(?!\d)")
_DAY: Final = re.compile(r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])(?!\d)")
_YEAR_FIRST: Final = re.compile(r"(\d{4})\.? ?[-/.] ?(\d{1,2})\.? ?[-/.] ?(\d{1,2})\.?")
_EAST_ASIAN_DAY: Final = re.compile(
    r"(\d{4})\s*(?:[年년]|оны|он)\s*(\d{1,2})\s*(?:-?р\s*)?(?:[月월]|сарын)\s*(\d{1,2})(?:\s*(?:[日일号號]|ны|өдөр))?"
)
_VIETNAMESE_DAY: Final = re.compile(r"(\d{1,2})\s+tháng\s+(\d{1,2})(?:\s*,|\s+năm)?\s+(\d{4})", re.IGNORECASE)
_DOTTED_DAY: Final = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})\.?")
_SLASHED_DAY: Final = re.compile(r"(\d{1,2}) ?[/-] ?(\d{1,2}) ?[/-] ?(\d{4})")
_SHORT_DAY: Final = re.compile(r"(\d{1,2})([./])(\d{1,2})\2(\d\d)")
_SHAPES: Final = (_YEAR_FIRST, _EAST_ASIAN_DAY, _VIETNAMESE_DAY, _DOTTED_DAY, _SLASHED_DAY, _SHORT_DAY)
_ISO_MOMENT: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:[.,](\d{1,9}))?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?", re.IGNORECASE
)
_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[T ]?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?)?")
_MAX_LENGTH: Final = 60
_TOKENS: Final = re.compile(r"[\s,،()|·–—/-]+")
_NUMBER: Final = re.compile(r"(\d{1,4})\.?")
_JOINED: Final = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\s\d.,:;/()-])(?=\d)|(?<=[^\W\d_]\.)(?=\d)")
_BEFORE_CLOCK: Final = re.compile(r"(?:[\s,|–—-]|\b(?:at|à|às|um|a las|alle|kl|om|в|o)\b\.?)+$")
_THAI: Final = re.compile("[\u0e01-\u0e2e]")
_YEAR_DIGITS: Final = 4
_MAX_WORDS: Final = 9
_MONTHS_OF_A_YEAR: Final = 12
_COMMON_YEARS: Final = range(1600, 2300)


class Dating(msgspec.Struct, frozen=True):
    """A publication time in UTC, how exactly it is known, and what on the page says it."""

    at: datetime
    precision: Precision
    source: str

    def unless_after(self, moment: datetime) -> "Dating | None":
        """This, or None where it lies after `moment`: nothing captured can have been published later."""
        return None if self.at > moment else self


def day(text: str, habits: Habits = UNKNOWN) -> datetime | None:
    """The one day that a text names and is nothing but, at 00:00 UTC; None where it is no date or could be two."""
    text = calendars.plain(text.strip(" ,.-–—"))
    if not (0 < len(text) <= _MAX_LENGTH):
        return None
    if text[:1].isdigit() and (match := _numbered(text)):
        return _of_numbers(match, habits)
    if (
        not (_DAY.search(text) and (_YEAR.search(text) or _THAI.search(text)) and any(map(str.isalpha, text)))
        or len(text.split()) > _MAX_WORDS
    ):
        return None
    return _spelled(text, habits.language)


def _numbered(text: str) -> re.Match[str] | None:
    return next((match for shape in _SHAPES if (match := shape.fullmatch(text))), None)


def _of_numbers(match: re.Match[str], habits: Habits) -> datetime | None:
    if match.re in {_YEAR_FIRST, _EAST_ASIAN_DAY}:
        return _at(match[1], match[2], match[3], habits)
    if match.re in {_DOTTED_DAY, _VIETNAMESE_DAY}:
        return _at(match[3], match[2], match[1], habits)
    return _short(match, habits) if match.re is _SHORT_DAY else _slashed(match[1], match[2], match[3], habits)


def moment(text: str, source: str, habits: Habits = UNKNOWN) -> Dating | None:
    """The day or moment that a text names and is nothing but.

    A time whose zone is not printed leaves only the day: which moment it was, nobody can say.
    """
    text = text.strip(" ,.")
    if len(text) > _MAX_LENGTH + 30:
        return None
    if _ISO_MOMENT.fullmatch(text):
        return iso(text, source)
    clock = find_clock(text)
    if clock is None or not text[: clock.start].strip():
        found = day(text, habits)
        return None if found is None else Dating(found, Precision.DAY, source)
    found = day(_BEFORE_CLOCK.sub("", text[: clock.start]), habits)
    if found is None:
        return None
    exact = clock.on(found, habits)
    return Dating(*exact, source) if exact else Dating(found, Precision.DAY, source)


@lru_cache(maxsize=1024)
def iso(text: str, source: str) -> Dating | None:
    """A date or date-time of RFC 3339 or a near form of it, as metadata carries."""
    text = text.strip()
    if match := _ISO_MOMENT.match(text):
        date_, minutes, seconds, _, zone = match.groups()
        return _iso(date_, minutes, seconds, zone, source)
    if (match := _COMPACT.fullmatch(text)) and int(match[1]) in _COMMON_YEARS:
        year, month, day_, hour, minute, second, zone = match.groups()
        if hour:
            return _iso(f"{year}-{month}-{day_}", f"{hour}:{minute}", second and f":{second}", zone, source)
        found = _at(year, month, day_, UNKNOWN)
    else:
        found = day(text[:10]) if _YEAR_FIRST.match(text) else None
    return None if found is None else Dating(found, Precision.DAY, source)


def _iso(date_: str, minutes: str, seconds: str | None, zone: str | None, source: str) -> Dating | None:
    parsed = _parse_iso(f"{date_}T{minutes}{seconds or ''}{_zone(zone)}")
    if parsed is None:
        return None
    if zone is None:
        return Dating(parsed.replace(hour=0, minute=0, second=0, tzinfo=UTC), Precision.DAY, source)
    try:
        return Dating(parsed.astimezone(UTC), Precision.SECOND if seconds else Precision.MINUTE, source)
    except OverflowError:
        return None


def _parse_iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _zone(printed: str | None) -> str:
    if printed is None:
        return ""
    return "+00:00" if printed.upper() in {"Z", "UTC", "GMT"} else printed


def parse_offset(text: str) -> timezone | None:
    """The offset that a date-time of RFC 3339 says; None for UTC, by which systems write that have no clock's time."""
    match = _ISO_MOMENT.match(text.strip())
    parsed = _parse_iso(f"2000-01-01T00:00{_zone(match[5])}") if match and match[5] else None
    offset = parsed.utcoffset() if parsed else None
    return timezone(offset) if offset else None


def _slashed(first: str, second: str, year: str, habits: Habits) -> datetime | None:
    # 3/4/2021 is March in one country and April in another; a number over 12 can only be the day.
    if int(first) > _MONTHS_OF_A_YEAR or first == second or habits.order is Order.DAY_FIRST:
        return _at(year, second, first, habits)
    if int(second) > _MONTHS_OF_A_YEAR or habits.order is Order.MONTH_FIRST:
        return _at(year, first, second, habits)
    return None


def _short(match: re.Match[str], habits: Habits) -> datetime | None:
    """A date with two digits for the year: only where the page's language says which number is the year."""
    if habits.order is None or habits.language is None:
        return None
    first, second = match[1], match[3]
    day_first = match[2] == "." or habits.order is Order.DAY_FIRST
    year = calendars.thai_year(match[4]) if habits.language == "th" else 2000 + int(match[4])
    return _at(str(year), *((second, first) if day_first else (first, second)), habits)


def _at(year: str, month: str, day_: str, habits: Habits) -> datetime | None:
    return calendars.at(int(year), int(month), int(day_), habits.language)


def month_of(word: str, language: str | None) -> int | None:
    """The number of the Gregorian month that a word names in a language, where that matters."""
    word = bare(word)
    if word in months_of_language():
        return months_of_language()[word].get(language or "")
    if found := months().get(word) or other_months().get(word) or unaccented_months().get(word):
        return found
    before, after = joined()
    bare_ones = [word.removeprefix(part) for part in before] + [word.removesuffix(part) for part in after]
    named = (months().get(each) or other_months().get(each) for each in bare_ones if each != word)
    return next((number for number in named if number), None)


@lru_cache(maxsize=4096)
def _spelled(text: str, language: str | None) -> datetime | None:
    """A date with its month in words: one month, one year, one day, and only words that dates are printed with."""
    text = phrases()[0].sub(lambda match: f" {_GREGORIAN_ARABIC[phrases()[1][match[0]]]} ", text)
    found: set[int] = set()
    persian: set[int] = set()
    numbers: list[str] = []
    for token in _TOKENS.split(_JOINED.sub(" ", text)):
        number = _NUMBER.fullmatch(token)
        if number:
            numbers.append(number[1])
        elif month := month_of(token, language):
            found.add(month)
        elif month := persian_months().get(bare(token)):
            persian.add(month)
        elif token and bare(token) not in connectors() and bare(token) not in weekdays():
            return None
    years = [number for number in numbers if len(number) == _YEAR_DIGITS]
    days = [number for number in numbers if len(number) < _YEAR_DIGITS - 1]
    if len(numbers) != len(years) + len(days):
        return None
    thai = bool(_THAI.search(text))
    if thai and not years and len(days) > 1:
        years, days = [str(calendars.thai_year(days[-1]))], days[:-1]
    if len(years) != 1 or len(days) != 1 or len(found) + len(persian) != 1:
        return None
    if persian:
        return calendars.persian(int(years[0]), persian.pop(), int(days[0]))
    return calendars.at(int(years[0]), found.pop(), int(days[0]), "th" if thai else language)


_GREGORIAN_ARABIC: Final = {1: "يناير", 10: "أكتوبر", 11: "نوفمبر", 12: "ديسمبر"}
