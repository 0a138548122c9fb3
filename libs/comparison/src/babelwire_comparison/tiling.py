"""Greedy string tiling (Wise 1993): of runs of words that two texts share, wherever they stand, the longest first."""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import Final

import numpy as np

from babelwire_comparison.runs import Numbered, Run
from babelwire_comparison.seeds import LEAST, Numbers, Seeds

_ROUNDS: Final = 4
_LOOKED_AT: Final = 1 << 12


def tiled(one: Numbered, other: Numbered) -> list[Run]:
    """Runs in the order of the one text, no word in two of them.

    Each is at least four words, or ten characters of scripts without spaces. What repeats itself is paired in the order
    it stands in; what is left over is tried again, in four rounds at most, and 4,096 runs are looked at in all. So the
    cost is that of sorting the words, and not of pairing all places, which are quadratically many in repeated text.
    """
    if not (len(one) and len(other)):
        return []
    tiling = _Tiling(one, other)
    found: list[Run] = []
    for _ in range(_ROUNDS):
        laid = tiling.lay()
        found += laid
        if not laid:
            break
    return sorted(found)


class _Tiling:
    def __init__(self, one: Numbered, other: Numbered) -> None:
        self._one = one
        self._ids = np.array(one.ids), np.array(other.ids)
        self._taken_one, self._taken_other = bytearray(len(one)), bytearray(len(other))
        self._seeds = Seeds(one, other)
        self._left = _LOOKED_AT

    def lay(self) -> list[Run]:
        """Lays the runs that can be found now, longest first; what they leave of the others, as far as it is enough."""
        waiting = [(-self._one.weight(run.of_one), run) for run in self._candidates()]
        heapify(waiting)
        self._left -= len(waiting)
        laid = []
        while waiting:
            _, run = heappop(waiting)
            pieces = list(self._free(run))
            if pieces == [run]:
                self._taken_one[slice(*run.of_one)] = self._taken_other[slice(*run.of_other)] = b"\1" * run.length
                laid.append(run)
                continue
            for piece in pieces:
                if (weight := self._one.weight(piece.of_one)) >= LEAST:
                    heappush(waiting, (-weight, piece))
        return laid

    def _candidates(self) -> Iterator[Run]:
        """Runs that cannot be longer, each once; they may overlap."""
        distance, past = None, 0
        for one, other in self._seeds.pairs(self._taken_one, self._taken_other, self._left):
            if other - one != distance:
                distance, past = other - one, 0
            if one >= past:
                run = self._longest(one, other)
                past = run.of_one[1]
                if self._one.weight(run.of_one) >= LEAST:
                    yield run

    def _longest(self, one: int, other: int) -> Run:
        before = _common_prefix(self._ids[0][:one][::-1], self._ids[1][:other][::-1])
        after = _common_prefix(self._ids[0][one:], self._ids[1][other:])
        return Run(one - before, other - before, before + after)

    def _free(self, run: Run) -> Iterator[Run]:
        """The pieces of a run of which no word is taken in either text."""
        taken_one, taken_other = self._taken_one[slice(*run.of_one)], self._taken_other[slice(*run.of_other)]
        if 1 not in taken_one and 1 not in taken_other:
            yield run
            return
        taken = np.frombuffer(taken_one, np.bool_) | np.frombuffer(taken_other, np.bool_)
        changes = (np.flatnonzero(taken[1:] != taken[:-1]) + 1).tolist()
        for begin, end in pairwise([0, *changes, run.length]):
            if not taken[begin]:
                yield Run(run.one + begin, run.other + begin, end - begin)


def _common_prefix(one: Numbers, other: Numbers) -> int:
    """How many numbers two arrays have in common at their beginning; looks no further than it must."""
    size, done, step = min(len(one), len(other)), 0, 16
    while done < size:
        end = min(size, done + step)
        differs = one[done:end] != other[done:end]
        first = int(differs.argmax())
        if differs[first]:
            return done + first
        done, step = end, 2 * step
    return size
