"""What an article is compared by, besides its vector: digests of the names and the numbers in it."""

from collections.abc import Collection, Iterable
from hashlib import blake2b
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from babelwire_stories.names import names_of
from babelwire_stories.numbers import numbers_of, years_of

SCHEME: Final = 1
"""Counts the ways in which names and numbers were found and digested; those of two schemes are not compared."""

MOST_NAMES: Final = 40
MOST_NUMBERS: Final = 16
MOST_YEARS: Final = 6

Digests = npt.NDArray[np.uint32]


class Traits(NamedTuple):
    """Digests, and years as they are, in order, each once."""

    names: Digests
    numbers: Digests
    years: Digests


def traits_of(text: str) -> Traits:
    """The names and numbers that a text brings first, and the years that it names."""
    years = np.array(sorted(years_of(text))[-MOST_YEARS:], dtype=np.uint32)
    return Traits(_digests(names_of(text), MOST_NAMES), _digests(numbers_of(text), MOST_NUMBERS), years)


def shared(text: str, other: Traits) -> tuple[list[str], list[str]]:
    """The names and the numbers that a text has in common with another article, as the text writes them."""
    return _written(names_of(text), other.names), _written(numbers_of(text), other.numbers)


def _digests(found: Collection[str], most: int) -> Digests:
    return np.array(sorted({digest(each) for each in _first(found, most)}), dtype=np.uint32)


def _written(found: dict[str, str], others: Digests) -> list[str]:
    there = set(others.tolist())
    return [written for key, written in found.items() if digest(key) in there]


def digest(word: str) -> int:
    """32 bits that stand for a word."""
    return int.from_bytes(blake2b(word.encode(), digest_size=4).digest(), "little")


def _first(found: Iterable[str], most: int) -> list[str]:
    return [each for each, _ in zip(found, range(most), strict=False)]
