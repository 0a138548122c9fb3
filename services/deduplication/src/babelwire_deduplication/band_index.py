"""An LSH index over signatures: for each band, hash chains through flat arrays of 32-bit integers."""

from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_deduplication.signatures import BANDS

Slots = npt.NDArray[np.int32]

_NONE: Final = -1
_FIRST_BITS: Final = 12
_MULTIPLIER: Final = np.uint32(0x9E3779B1)
_ALL_BANDS: Final = np.arange(BANDS)


class BandIndex:
    """Finds the slots whose signature agrees with a given one in at least one band.

    Takes 8 to 12 bytes per band and slot. `signatures` is looked up by slot and must hold a slot's signature for as
    long as the slot is linked.
    """

    def __init__(self, signatures: npt.NDArray[np.uint32]) -> None:
        self._signatures = signatures
        self._next = np.full((len(signatures), BANDS), _NONE, dtype=np.int32)
        self._heads = np.full((BANDS, 1 << _FIRST_BITS), _NONE, dtype=np.int32)
        self._bits = np.full(BANDS, _FIRST_BITS, dtype=np.uint32)
        self._linked = 0

    def moved(self, signatures: npt.NDArray[np.uint32]) -> None:
        """Goes on with a longer array of signatures that begins with the old one."""
        more = np.full((len(signatures) - len(self._next), BANDS), _NONE, dtype=np.int32)
        self._next = np.concatenate((self._next, more))
        self._signatures = signatures

    def link(self, slots: Slots) -> None:
        """Adds slots; none may be linked already."""
        in_each_band = np.empty((BANDS, len(slots)), dtype=np.int32)
        in_each_band[:] = slots
        self._chain(in_each_band.reshape(-1), _ALL_BANDS.repeat(len(slots)))
        self._linked += len(slots)
        self._widen()

    def unlink(self, slot: int) -> None:
        """Takes a linked slot out of every chain."""
        heads, buckets = self._heads.reshape(-1), self._buckets(self._signatures[slot], _ALL_BANDS)
        before, after, bands = heads[buckets], self._next[slot], _ALL_BANDS
        first = before == slot
        heads[buckets[first]] = after[first]
        while not first.all():
            before, after, bands = before[~first], after[~first], bands[~first]
            behind = self._next[before, bands]
            first = behind == slot
            self._next[before[first], bands[first]] = after[first]
            before = behind
        self._linked -= 1

    def agreeing(self, signatures: npt.NDArray[np.uint32]) -> tuple[Slots, Slots]:
        """Pairs (row of `signatures`, linked slot) that agree in a band, each once, ordered by row and slot."""
        at = self._heads.reshape(-1)[self._buckets(signatures, _ALL_BANDS)]
        rows, bands = np.nonzero(at != _NONE)
        slots = at[rows, bands]
        found: list[npt.NDArray[np.int64]] = []
        while len(slots):
            agrees = np.flatnonzero(self._signatures[slots, bands] == signatures[rows, bands])
            if len(agrees):
                found.append(_distinct(rows[agrees] * np.int64(len(self._signatures)) + slots[agrees]))
            slots = self._next[slots, bands]
            going_on = np.flatnonzero(slots != _NONE)
            rows, bands, slots = rows[going_on], bands[going_on], slots[going_on]
        pairs = _distinct(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)
        row, slot = np.divmod(pairs, len(self._signatures))
        return row.astype(np.int32), slot.astype(np.int32)

    def _chain(self, slots: Slots, bands: npt.NDArray[np.intp]) -> None:
        """Puts each slot in front of its chain in its band; those of one bucket form a run that hangs together."""
        heads, buckets = self._heads.reshape(-1), self._buckets(self._signatures[slots, bands], bands)
        order = np.argsort(buckets, kind="stable")
        slots, bands, buckets = slots[order], bands[order], buckets[order]
        behind = np.empty_like(slots)
        behind[1:] = slots[:-1]
        first = np.ones(len(slots), dtype=np.bool_)
        first[1:] = buckets[1:] != buckets[:-1]
        behind[first] = heads[buckets[first]]
        self._next[slots, bands] = behind
        last = np.ones(len(slots), dtype=np.bool_)
        last[:-1] = first[1:]
        heads[buckets[last]] = slots[last]

    def _buckets(self, keys: npt.NDArray[np.uint32], bands: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        """Where in the flat heads: Fibonacci hashing (Knuth, TAOCP 3, section 6.4) onto a power of two of buckets."""
        return ((keys * _MULTIPLIER) >> (np.uint32(32) - self._bits[bands])) + bands * self._heads.shape[1]

    def _widen(self) -> None:
        """Doubles the buckets of one band at a time, so that no single call stalls the service."""
        if self._linked <= 1 << int(self._bits[-1]):
            return
        for band in np.flatnonzero(self._linked > 1 << self._bits.astype(np.int64)):
            buckets = 1 << int(self._bits[band])
            slots = self._chained(self._heads[band, :buckets], band)
            if buckets == self._heads.shape[1]:
                self._heads = np.concatenate((self._heads, np.full_like(self._heads, _NONE)), axis=1)
            self._heads[band, :buckets] = _NONE
            self._bits[band] += 1
            self._chain(slots, np.full(len(slots), band))
            if buckets > 1 << _FIRST_BITS:
                return

    def _chained(self, heads: Slots, band: np.intp) -> Slots:
        at = heads[heads != _NONE]
        found = []
        while len(at):
            found.append(at)
            at = self._next[at, band]
            at = at[at != _NONE]
        return np.concatenate(found)


def _distinct(pairs: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """In order, each once; `np.unique` takes several times as long for the few that there mostly are."""
    pairs.sort()
    first = np.ones(len(pairs), dtype=np.bool_)
    first[1:] = pairs[1:] != pairs[:-1]
    return pairs[first]
