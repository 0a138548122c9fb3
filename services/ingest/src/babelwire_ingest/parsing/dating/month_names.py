"""Names of months and days of the week in many languages, kept as data beside this module."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


def bare(word: str) -> str:
    """A printed word as the tables here have it."""
    return word.strip(".'’").casefold()


@cache
def months() -> dict[str, int]:
    """The number of each month's name, from 1."""
    return {name: int(number) for number, names in _tables()["months"].items() for name in names}


@cache
def weekdays() -> frozenset[str]:
    """The names of the days of the week, word by word."""
    return frozenset(_tables()["weekdays"]["names"])


@cache
def _tables() -> dict[str, Any]:
    text = files("babelwire_ingest.parsing.dating").joinpath("month_names.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
