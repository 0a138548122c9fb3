"""From texts to the hashes of their words and of runs of words, many texts at a time."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_deduplication.characters import UNSPACED, folding_table

Hashes = npt.NDArray[np.uint64]

WORD_SHINGLE: Final = 3
"""Words to a shingle in scripts that put spaces between words."""

CHARACTER_SHINGLE: Final = 5
"""Characters to a shingle in scripts that do not."""

MAX_CHARACTERS: Final = 400_000
"""Characters of a text that are looked at. The longest news texts have a tenth of that."""

_LONGEST_WORD: Final = 64
_SEPARATOR: Final = "\n"


def _odd_powers(count: int) -> Hashes:
    powers = np.full(count, 0x9E3779B97F4A7C15, dtype=np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)


_POWERS: Final = _odd_powers(_LONGEST_WORD)
_STEP: Final = np.uint64(0xD6E8FEB86659FD93)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, as hashes: those of its heading (title) first, the rest from `rest` on."""

    hashes: Hashes
    rest: int
    unspaced: bool

    def shingles(self) -> Hashes:
        """The distinct hashes of every run of words after the heading."""
        words = self.hashes[self.rest :]
        size = CHARACTER_SHINGLE if self.unspaced else WORD_SHINGLE
        if len(words) < size:
            return words[:0]
        last = len(words) - size + 1
        run = words[:last].copy()
        for offset in range(1, size):
            run *= _STEP
            run += words[offset : offset + last]
        return np.unique(_mixed(run))


def words_of(texts: Sequence[tuple[str, str]]) -> list[Words]:
    """The words of texts given as (heading, rest). A character of a script without spaces is a word of its own."""
    parts: list[str] = []
    bounds: list[int] = []
    length = 0
    for heading, rest in texts:
        for part in (heading, rest):
            plain = unicodedata.normalize("NFKC", part[:MAX_CHARACTERS])
            bounds.append(length)
            length += len(plain) + 1
            parts.append(plain)
    joined = _SEPARATOR.join(parts) + _SEPARATOR
    folded = _folded(joined)
    starts, hashes = _words(folded)
    edges = np.searchsorted(starts, np.array([*bounds, length])).tolist()
    lone = np.concatenate(([0], np.cumsum(folded[starts] >= UNSPACED))).tolist()
    found = []
    for index in range(len(texts)):
        begin, rest, end = edges[2 * index : 2 * index + 3]
        unspaced = 2 * (lone[end] - lone[rest]) > end - rest
        found.append(Words(hashes[begin:end], rest - begin, unspaced))
    return found


def _folded(text: str) -> npt.NDArray[np.uint32]:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    table = folding_table()
    return table[np.minimum(codes, len(table) - 1)]


def _words(folded: npt.NDArray[np.uint32]) -> tuple[npt.NDArray[np.intp], Hashes]:
    """Where each word starts, and a polynomial hash of its characters (those past the 64th wrap around)."""
    in_word = folded != 0
    alone = folded >= UNSPACED
    begins = in_word.copy()
    begins[1:] &= ~in_word[:-1] | alone[1:] | alone[:-1]
    starts = np.flatnonzero(begins)
    if not len(starts):
        return starts, np.empty(0, dtype=np.uint64)
    place = np.arange(len(folded), dtype=np.int32)
    first = np.zeros(len(folded), dtype=np.int32)
    first[starts] = starts
    place -= np.maximum.accumulate(first)
    place &= _LONGEST_WORD - 1
    return starts, _mixed(np.add.reduceat(folded * _POWERS[place], starts))


def _mixed(hashes: Hashes) -> Hashes:
    """The finaliser of SplitMix64 (Steele, Lea, Flood 2014), in place: every bit of the input moves every bit."""
    hashes ^= hashes >> np.uint64(30)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    hashes ^= hashes >> np.uint64(27)
    hashes *= np.uint64(0x94D049BB133111EB)
    hashes ^= hashes >> np.uint64(31)
    return hashes
