"""The texts that agree in one band, where they are too many to be compared each with each."""

from typing import Final

import numpy as np
import numpy.typing as npt

REACH: Final = 10
"""Texts that agree in a band are compared where, in order of rank, no more than this many steps lie between them."""

Ranks = npt.NDArray[np.uint64]
Slots = npt.NDArray[np.int32]
Pairs = tuple[Slots, Slots]

_AROUND: Final = np.arange(-REACH, REACH + 1)
_BELOW: Final = np.arange(1, REACH + 1)


class Crowd:
    """Texts in order of rank, a number that the text alone decides: who is compared with whom depends on the set.

    Up to `REACH` + 1 texts are compared each with each. Of more, a text is compared with its 2 * `REACH` neighbours, so
    that its cost does not grow with the crowd (the sorted neighbourhood of Hernández and Stolfo 1995, in an order that
    is as good as random).
    """

    __slots__ = ("ranks", "slots")

    def __init__(self, ranks: Ranks, slots: Slots) -> None:
        order = np.argsort(ranks)
        self.ranks, self.slots = ranks[order], slots[order]

    def __len__(self) -> int:
        return len(self.slots)

    def add(self, ranks: Ranks, slots: Slots) -> Pairs:
        """Takes in texts. Returns the pairs of others that were in reach of each other, and no longer are."""
        order = np.argsort(ranks)
        at = np.searchsorted(self.ranks, ranks[order])
        parted = [self._parted(at, between) for between in range(1, min(REACH, len(at)) + 1)]
        ones, others = (np.concatenate(side) for side in zip(*parted, strict=True))
        pairs = self.slots[ones], self.slots[others]
        self.ranks = np.insert(self.ranks, at, ranks[order])
        self.slots = np.insert(self.slots, at, slots[order])
        return pairs

    def _parted(self, at: npt.NDArray[np.intp], between: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Where the pairs stand between which this many of those to be inserted `at` will come, and no fewer do."""
        apart = REACH + 1 - between
        first, last = at[: len(at) - between + 1], at[between - 1 :]
        ones = first[:, None] - _BELOW[:apart]
        others = ones + apart
        right = (others >= last[:, None]) & (ones >= 0) & (others < len(self))
        return ones[right], others[right]

    def remove(self, rank: np.uint64) -> Pairs:
        """Removes a text. Returns the pairs of others that were not in reach of each other, and now are."""
        at = int(np.searchsorted(self.ranks, rank))
        ones = np.arange(max(at - REACH, 0), min(at, len(self) - REACH - 1))
        pairs = self.slots[ones], self.slots[ones + REACH + 1]
        self.ranks, self.slots = np.delete(self.ranks, at), np.delete(self.slots, at)
        return pairs

    def around(self, ranks: Ranks) -> tuple[npt.NDArray[np.intp], Slots]:
        """Pairs (index in `ranks`, slot): who is, or would be, in reach of texts of these ranks, they among them."""
        at = np.searchsorted(self.ranks, ranks)
        places = at[:, None] + _AROUND
        held = (places >= 0) & (places < len(self))
        absent = (at == len(self)) | (self.ranks[np.minimum(at, len(self) - 1)] != ranks)
        held[absent, -1] = False
        rows, columns = np.nonzero(held)
        return rows, self.slots[places[rows, columns]]
