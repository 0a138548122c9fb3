"""The representatives that hold a feature which many texts hold, in order of seniority."""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_deduplication.postings import Texts

MOST: Final = 16
"""What more than so many representatives have in common tells nothing of a text."""

Times = npt.NDArray[np.int64]
Seniority = tuple[int, bool, bytes]

_FIRST_CAPACITY: Final = 2 * MOST


class Crowd:
    """Representatives by time. A text sees those that are senior to it within the window, unless they are too many.

    Who sees whom depends on seniority alone, never on the order of arrival. `newest` is the latest time of any text
    that was decided on while it held the feature, representative or not.
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

    def add(self, text: int) -> None:
        """Adds a representative."""
        seniority = self._seniority(text)
        at = self._rank(seniority)
        if self._count == len(self._texts):
            self._times = np.concatenate((self._times, np.empty_like(self._times)))
            self._texts = np.concatenate((self._texts, np.empty_like(self._texts)))
        for array in (self._times, self._texts):
            array[at + 1 : self._count + 1] = array[at : self._count]
        self._times[at], self._texts[at] = seniority[0], text
        self._count += 1

    def remove(self, text: int) -> None:
        """Removes a representative that is there."""
        at = self._rank(self._seniority(text))
        assert self._texts[at] == text
        for array in (self._times, self._texts):
            array[at : self._count - 1] = array[at + 1 : self._count]
        self._count -= 1

    def seen_by(self, seniority: Seniority, window: int) -> Texts | None:
        """The representatives that a text of this seniority sees; None where they are too many."""
        begin = int(np.searchsorted(self._times[: self._count], seniority[0] - window))
        end = self._rank(seniority)
        return self._texts[begin:end] if end - begin <= MOST else None

    def may_see(self, times: Times, window: int) -> npt.NDArray[np.bool_]:
        """Which texts of these times see others since a representative came or went, wherever it stood."""
        known = self._times[: self._count]
        begins, ends = np.searchsorted(known, times - window), np.searchsorted(known, times, side="right")
        seen: npt.NDArray[np.bool_] = ends - begins <= MOST + 1
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
