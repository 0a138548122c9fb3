"""The vectors of one model, in cells by nearness, of which few are looked into for the neighbours of one.

An inverted file (Sivic and Zisserman 2003) whose cells are parted in two as they grow. As long as there are few cells
all are looked into.
"""

from array import array
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from babelwire_stories.rows import Rows, Slots

MOST: Final = 768
"""Articles in a cell; with one more it is parted."""

LOOKED_INTO: Final = 8
"""Cells."""

_ROUNDS: Final = 4

Floats = npt.NDArray[np.float32]


class Near(NamedTuple):
    """Neighbours, the nearest first, with their cosines."""

    slots: Slots
    cosines: Floats


class Cells:
    """Articles of a model by their vectors, which stand in `rows`."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._cells: list[array[int]] = [array("i")]
        self._centres: Floats | None = None

    def add(self, slot: int) -> None:
        """Takes in an article whose vector stands in the rows."""
        centre = self._rows.unit(np.array([slot]))
        if self._centres is None:
            self._centres = centre
        cell = int((self._centres @ centre[0]).argmax())
        self._put(slot, cell)
        if len(self._cells[cell]) > MOST:
            self._part(cell)

    def remove(self, slot: int) -> None:
        """Forgets an article, before its vector goes."""
        self._cells[self._rows.cell[slot]].remove(slot)

    def nearest(self, slot: int, *, within: float, count: int) -> Near:
        """At most `count` articles nearest to one, none of them dated more than `within` seconds from it."""
        assert self._centres is not None
        vector = self._rows.unit(np.array([slot]))[0]
        looked_into = np.argsort(-(self._centres @ vector), kind="stable")[:LOOKED_INTO]
        slots = np.concatenate([np.frombuffer(self._cells[each], dtype=np.int32) for each in looked_into])
        slots = slots[(np.abs(self._rows.when[slots] - self._rows.when[slot]) <= within) & (slots != slot)]
        cosines = self._rows.cosines(slots, vector)
        if len(slots) > count:
            best = np.argpartition(-cosines, count)[:count]
            slots, cosines = slots[best], cosines[best]
        order = np.lexsort((self._rows.number[slots], -cosines))
        return Near(slots[order], cosines[order])

    def _put(self, slot: int, cell: int) -> None:
        self._cells[cell].append(slot)
        self._rows.cell[slot] = cell

    def _part(self, cell: int) -> None:
        """Makes two cells of one, by the means of what lies nearest to each (Lloyd 1982)."""
        slots = np.array(self._cells[cell], dtype=np.int32)
        vectors = self._rows.unit(slots)
        means = vectors[[0, int((vectors @ vectors[0]).argmin())]]
        for _ in range(_ROUNDS):
            second = vectors @ means[1] > vectors @ means[0]
            if second.all() or not second.any():
                return
            means = np.stack([_mean(vectors[~second]), _mean(vectors[second])])
        assert self._centres is not None
        self._centres[cell] = means[0]
        self._centres = np.vstack([self._centres, means[1:]])
        self._cells[cell] = array("i")
        self._cells.append(array("i"))
        for slot, is_second in zip(slots.tolist(), second.tolist(), strict=True):
            self._put(slot, len(self._cells) - 1 if is_second else cell)


def _mean(vectors: Floats) -> Floats:
    mean = vectors.mean(axis=0)
    unit: Floats = (mean / np.linalg.norm(mean)).astype(np.float32)
    return unit
