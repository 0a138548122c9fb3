"""Dates in a line of a page, among other words."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from babelwire_contracts.content import Precision
from babelwire_ingest.parsing.dating import calendars, dates
from babelwire_ingest.parsing.dating.clocks import clock_after, clock_before
from babelwire_ingest.parsing.dating.habits import Habits
from babelwire_ingest.parsing.dating.month_names import bare
from babelwire_ingest.parsing.dating.words import connectors, persian_months, phrases

SOURCE: Final = "printed date"
_NUMERIC: Final = re.compile(
    r"(?<![\d/.:-])(?:"
    r"\d{4}\.? ?[-/.] ?\d{1,2}\.? ?[-/.] ?\d{1,2}|\d{1,2}\. ?\d{1,2}\. ?\d{4}|\d{1,2} ?[/-] ?\d{1,2} ?[/-] ?\d{4}"
    r"|\d{1,2}\.\d{1,2}\.\d\d|\d{1,2}/\d{1,2}/\d\d"
    r")(?!\d|[/-]\d|\.\d)"
    r"|\d{4}\s*(?:[年년]|оны|он)\s*\d{1,2}\s*(?:-?р\s*)?(?:[月월]|сарын)\s*\d{1,2}(?:\s*[日일号號])?"
    r"|\d{1,2}\s+tháng\s+\d{1,2}(?:\s*,|\s+năm)?\s+\d{4}",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\s,،()|·•–—/\-:;>\[\]«»]+")
_JOINED: Final = re.compile(r"\d+(?:[.:]\d+)+|\d+|[^\d]+")
_YEARS: Final = re.compile(r"\d{4}|[\u0e01-\u0e2e]\.?\s?\d\d(?!\d)")
_NEAR_YEAR: Final = 45
_AROUND: Final = 5
_BESIDE: Final = 3
_MIN_WORDS: Final = 2
_NUMBERS: Final = 2
_YEAR: Final = 4
_MONTHS: Final = 12
_EARLIEST: Final = 1600
_MAX_LINE: Final = 3000


_Span = tuple[int, int, datetime | None]


@dataclass(frozen=True)
class Printed:
    """A date in a line: where it stands with its time, its words, and what it says; None where it could be two days."""

    start: int
    end: int
    words: str
    dating: dates.Dating | None


def find_dates(line: str, habits: Habits) -> tuple[str, list[Printed]]:
    """The line in European digits, and the dates in it, in order."""
    text = calendars.plain(line[:_MAX_LINE])
    spans = sorted(_numeric(text, habits) + _spelled(text, habits))
    found: list[Printed] = []
    for start, end, day in spans:
        if not found or start >= found[-1].end:
            found.append(_with_clock(text, (start, end, day), habits, found[-1].end if found else 0))
    return text, found


def _with_clock(text: str, span: _Span, habits: Habits, after: int) -> Printed:
    start, end, day = span
    words = text[start:end].strip()
    if day is None:
        return Printed(start, end, words, None)
    clock = clock_after(text, end) or clock_before(text, start, day, habits)
    if clock is None or clock.start < after:
        return Printed(start, end, words, dates.Dating(day, Precision.DAY, SOURCE))
    exact = clock.on(day, habits)
    dating = dates.Dating(*exact, SOURCE) if exact else dates.Dating(day, Precision.DAY, SOURCE)
    return Printed(min(start, clock.start), max(end, clock.end), words, dating)


def _numeric(text: str, habits: Habits) -> list[_Span]:
    found: list[_Span] = []
    for match in _NUMERIC.finditer(text):
        day = dates.day(match[0], habits)
        if day is None and not _two_ways(match[0]):
            continue
        if day is None or day.year >= _EARLIEST:
            found.append((match.start(), match.end(), day))
    return found


def _two_ways(words: str) -> bool:
    """Whether three numbers that end with a year of four digits are a date by either order."""
    numbers = re.findall(r"\d+", words)
    return "/" in words and len(numbers[-1]) == _YEAR and all(0 < int(number) <= _MONTHS for number in numbers[:2])


def _spelled(text: str, habits: Habits) -> list[_Span]:
    return [span for start, end in _about_years(text) for span in _spelled_within(text, start, end, habits)]


def _about_years(text: str) -> list[tuple[int, int]]:
    """The parts of a text that are near a year."""
    found: list[tuple[int, int]] = []
    for year in _YEARS.finditer(text):
        start, end = max(0, year.start() - _NEAR_YEAR), year.end() + _NEAR_YEAR
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def _spelled_within(text: str, start: int, end: int, habits: Habits) -> list[_Span]:
    words = [
        (word.start() + part.start(), word.start() + part.end())
        for word in _WORD.finditer(text, start, end)
        for part in _JOINED.finditer(word[0])
    ]
    is_number = [text[begins].isdigit() for begins, _ in words]
    numbers = [place for place, is_one in enumerate(is_number) if is_one]
    near = sorted({place for number in numbers for place in range(number - _BESIDE, number + _BESIDE + 1)})
    found: list[_Span] = []
    last = 0
    for place in near:
        if (
            not (0 <= place < len(words))
            or is_number[place]
            or words[place][0] < last
            or not _names_month(text[slice(*words[place])], habits.language)
        ):
            continue
        if span := _date_around(text, words, is_number, place, (last, habits)):
            found.append(span)
            last = span[1]
    return found


def _date_around(
    text: str, words: list[tuple[int, int]], is_number: list[bool], place: int, since: tuple[int, Habits]
) -> _Span | None:
    """The longest run of words around a month that is a date, and begins after what is one already."""
    last, habits = since
    begins = [at for at in range(max(0, place - _AROUND), place + 1) if words[at][0] >= last]
    ends = range(min(len(words), place + _AROUND + 1), place, -1)
    for size, _, begin, stop in sorted(((e - b, -b, b, e) for b in begins for e in ends), reverse=True):
        if size < _MIN_WORDS:
            break
        if sum(is_number[begin:stop]) != _NUMBERS:
            continue
        end = words[stop - 1][1]
        if (day := dates.day(text[words[begin][0] : end], habits)) and day.year >= _EARLIEST:
            first = next(at for at in range(begin, stop) if bare(text[slice(*words[at])]) not in connectors())
            return words[first][0], end, day
    return None


@lru_cache(maxsize=4096)
def _names_month(word: str, language: str | None) -> bool:
    if dates.month_of(word, language) or bare(word) in persian_months():
        return True
    return any(word in name for name in phrases()[1])
