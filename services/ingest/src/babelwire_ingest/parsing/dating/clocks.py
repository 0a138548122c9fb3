"""Times of day as they are printed beside a day."""

import re
from datetime import UTC, datetime, time
from functools import cache
from typing import Final

from babelwire_contracts.content import Precision
from babelwire_ingest.parsing.dating.habits import Habits
from babelwire_ingest.parsing.dating.time_zones import read_zone
from babelwire_ingest.parsing.dating.words import clock_words, half_days

_NEAR: Final = 40


class Clock:
    """A time of day found in a text: where it stands with its zone, and what follows from it for a day."""

    def __init__(self, match: re.Match[str], text: str) -> None:
        self.start = match.start()
        self.end = match.end()
        self._match = match
        self._rest = text[match.end() : match.end() + _NEAR]

    def on(self, day: datetime, habits: Habits) -> tuple[datetime, Precision] | None:
        """The moment in UTC and how exactly it is known; None where nothing says in which zone the time is."""
        word = _after_clock().match(self._rest)
        skipped = word.end() if word else 0
        zone = read_zone(self._rest[skipped:], day.date(), habits.region)
        if zone:
            self.end += skipped + zone[1]
        offset = zone[0] if zone else habits.offset_of(day.date())
        second = self._match["second"]
        hour = int(self._match["hour"] or self._match["whole"])
        half = self._match["before"] or self._match["after"] or self._match["half"]
        if half:
            hour = hour % 12 + (12 if half_days()[half.lower().rstrip()] else 0)
        if offset is None:
            return None
        try:
            at = datetime.combine(day.date(), time(hour, int(self._match["minute"] or 0), int(second or 0)), offset)
            return at.astimezone(UTC), Precision.SECOND if second else Precision.MINUTE
        except (ValueError, OverflowError):
            return None


def find_clock(text: str) -> Clock | None:
    """The first time of day in a text."""
    match = _clock().search(text)
    return Clock(match, text) if match else None


def clock_after(text: str, start: int) -> Clock | None:
    """The time of day that stands right behind a day which ends at `start`."""
    match = _behind_day().match(text, start)
    found = _clock().match(text, match.end()) if match else None
    return Clock(found, text) if found else None


def clock_before(text: str, start: int, day: datetime, habits: Habits) -> Clock | None:
    """The time of day that stands, with its zone, right before a day which begins at `start`."""
    found = list(_clock().finditer(text, max(0, start - _NEAR), start))
    if not found:
        return None
    clock = Clock(found[-1], text[:start])
    clock.on(day, habits)
    return clock if _between().fullmatch(text, clock.end, start) else None


@cache
def _clock() -> re.Pattern[str]:
    halves = "|".join(re.escape(word) for word in sorted(half_days(), key=len, reverse=True))
    return re.compile(
        rf"(?P<before>(?:{halves})\s?)?(?<![\d/.-])(?:"
        rf"(?P<hour>[01]?\d|2[0-3])(?:[:：.h]|\s?[時时시点點]\s?)(?P<minute>[0-5]\d)"
        rf"(?:[:：.분分]\s?(?P<second>[0-5]\d))?(?![\d/-]|\.\d)[分분초秒h]?(?:\s?(?P<after>{halves})(?!\w))?"
        rf"|(?P<whole>1[0-2]|0?[1-9])\s?(?P<half>[ap]\.?m\b\.?))",
        re.IGNORECASE,
    )


@cache
def _behind_day() -> re.Pattern[str]:
    words = "|".join(map(re.escape, clock_words()[0]))
    return re.compile(rf"[\s,.;|·•()/–—-]{{0,5}}(?:(?:{words})[\s:]*)?", re.IGNORECASE)


@cache
def _after_clock() -> re.Pattern[str]:
    words = "|".join(map(re.escape, clock_words()[1]))
    return re.compile(rf"[\s,]*(?:(?:{words})(?!\w)[\s,]*)?", re.IGNORECASE)


@cache
def _between() -> re.Pattern[str]:
    words = "|".join(map(re.escape, clock_words()[1]))
    return re.compile(
        rf"[\s,.;|·•()/–—-]{{0,5}}(?:{words})?[\s,.;|·•()/–—-]{{0,5}}(?:on|le|am|em|el|il|в|de)?\s*", re.IGNORECASE
    )
