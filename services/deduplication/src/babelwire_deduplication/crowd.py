"""The representatives that hold a feature which many texts hold, in order of seniority."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_deduplication.articles import Seniority

MOST: Final = 3
"""What more than so many representatives of a text's own partition have in common with it tells nothing of it.

Articles fall into partitions by the hash of their id, so that each is a fair sample of all: three of one partition are
some 18 of the six there are. The count is the same however many instances share the partitions.
"""

Times = npt.NDArray[np.int64]
Partitions = npt.NDArray[np.int16]


class _Ranks:
    """The representatives of one partition: their times and texts, the eldest first."""

    __slots__ = ("texts", "times")

    def __init__(self) -> None:
        self.times = array("q")
        self.texts = array("i")


_NOBODY: Final = _Ranks()


class Crowd:
    """Representatives by partition and seniority.

    Whether a feature is a frame to a text depends on seniority alone, never on the order of arrival.
    """

    __slots__ = ("_newest", "_ranks", "_seniority")

    def __init__(self, seniority: Callable[[int], Seniority]) -> None:
        self._ranks: dict[int, _Ranks] = {}
        self._seniority = seniority
        self._newest: dict[int, int] = {}

    def __len__(self) -> int:
        return sum(len(ranks.texts) for ranks in self._ranks.values())

    def add(self, text: int, partition: int) -> None:
        """Adds a representative."""
        seniority = self._seniority(text)
        ranks = self._ranks.setdefault(partition, _Ranks())
        at = self._rank(ranks, seniority)
        ranks.times.insert(at, seniority[0])
        ranks.texts.insert(at, text)

    def remove(self, text: int, partition: int) -> None:
        """Removes a representative that is there."""
        ranks = self._ranks[partition]
        at = self._rank(ranks, self._seniority(text))
        assert ranks.texts[at] == text
        del ranks.times[at], ranks.texts[at]

    def note(self, time: int, partition: int) -> None:
        """Notes that a text of this time and partition was decided on while it held the feature, whatever it is."""
        self._newest[partition] = max(self._newest.get(partition, time), time)

    def is_open(self, time: int, window: int) -> bool:
        """Whether any text noted that is out at this time or later may see any of the representatives.

        In a partition none does while those before this time are too many and within the window of the newest text.
        """
        for partition, newest in self._newest.items():
            if time <= newest:
                ranks = self._ranks.get(partition, _NOBODY)
                before = bisect_left(ranks.times, time) - MOST - 2
                if before < 0 or ranks.times[before] + window < newest:
                    return True
        return False

    def is_frame(self, seniority: Seniority, partition: int, window: int) -> bool:
        """Whether a text of this seniority and partition has too many of them for its seniors."""
        begin, end = self._seen(self._ranks.get(partition, _NOBODY), seniority, window)
        return end - begin > MOST

    def seniors(self, seniority: Seniority, window: int) -> list[int]:
        """The representatives that a text of this seniority sees, of all partitions, where it is no frame to it."""
        found: list[int] = []
        for ranks in self._ranks.values():
            begin, end = self._seen(ranks, seniority, window)
            found.extend(ranks.texts[begin:end])
        return found

    def may_see(self, times: Times, partitions: Partitions, window: int) -> npt.NDArray[np.bool_]:
        """To which texts it may be no frame since a representative came or went, or before, wherever it stood."""
        seen = np.ones(len(times), dtype=np.bool_)
        for partition, ranks in self._ranks.items():
            own = partitions == partition
            least, _most = _counts(ranks, times[own], window)
            seen[own] = least <= MOST + 1
        return seen

    def may_cross(self, times: Times, partitions: Partitions, partition: int, window: int) -> npt.NDArray[np.bool_]:
        """To which of those it may have become a frame, or none any longer, since one of this partition did."""
        crossing: npt.NDArray[np.bool_] = partitions == partition
        least, most = _counts(self._ranks.get(partition, _NOBODY), times[crossing], window)
        crossing[crossing] = (least <= MOST + 1) & (most >= MOST)
        return crossing

    def _seen(self, ranks: _Ranks, seniority: Seniority, window: int) -> tuple[int, int]:
        return bisect_left(ranks.times, seniority[0] - window), self._rank(ranks, seniority)

    def _rank(self, ranks: _Ranks, seniority: Seniority) -> int:
        at, end = bisect_left(ranks.times, seniority[0]), len(ranks.times)
        if at == end or ranks.times[at] != seniority[0]:
            return at
        end = bisect_right(ranks.times, seniority[0], lo=at)
        return bisect_left(ranks.texts, seniority, lo=at, hi=end, key=self._seniority)


def _counts(ranks: _Ranks, times: Times, window: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """How many seniors texts of these times have among them, within the window: of those of one time, none or all."""
    known = np.array(ranks.times, dtype=np.int64)
    begins = np.searchsorted(known, times - window)
    return np.searchsorted(known, times) - begins, np.searchsorted(known, times, side="right") - begins
