"""The texts of articles by number; a changed text has another number."""

from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_deduplication.articles import Slots
from babelwire_deduplication.features import COLUMNS, Features
from babelwire_deduplication.postings import Numbers

_FIRST_CAPACITY: Final = 1024
GONE: Final = -1


class Numbering:
    """What is known of texts, in arrays by number: features, slots, and whether they lead and were decided on.

    A number that was freed is given again once nothing refers to it: see `reuse`.
    """

    def __init__(self) -> None:
        self.features: npt.NDArray[np.uint32] = np.zeros((_FIRST_CAPACITY, COLUMNS), dtype=np.uint32)
        self.slots: npt.NDArray[np.int32] = np.full(_FIRST_CAPACITY, GONE, dtype=np.int32)
        self.leads: npt.NDArray[np.bool_] = np.zeros(_FIRST_CAPACITY, dtype=np.bool_)
        self.decided: npt.NDArray[np.bool_] = np.zeros(_FIRST_CAPACITY, dtype=np.bool_)
        self.end = 0
        self._there = self._gone = 0
        self._free: list[int] = []

    def add(self, slots: Slots, rows: npt.NDArray[np.uint32]) -> Numbers:
        """Gives numbers to texts of articles."""
        again = [self._free.pop() for _ in range(min(len(slots), len(self._free)))]
        begin, self.end = self.end, self.end + len(slots) - len(again)
        while self.end > len(self.slots):
            self._grow()
        numbers = np.array([*again, *range(begin, self.end)], dtype=np.int32)
        self.slots[numbers], self.features[numbers] = slots, rows
        self.leads[numbers] = self.decided[numbers] = False
        self._there += len(slots)
        return numbers

    def free(self, text: int) -> None:
        """Marks a text as gone."""
        self.slots[text] = GONE
        self._there -= 1
        self._gone += 1

    @property
    def is_wasteful(self) -> bool:
        """Whether so many are gone that what refers to them should be dropped, and their numbers given again."""
        return self._gone > max(self._there // 4, _FIRST_CAPACITY)

    def reuse(self) -> npt.NDArray[np.bool_]:
        """Has the numbers of those that are gone given again. Returns which they are: nothing may refer to them."""
        gone: npt.NDArray[np.bool_] = self.slots[: self.end] == GONE
        self._free = np.flatnonzero(gone).tolist()
        self._gone = 0
        return gone

    def present(self, texts: Numbers) -> Numbers:
        """Those of some texts that are not gone."""
        present: Numbers = texts[self.slots[texts] != GONE]
        return present

    def row(self, text: int) -> Features:
        """What a text is found by."""
        row: Features = self.features[text]
        return row

    def _grow(self) -> None:
        more = len(self.slots) // 8
        self.features = np.concatenate((self.features, np.zeros((more, COLUMNS), dtype=np.uint32)))
        self.slots = np.concatenate((self.slots, np.full(more, GONE, dtype=np.int32)))
        self.leads = np.concatenate((self.leads, np.zeros(more, dtype=np.bool_)))
        self.decided = np.concatenate((self.decided, np.zeros(more, dtype=np.bool_)))
