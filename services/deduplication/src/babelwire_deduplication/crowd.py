"""The representatives that hold a feature which many texts hold, in order of seniority."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

MOST: Final = 16
"""What more than so many representatives have in common tells nothing of a text."""

Times = npt.NDArray[np.int64]
Seniority = tuple[int, bool, bytes]


class Crowd:
    """Representatives by seniority. A text sees those senior to it within the window, unless they are too many.

    Who sees whom depends on seniority alone, never on the order of arrival. `newest` is the latest time of any text
    that was decided on while it held the feature, representative or not.
    """

    __slots__ = ("_seniority", "_texts", "_times", "newest")

    def __init__(self, seniority: Callable[[int], Seniority]) -> None:
        self._times = array("q")
        self._texts = array("i")
        self._seniority = seniority
        self.newest = -1

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, text: int) -> None:
        """Adds a representative."""
        seniority = self._seniority(text)
        at = self._rank(seniority)
        self._times.insert(at, seniority[0])
        self._texts.insert(at, text)

    def remove(self, text: int) -> None:
        """Removes a representative that is there."""
        at = self._rank(self._seniority(text))
        assert self._texts[at] == text
        del self._times[at], self._texts[at]

    def seen_by(self, seniority: Seniority, window: int) -> Sequence[int] | None:
        """The representatives that a text of this seniority sees; None where they are too many."""
        begin = bisect_left(self._times, seniority[0] - window)
        end = self._rank(seniority)
        return self._texts[begin:end] if end - begin <= MOST else None

    def is_open(self, time: int, window: int) -> bool:
        """Whether a text that is out at this time or later may see any of the representatives.

        None does while those before this time are too many and within the window of the newest text there is.
        """
        before = bisect_left(self._times, time) - MOST - 2
        return before < 0 or self._times[before] + window < self.newest

    def may_see(self, times: Times, window: int) -> npt.NDArray[np.bool_]:
        """Which texts of these times see others since a representative came or went, wherever it stood."""
        least, _most = self._seniors(times, window)
        seen: npt.NDArray[np.bool_] = least <= MOST + 1
        return seen

    def may_cross(self, times: Times, window: int) -> npt.NDArray[np.bool_]:
        """Which of those see all others or none since then, and not just one more or one less."""
        least, most = self._seniors(times, window)
        crossing: npt.NDArray[np.bool_] = (least <= MOST + 1) & (most >= MOST)
        return crossing

    def _seniors(self, times: Times, window: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """How many seniors texts of these times have here, within the window: of those of one time, none or all."""
        known = np.array(self._times, dtype=np.int64)
        begins = np.searchsorted(known, times - window)
        return np.searchsorted(known, times) - begins, np.searchsorted(known, times, side="right") - begins

    def _rank(self, seniority: Seniority) -> int:
        at, end = bisect_left(self._times, seniority[0]), len(self._times)
        if at == end or self._times[at] != seniority[0]:
            return at
        end = bisect_right(self._times, seniority[0], lo=at)
        return bisect_left(self._texts, seniority, lo=at, hi=end, key=self._seniority)
