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
        self._heads = [np.full(1 << _FIRST_BITS, _NONE, dtype=np.int32) for _ in range(BANDS)]
        self._linked = 0

    def moved(self, signatures: npt.NDArray[np.uint32]) -> None:
        """Goes on with a longer array of signatures that begins with the old one."""
        more = np.full((len(signatures) - len(self._next), BANDS), _NONE, dtype=np.int32)
        self._next = np.concatenate((self._next, more))
        self._signatures = signatures

    def link(self, slots: Slots) -> None:
        """Adds slots; none may be linked already."""
        keys = self._signatures[slots]
        for band in range(BANDS):
            self._chain(band, slots, keys[:, band])
        self._linked += len(slots)
        self._widen()

    def unlink(self, slot: int) -> None:
        """Takes a linked slot out of every chain."""
        for band in range(BANDS):
            heads = self._heads[band]
            bucket = int(_buckets(self._signatures[slot : slot + 1, band], len(heads))[0])
            after = self._next[slot, band]
            before = int(heads[bucket])
            if before == slot:
                heads[bucket] = after
                continue
            while self._next[before, band] != slot:
                before = int(self._next[before, band])
            self._next[before, band] = after
        self._linked -= 1

    def agreeing(self, signatures: npt.NDArray[np.uint32]) -> tuple[Slots, Slots]:
        """Pairs (row of `signatures`, linked slot) that agree in a band, each once, ordered by row and slot."""
        at = np.empty(signatures.shape, dtype=np.int32)
        for band in range(BANDS):
            heads = self._heads[band]
            at[:, band] = heads[_buckets(signatures[:, band], len(heads))]
        rows, bands = np.nonzero(at != _NONE)
        slots = at[rows, bands]
        found: list[npt.NDArray[np.int64]] = []
        while len(slots):
            agrees = self._signatures[slots, bands] == signatures[rows, bands]
            found.append(np.unique(rows[agrees] * np.int64(len(self._signatures)) + slots[agrees]))
            slots = self._next[slots, bands]
            going_on = np.flatnonzero(slots != _NONE)
            rows, bands, slots = rows[going_on], bands[going_on], slots[going_on]
        pairs = np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)
        return (pairs // len(self._signatures)).astype(np.int32), (pairs % len(self._signatures)).astype(np.int32)

    def _chain(self, band: int, slots: Slots, keys: npt.NDArray[np.uint32]) -> None:
        """Puts slots in front of their chains; those of one bucket form a run that hangs together."""
        heads = self._heads[band]
        buckets = _buckets(keys, len(heads))
        order = np.argsort(buckets, kind="stable")
        slots, buckets = slots[order], buckets[order]
        behind = np.empty_like(slots)
        behind[1:] = slots[:-1]
        first = np.ones(len(slots), dtype=np.bool_)
        first[1:] = buckets[1:] != buckets[:-1]
        behind[first] = heads[buckets[first]]
        self._next[slots, band] = behind
        last = np.append(first[1:], True)
        heads[buckets[last]] = slots[last]

    def _widen(self) -> None:
        """Doubles the buckets of one band at a time, so that no single call stalls the service."""
        for band, heads in enumerate(self._heads):
            if self._linked > len(heads):
                linked = self._chained(heads, band)
                self._heads[band] = np.full(2 * len(heads), _NONE, dtype=np.int32)
                self._chain(band, linked, self._signatures[linked, band])
                if len(heads) > 1 << _FIRST_BITS:
                    return

    def _chained(self, heads: Slots, band: int) -> Slots:
        at = heads[heads != _NONE]
        found = []
        while len(at):
            found.append(at)
            at = self._next[at, band]
            at = at[at != _NONE]
        return np.concatenate(found)


def _buckets(keys: npt.NDArray[np.uint32], count: int) -> npt.NDArray[np.uint32]:
    """Fibonacci hashing (Knuth, TAOCP 3, section 6.4) of band keys onto a power of two of buckets."""
    return (keys * _MULTIPLIER) >> np.uint32(32 - (count.bit_length() - 1))
