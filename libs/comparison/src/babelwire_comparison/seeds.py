"""Where runs of words may start that two texts share."""

from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_comparison.runs import CHARACTER, WORD, Numbered

LEAST: Final = 4 * WORD
"""The least weight of a run wherever it stands: four words, or ten characters of a script without spaces."""

_STEP: Final = np.uint64(0x9E3779B97F4A7C15)

Numbers = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]


class Seeds:
    """The places of two texts from which on the same words stand, as few as weigh enough."""

    def __init__(self, one: Numbered, other: Numbered) -> None:
        most = 1 + max(*one.ids, *other.ids)
        hashes = np.random.default_rng(0).integers(0, 1 << 64, most, np.uint64)
        self._one, self._other = _Places(one, hashes), _Places(other, hashes)

    def pairs(self, taken_one: bytearray, taken_other: bytearray, most: int) -> list[tuple[int, int]]:
        """Pairs of places where no word is taken, by the distance of the two and then by place; `most` at most.

        The first place in the one text is paired with the first of the same words in the other, the second with the
        second, and so on; of pairs that follow each other only the first is told. Where there are too many, the first
        places of each words go first. A hash may lie, so a pair has to be looked at.
        """
        keys_one, places_one, ranks = self._one.free(taken_one)
        keys_other, places_other, _ = self._other.free(taken_other)
        _, in_one, in_other = np.intersect1d(keys_one, keys_other, assume_unique=True, return_indices=True)
        one, other, rank = places_one[in_one], places_other[in_other], ranks[in_one]
        order = np.lexsort((one, other - one))
        one, other, rank = one[order], other[order], rank[order]
        heads = np.flatnonzero((np.diff(one, prepend=-2) != 1) | (np.diff(other, prepend=-2) != 1))
        kept = np.sort(heads[np.argsort(rank[heads], kind="stable")[:most]])
        return list(zip(one[kept].tolist(), other[kept].tolist(), strict=True))


class _Places:
    """For each place of a text a hash of the words from it on."""

    def __init__(self, text: Numbered, hashes: Hashes) -> None:
        weights = np.array(text.weights)
        ends = np.searchsorted(weights, weights[:-1] + LEAST)
        self._places = np.flatnonzero(ends <= len(text))
        self._ends = ends[self._places]
        self._hashes = np.zeros(len(self._places), np.uint64)
        of_words = hashes[text.ids]
        for offset in range(LEAST // CHARACTER):
            inside = self._places + offset < self._ends
            self._hashes[inside] *= _STEP
            self._hashes[inside] += of_words[(self._places + offset)[inside]]

    def free(self, taken: bytearray) -> tuple[Hashes, Numbers, Numbers]:
        """A key, the place and its rank for each place where no word is taken.

        The rank is that among the places of the same hash, and the key made of both.
        """
        before = np.concatenate(([0], np.cumsum(np.frombuffer(taken, np.uint8), dtype=np.int64)))
        free = before[self._ends] == before[self._places]
        hashes, places = self._hashes[free], self._places[free]
        order = np.argsort(hashes, kind="stable")
        hashes, places = hashes[order], places[order]
        number = np.arange(len(hashes))
        first = np.ones(len(hashes), np.bool_)
        first[1:] = hashes[1:] != hashes[:-1]
        rank = number - np.maximum.accumulate(np.where(first, number, 0))
        return hashes + rank.astype(np.uint64) * _STEP, places, rank
