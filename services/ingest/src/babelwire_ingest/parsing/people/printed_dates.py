"""Dates in bylines, which stand behind the names."""

import re
from functools import cache
from itertools import takewhile
from typing import Final

from babelwire_ingest.parsing.dating import dates
from babelwire_ingest.parsing.dating.habits import UNKNOWN
from babelwire_ingest.parsing.dating.month_names import bare, months, weekdays
from babelwire_ingest.parsing.dating.printed import find_dates

_NUMBER: Final = re.compile(r"\d+")
_MIN_NUMBERS: Final = 2
_MIN_WEEKDAY: Final = 4
_MIN_DATE: Final = 8
_MAX_PREPOSITION: Final = 3
_SIGNS: Final = " ,;|·•–—-"


def without_date(text: str) -> str:
    """A text up to the first of several numbers, without what leads up to that: a month, a weekday, a preposition.

    As it is where nothing would be left.
    """
    if len(_NUMBER.findall(text)) < _MIN_NUMBERS:
        return text
    kept = list(takewhile(lambda token: not any(map(str.isdigit, token)), text.split(" ")))
    named = len(kept)
    while kept and (_leads_up(kept[-1]) or not kept[-1].strip(_SIGNS)):
        kept.pop()
    if len(kept) < named and kept and kept[-1].islower() and len(kept[-1]) <= _MAX_PREPOSITION:
        kept.pop()
    return " ".join(kept) if any(any(map(str.isalpha, token)) for token in kept) else text


def has_date(text: str) -> bool:
    """Whether a short text has a date in it."""
    if not any(map(str.isdigit, text)):
        return False
    tokens = (token for token in text.split() if len(token) >= _MIN_DATE)
    return bool(find_dates(text, UNKNOWN)[1]) or any(dates.day(token) is not None for token in tokens)


def _leads_up(token: str) -> bool:
    word = bare(token.strip(_SIGNS))
    return word in months() or word in _long_weekdays()


def has_weekday(text: str) -> bool:
    """Whether a word of a text is a day of the week, as sentences have it and names do not."""
    return any(bare(token.strip(_SIGNS)) in _long_weekdays() for token in text.split())


@cache
def _long_weekdays() -> frozenset[str]:
    return frozenset(name for name in weekdays() if len(name) >= _MIN_WEEKDAY)
