"""Words that dates are printed with, kept as data beside this module."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any, Final

from babelwire_ingest.parsing.dating.month_names import months

_ALPHABETS: Final = re.compile("[a-z\u0300-\u036f\u0370-\u03ff.]+")


@cache
def phrases() -> tuple[re.Pattern[str], dict[str, int]]:
    """Names of months that are two words, as a pattern and by number."""
    named: dict[str, int] = _tables()["phrases"]
    return re.compile("|".join(map(re.escape, named))), named


@cache
def other_months() -> dict[str, int]:
    """The number of each name of a month that the Unicode locale data do not have."""
    return {name: int(number) for number, names in _tables()["months"].items() for name in names}


@cache
def unaccented_months() -> dict[str, int]:
    """The number of each name of a month as capitals without accents have it, where that is one month's."""
    found: dict[str, set[int]] = {}
    for name, number in (*months().items(), *other_months().items()):
        if (bare := unaccented(name)) != name:
            found.setdefault(bare, set()).add(number)
    return {name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1}


def unaccented(word: str) -> str:
    """A word of the Latin or Greek alphabet without its accents; any other as it is."""
    parts = unicodedata.normalize("NFD", word)
    if not _ALPHABETS.fullmatch(parts):
        return word
    return "".join(character for character in parts if not unicodedata.combining(character))


@cache
def joined() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is written in one with the name of a month, before and after it."""
    table: dict[str, list[str]] = _tables()["joined"]
    return tuple(table["before"]), tuple(table["after"])


@cache
def months_of_language() -> dict[str, dict[str, int]]:
    """Names that are different months in different languages: their number by primary language subtag."""
    table: dict[str, dict[str, int]] = _tables()["of_language"]
    return table


@cache
def persian_months() -> dict[str, int]:
    """The number of each month of the Persian solar year."""
    return {name: int(number) for number, names in _tables()["persian"].items() for name in names}


@cache
def connectors() -> frozenset[str]:
    """Words between the parts of a date, and what is put to its numbers."""
    return frozenset(_tables()["connectors"]["words"])


@cache
def clock_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words between a day and its time, and words between the time and its zone, longest first."""
    before, after = (sorted(_tables()[name]["words"], key=len, reverse=True) for name in ("clock", "after_clock"))
    return tuple(before), tuple(after)


@cache
def half_days() -> dict[str, bool]:
    """The words for the two halves of a day: whether each is the second."""
    return {
        word: later
        for later, name in ((False, "before_noon"), (True, "after_noon"))
        for word in _tables()[name]["words"]
    }


@cache
def _tables() -> dict[str, Any]:
    text = files("babelwire_ingest.parsing.dating").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
