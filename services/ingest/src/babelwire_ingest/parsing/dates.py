"""Dates as pages print them."""

import re
from datetime import UTC, datetime, time
from functools import lru_cache
from typing import Final

import msgspec

from babelwire_contracts.content import Precision
from babelwire_ingest.parsing.month_names import bare, months, weekdays

_YEAR: Final = re.compile(r"(?<!\d)(?:1[6-9]|20|21|22)\d\d(?!\d)")
_DAY: Final = re.compile(r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])(?!\d)")
_ISO_DAY: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_EAST_ASIAN_DAY: Final = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_DOTTED_DAY: Final = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_SLASHED_DAY: Final = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_ISO_MOMENT: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:[.,](\d{1,9}))?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?", re.IGNORECASE
)
_CLOCK: Final = re.compile(
    r"(?<!\d)([01]?\d|2[0-3])[:.h]([0-5]\d)(?::([0-5]\d))?(?!\d)\s*([ap]\.?m\b\.?)?", re.IGNORECASE
)
_UTC_ZONE: Final = re.compile(r"\b(?:UTC|GMT)\b(?![+-]\d)|(?<=\d)Z\b")
_OFFSET: Final = re.compile(r"(?:UTC|GMT)?\s?([+-])(\d{1,2}):?(\d\d)?\b")
_MAX_LENGTH: Final = 60
_TOKENS: Final = re.compile(r"[\s,،()|·–—/-]+")
_NUMBER: Final = re.compile(r"(\d{1,4})(?:\.|st|nd|rd|th|er|º|ª|ª|η|ος|日|일|-?го)?", re.IGNORECASE)
_CONNECTORS: Final = frozenset(
    "de del do da of the on den di le el il la a am em r roku г года р року году год ngày día dne és kl os vom".split()
)
_YEAR_DIGITS: Final = 4
_MAX_WORDS: Final = 8
_MONTHS_OF_A_YEAR: Final = 12


class Dating(msgspec.Struct, frozen=True):
    """A publication time in UTC, how exactly it is known, and what on the page says it."""

    at: datetime
    precision: Precision
    source: str

    def unless_after(self, moment: datetime) -> "Dating | None":
        """This, or None where it lies after `moment`: nothing captured can have been published later."""
        return None if self.at > moment else self


def day(text: str) -> datetime | None:
    """The one day that a text names and is nothing but, at 00:00 UTC; None where it is no date or could be two."""
    text = text.strip(" ,.-–—")
    if not (0 < len(text) <= _MAX_LENGTH):
        return None
    if match := _ISO_DAY.fullmatch(text) or _EAST_ASIAN_DAY.fullmatch(text):
        return _at(*match.groups())
    if match := _DOTTED_DAY.fullmatch(text):
        return _at(match[3], match[2], match[1])
    if match := _SLASHED_DAY.fullmatch(text):
        return _slashed(*match.groups())
    if (
        not (_YEAR.search(text) and _DAY.search(text) and any(character.isalpha() for character in text))
        or len(text.split()) > _MAX_WORDS
    ):
        return None
    return _spelled(text)


def moment(text: str, source: str) -> Dating | None:
    """The day or moment that a text names and is nothing but.

    A time whose zone is not printed leaves only the day: which moment it was, nobody can say.
    """
    text = text.strip(" ,.")
    if len(text) > _MAX_LENGTH + 30:
        return None
    if _ISO_MOMENT.fullmatch(text):
        return iso(text, source)
    clock = _CLOCK.search(text)
    if clock is None or not text[: clock.start()].strip():
        found = day(text)
        return None if found is None else Dating(found, Precision.DAY, source)
    found = day(re.sub(r"(?:[\s,|–—-]|\b(?:at|à|às|um|a las|alle|kl|om|в|o)\b\.?)+$", "", text[: clock.start()]))
    if found is None:
        return None
    return _with_clock(found, clock, text[clock.end() :], source)


@lru_cache(maxsize=1024)
def iso(text: str, source: str) -> Dating | None:
    """A date or date-time of RFC 3339 or a near form of it, as metadata carries."""
    text = text.strip()
    if match := _ISO_MOMENT.match(text):
        date_, minutes, seconds, _, zone = match.groups()
        parsed = _parse_iso(f"{date_}T{minutes}{seconds or ''}{_zone(zone)}")
        if parsed is None:
            return None
        if zone is None:
            return Dating(parsed.replace(hour=0, minute=0, second=0, tzinfo=UTC), Precision.DAY, source)
        return _utc(parsed, Precision.SECOND if seconds else Precision.MINUTE, source)
    found = day(text[:10]) if _ISO_DAY.match(text) else None
    return None if found is None else Dating(found, Precision.DAY, source)


def _utc(parsed: datetime, precision: Precision, source: str) -> Dating | None:
    try:
        return Dating(parsed.astimezone(UTC), precision, source)
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


def _with_clock(found: datetime, clock: re.Match[str], rest: str, source: str) -> Dating:
    only_day = Dating(found, Precision.DAY, source)
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if clock[4]:
        hour = hour % 12 + (12 if clock[4].lower().startswith("p") else 0)
    precision = Precision.SECOND if clock[3] else Precision.MINUTE
    at = datetime.combine(found.date(), time(hour, minute, second), UTC)
    if offset := _OFFSET.search(rest):
        sign = "-" if offset[1] == "-" else "+"
        moved = _parse_iso(
            f"{at.replace(tzinfo=None).isoformat(timespec='seconds')}{sign}{int(offset[2]):02d}:{offset[3] or '00'}"
        )
        return only_day if moved is None else (_utc(moved, precision, source) or only_day)
    return Dating(at, precision, source) if _UTC_ZONE.search(rest) else only_day


def _slashed(first: str, second: str, year: str) -> datetime | None:
    # 3/4/2021 is March in one country and April in another; a number over 12 can only be the day.
    if int(first) > _MONTHS_OF_A_YEAR or first == second:
        return _at(year, second, first)
    return _at(year, first, second) if int(second) > _MONTHS_OF_A_YEAR else None


def _at(year: str, month: str, day_: str) -> datetime | None:
    try:
        return datetime(int(year), int(month), int(day_), tzinfo=UTC)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _spelled(text: str) -> datetime | None:
    """A date with its month in words: one month, one year, one day, and only words that dates are printed with."""
    month: int | None = None
    numbers: list[str] = []
    for token in _TOKENS.split(text):
        number = _NUMBER.fullmatch(token)
        if number:
            numbers.append(number[1])
        elif found := months().get(bare(token)):
            if month is not None:
                return None
            month = found
        elif token and bare(token) not in _CONNECTORS and bare(token) not in weekdays():
            return None
    years = [number for number in numbers if len(number) == _YEAR_DIGITS]
    days = [number for number in numbers if len(number) < _YEAR_DIGITS - 1]
    if month is None or len(years) != 1 or len(days) != 1 or len(numbers) != len(years) + len(days):
        return None
    return _at(years[0], str(month), days[0])
