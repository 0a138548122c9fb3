"""The representatives that hold a feature which many texts hold, in order of seniority."""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_deduplication.postings import Texts

MOST: Final = 32
"""So many representatives of a feature are all looked at."""

FIRST: Final = 6
"""Of more, the eldest so many."""

Times = npt.NDArray[np.int64]
Seniority = tuple[int, bool, bytes]

_FIRST_CAPACITY: Final = 2 * MOST


class Crowd:
    """Representatives by time. A text sees those that are senior to it within the window, or the `FIRST` of them.

    Who sees whom depends on seniority alone, never on the order of arrival. `newest` is the latest time of any text
    that ever held the feature, representative or not.
    """

    __slots__ = ("_count", "_seniority", "_texts", "_times", "newest")

    def __init__(self, seniority: Callable[[int], Seniority]) -> None:
        self._times = np.empty(_FIRST_CAPACITY, dtype=np.int64)
        self._texts = np.empty(_FIRST_CAPACITY, dtype=np.int32)
        self._count = 0
        self._seniority = seniority
        self.newest = -1

    def __len__(self) -> int:
        return self._count

    def add(self, text: int) -> int:
        """Adds a representative. Returns how many are senior to it."""
        at = self._rank(self._seniority(text))
        if self._count == len(self._texts):
            self._times = np.concatenate((self._times, np.empty_like(self._times)))
            self._texts = np.concatenate((self._texts, np.empty_like(self._texts)))
        for array in (self._times, self._texts):
            array[at + 1 : self._count + 1] = array[at : self._count]
        self._times[at], self._texts[at] = self._seniority(text)[0], text
        self._count += 1
        return at

    def remove(self, text: int) -> int:
        """Removes a representative. Returns how many are senior to it; -1 where it is not there."""
        at = self._rank(self._seniority(text))
        if at == self._count or self._texts[at] != text:
            return -1
        for array in (self._times, self._texts):
            array[at : self._count - 1] = array[at + 1 : self._count]
        self._count -= 1
        return at

    def seen_by(self, seniority: Seniority, window: int) -> Texts:
        """The representatives that a text of this seniority sees."""
        begin = int(np.searchsorted(self._times[: self._count], seniority[0] - window))
        end = self._rank(seniority)
        return self._texts[begin : end if end - begin <= MOST else begin + FIRST]

    def may_see(self, rank: int, times: Times, window: int) -> npt.NDArray[np.bool_]:
        """Which texts of these times may see the representative of a rank, or see others since it came or went."""
        known = self._times[: self._count]
        begins, ends = np.searchsorted(known, times - window), np.searchsorted(known, times, side="right")
        seen: npt.NDArray[np.bool_] = (rank - begins <= FIRST) | (ends - begins <= MOST + 1)
        return seen

    def _rank(self, seniority: Seniority) -> int:
        times = self._times[: self._count]
        begin = int(np.searchsorted(times, seniority[0]))
        end = int(np.searchsorted(times, seniority[0], side="right"))
        while begin < end:
            middle = (begin + end) // 2
            if self._seniority(int(self._texts[middle])) < seniority:
                begin = middle + 1
            else:
                end = middle
        return begin
