"""What the names and offsets of time zones that are printed after a time mean."""

import re
from datetime import date, timedelta, timezone
from typing import Final

_HOURS: Final = {
    **dict.fromkeys(("ut", "gmt", "utc", "z"), 0.0),
    **{"est": -5.0, "edt": -4.0, "cst": -6.0, "cdt": -5.0, "mst": -7.0, "mdt": -6.0, "pst": -8.0, "pdt": -7.0},
    **{"akst": -9.0, "akdt": -8.0, "hst": -10.0, "brt": -3.0, "art": -3.0, "cest": 2.0, "eest": 3.0, "мск": 3.0},
    **{"msk": 3.0, "trt": 3.0, "eat": 3.0, "sast": 2.0, "irst": 3.5, "pkt": 5.0, "npt": 5.75, "wib": 7.0, "wita": 8.0},
    **{"wit": 9.0, "ict": 7.0, "sgt": 8.0, "hkt": 8.0, "pht": 8.0, "myt": 8.0, "awst": 8.0, "jst": 9.0, "kst": 9.0},
    **{"acst": 9.5, "acdt": 10.5, "aest": 10.0, "aedt": 11.0, "nzst": 12.0, "nzdt": 13.0},
}
"""Hours from UTC of names that mean one thing wherever they are printed, or that RFC 822 defines."""

_OF_REGION: Final = {("ist", "IN"): 5.5, ("ist", "IE"): 1.0, ("bst", "GB"): 1.0, ("bst", "BD"): 6.0, ("sst", "SG"): 8.0}
_OF_BOTH_SEASONS: Final = {"et": -5.0, "ct": -6.0, "mt": -7.0, "pt": -8.0}
_OF_WINTER: Final = {"cet": 1.0, "eet": 2.0, "wet": 0.0, "mez": 1.0}
"""Printed all year by sites whose clocks go an hour ahead in summer: known only for days of winter."""

_OFFSET: Final = re.compile(r"[(\[]?\s*(?:utc|gmt)?\s*([+\-−])\s?(\d{1,2})(?::?(\d\d))?\b", re.IGNORECASE)
_NAME: Final = re.compile(r"[(\[]?\s*([a-zмск]{1,5})\b", re.IGNORECASE)
_AMERICAN_RULE_SINCE: Final = 2007
_SUNDAY: Final = 6


def read_zone(text: str, day: date, region: str | None) -> tuple[timezone, int] | None:
    """The zone that a text begins with, on a day and for a page of a region, and where in the text it ends."""
    if match := _OFFSET.match(text):
        ahead = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        return (timezone(ahead if match[1] == "+" else -ahead), match.end()) if ahead < timedelta(hours=15) else None
    match = _NAME.match(text)
    hours = _hours(match[1].lower(), day, region) if match else None
    return (timezone(timedelta(hours=hours)), match.end()) if match and hours is not None else None


def _hours(name: str, day: date, region: str | None) -> float | None:
    if name in _HOURS:
        return _HOURS[name]
    if name in _OF_BOTH_SEASONS and day.year >= _AMERICAN_RULE_SINCE:
        return _OF_BOTH_SEASONS[name] + _american_summer(day)
    if name in _OF_WINTER:
        return None if _last_sunday(day.year, 3) <= day < _last_sunday(day.year, 10) else _OF_WINTER[name]
    return _OF_REGION.get((name, region or ""))


def _american_summer(day: date) -> bool:
    first_of_march, first_of_november = date(day.year, 3, 1), date(day.year, 11, 1)
    begins = first_of_march + timedelta(days=_SUNDAY - first_of_march.weekday() + 7)
    return begins <= day < first_of_november + timedelta(days=_SUNDAY - first_of_november.weekday())


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)
