"""Days of calendars other than the Gregorian, and of digits other than the European."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Final

_BUDDHIST: Final = range(2400, 2701)
_BUDDHIST_AHEAD: Final = 543
_FIRST_PAGES: Final = 38
_PERSIAN: Final = range(1300, 1421)
"""The Persian year is below 1421 until 2042, and the lunar year of Islam has been above it since 2000."""
_PERSIAN_LANGUAGES: Final = frozenset({"fa", "ps", "ckb", "prs"})
_PERSIAN_EPOCH: Final = datetime(2021, 3, 21, tzinfo=UTC), 1400
_PERSIAN_LEAP: Final = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
"""Years that leap, in the cycle of 33 that the calendar has followed since 1865 and will to 2088."""
_PERSIAN_MONTHS: Final = (31,) * 6 + (30,) * 5
_LONGEST_MONTH: Final = 31

_OTHER_DIGIT: Final = re.compile(r"(?![0-9])\d")
_ERAS: Final = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民國": 1911, "民国": 1911}
_ERA_YEAR: Final = re.compile(rf"({'|'.join(_ERAS)})\s?(元|\d{{1,3}})年")
_SAID_TWICE: Final = re.compile(rf"[（(](?:(?:{'|'.join(_ERAS)})\s?(?:元|\d{{1,3}})年?|\d{{4}}年)[）)]")


def plain(text: str) -> str:
    """The text with European digits, and with the years of East Asian eras as years of the common era."""
    if text.isascii():
        return text
    text = _OTHER_DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), text)
    if "年" in text:
        text = _ERA_YEAR.sub(_common_year, _SAID_TWICE.sub("", text))
    return text


def at(year: int, month: int, day: int, language: str | None = None) -> datetime | None:
    """The day at 00:00 UTC, by the calendar that a page of this language counts such a year in; None for no day."""
    if year in _BUDDHIST and language == "th":
        year -= _BUDDHIST_AHEAD
    elif year in _PERSIAN and language in _PERSIAN_LANGUAGES:
        return persian(year, month, day)
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None


def persian(year: int, month: int, day: int) -> datetime | None:
    """The day of the Persian solar calendar at 00:00 UTC; None for no day of its years 1300 to 1420."""
    lengths = (*_PERSIAN_MONTHS, 30 if _leaps(year) else 29)
    if year not in _PERSIAN or not (1 <= month <= len(lengths)) or not (1 <= day <= lengths[month - 1]):
        return None
    first, epoch = _PERSIAN_EPOCH
    years = range(min(year, epoch), max(year, epoch))
    days = sum(366 if _leaps(each) else 365 for each in years)
    return first + timedelta(days=(days if year >= epoch else -days) + sum(lengths[: month - 1]) + day - 1)


def thai_year(printed: str) -> int:
    """The year that two digits of a Thai date mean: of the Buddhist era from 2538 on, below of the common era."""
    number = int(printed)
    return number + 2500 - _BUDDHIST_AHEAD if number >= _FIRST_PAGES else number + 2000


def _leaps(year: int) -> bool:
    return year % 33 in _PERSIAN_LEAP


def _common_year(match: re.Match[str]) -> str:
    return f"{_ERAS[match[1]] + (1 if match[2] == '元' else int(match[2]))}年"
