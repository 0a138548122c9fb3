"""An LSH index over signatures: for each band, hash chains through flat arrays of 32-bit integers, and crowds."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_deduplication.crowd import REACH, Crowd, Pairs, Ranks, Slots
from babelwire_deduplication.signatures import BANDS

_NONE: Final = -1
_FIRST_BITS: Final = 12
_MULTIPLIER: Final = np.uint32(0x9E3779B1)
_ALL_BANDS: Final = np.arange(BANDS)
_NO_PAIRS: Final = (np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32))


class BandIndex:
    """Finds the candidates of a text: those that agree with it in a band and are in reach of it there (see `Crowd`).

    Which two are candidates depends on the slots that are linked, never on the order they came and went in. Takes 8 to
    12 bytes per band and slot. `signatures` and `ranks` are looked up by slot and must hold a slot's for as long as it
    is linked; ranks are distinct.
    """

    def __init__(self, signatures: npt.NDArray[np.uint32], ranks: Ranks) -> None:
        self._signatures = signatures
        self._ranks = ranks
        self._next = np.full((len(signatures), BANDS), _NONE, dtype=np.int32)
        self._heads = np.full((BANDS, 1 << _FIRST_BITS), _NONE, dtype=np.int32)
        self._bits = np.full(BANDS, _FIRST_BITS, dtype=np.uint32)
        self._linked = 0
        self._crowds: dict[int, Crowd] = {}
        self._crowd_keys = np.empty(0, dtype=np.uint64)

    def moved(self, signatures: npt.NDArray[np.uint32], ranks: Ranks) -> None:
        """Goes on with longer arrays that begin with the old ones."""
        more = np.full((len(signatures) - len(self._next), BANDS), _NONE, dtype=np.int32)
        self._next = np.concatenate((self._next, more))
        self._signatures, self._ranks = signatures, ranks

    def link(self, slots: Slots) -> Pairs:
        """Adds slots; none may be linked already. Returns pairs of candidates that need no longer be any."""
        keys = _keys(self._signatures[slots])
        distinct, counts = np.unique(keys, return_counts=True)
        parted = [self._open(key) for key in distinct[counts > REACH + 1] if int(key) not in self._crowds]
        crowded = self._is_crowded(keys)
        rows, bands = np.nonzero(~crowded)
        self._chain(slots[rows], bands)
        for key, rows in _by_key(keys, crowded):
            parted.append(self._crowds[key].add(self._ranks[slots[rows]], slots[rows]))
        rows, bands, _ = self._chained_with(self._signatures[slots], ~crowded)
        sizes = np.bincount(rows * np.intp(BANDS) + bands, minlength=keys.size)
        parted += [self._open(key) for key in np.unique(keys.reshape(-1)[sizes > REACH + 1])]
        self._linked += len(slots)
        self._widen()
        return _joined(parted)

    def unlink(self, slot: int) -> Pairs:
        """Takes a linked slot out. Returns the pairs of others that are candidates now and were not before."""
        keys = _keys(self._signatures[slot : slot + 1])
        crowded = self._is_crowded(keys)
        self._unchain(slot, _ALL_BANDS[~crowded[0]])
        self._linked -= 1
        met = [self._crowds[key].remove(self._ranks[slot]) for key, _rows in _by_key(keys, crowded)]
        for key in [key for key, _rows in _by_key(keys, crowded) if not len(self._crowds[key])]:
            del self._crowds[key]
            self._crowd_keys = np.delete(self._crowd_keys, np.searchsorted(self._crowd_keys, np.uint64(key)))
        return _joined(met)

    def candidates(self, signatures: npt.NDArray[np.uint32], ranks: Ranks) -> tuple[Slots, Slots]:
        """Pairs (row of `signatures`, linked slot), each once, ordered by row and slot; a linked one is its own too."""
        keys = _keys(signatures)
        crowded = self._is_crowded(keys)
        rows, _bands, slots = self._chained_with(signatures, ~crowded)
        found = [_numbered(rows, slots, len(self._signatures))]
        for key, rows in _by_key(keys, crowded):
            indices, slots = self._crowds[key].around(ranks[rows])
            found.append(_numbered(rows[indices], slots, len(self._signatures)))
        row, slot = np.divmod(_distinct(np.concatenate(found)), len(self._signatures))
        return row.astype(np.int32), slot.astype(np.int32)

    def _chained_with(
        self, signatures: npt.NDArray[np.uint32], sought: npt.NDArray[np.bool_]
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], Slots]:
        """The slots in chains that agree: rows of `signatures`, bands, slots; in those bands that are `sought`."""
        at = self._heads.reshape(-1)[self._buckets(signatures, _ALL_BANDS)]
        rows, bands = np.nonzero((at != _NONE) & sought)
        slots = at[rows, bands]
        found = [(rows[:0], bands[:0], slots[:0])]
        while len(slots):
            agrees = np.flatnonzero(self._signatures[slots, bands] == signatures[rows, bands])
            if len(agrees):
                found.append((rows[agrees], bands[agrees], slots[agrees]))
            slots = self._next[slots, bands]
            going_on = np.flatnonzero(slots != _NONE)
            rows, bands, slots = rows[going_on], bands[going_on], slots[going_on]
        rows, bands, slots = (np.concatenate(part) for part in zip(*found, strict=True))
        return rows, bands, slots

    def _is_crowded(self, keys: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
        if not len(self._crowd_keys):
            return np.zeros(keys.shape, dtype=np.bool_)
        at = np.minimum(np.searchsorted(self._crowd_keys, keys), len(self._crowd_keys) - 1)
        crowded: npt.NDArray[np.bool_] = self._crowd_keys[at] == keys
        return crowded

    def _open(self, key: np.uint64) -> Pairs:
        """Makes a crowd of the chained slots of a key. Returns those pairs of them that are out of reach in it."""
        band, signature = int(key) >> 32, np.zeros((1, BANDS), dtype=np.uint32)
        signature[0, band] = int(key) & 0xFFFFFFFF
        _rows, _bands, slots = self._chained_with(signature, _ALL_BANDS[None] == band)
        for slot in slots.tolist():
            self._unchain(slot, _ALL_BANDS[band : band + 1])
        crowd = self._crowds[int(key)] = Crowd(self._ranks[slots], slots)
        self._crowd_keys = np.insert(self._crowd_keys, np.searchsorted(self._crowd_keys, key), key)
        ones, others = np.triu_indices(len(slots), REACH + 1)
        return crowd.slots[ones], crowd.slots[others]

    def _unchain(self, slot: int, bands: npt.NDArray[np.intp]) -> None:
        heads, buckets = self._heads.reshape(-1), self._buckets(self._signatures[slot, bands], bands)
        before, after = heads[buckets], self._next[slot, bands]
        first = before == slot
        heads[buckets[first]] = after[first]
        while not first.all():
            before, after, bands = before[~first], after[~first], bands[~first]
            behind = self._next[before, bands]
            first = behind == slot
            self._next[before[first], bands[first]] = after[first]
            before = behind

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
        found = [at[:0]]
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


def _keys(signatures: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint64]:
    """A number for each band and value: `[n, BANDS]`."""
    return signatures.astype(np.uint64) | (_ALL_BANDS.astype(np.uint64) << np.uint64(32))


def _by_key(keys: npt.NDArray[np.uint64], chosen: npt.NDArray[np.bool_]) -> Iterator[tuple[int, npt.NDArray[np.intp]]]:
    """Each chosen key and the rows it is in."""
    rows, bands = np.nonzero(chosen)
    found = keys[rows, bands]
    order = np.argsort(found, kind="stable")
    rows, found = rows[order], found[order]
    begins = np.flatnonzero(np.concatenate(([True], found[1:] != found[:-1]))[: len(found)]).tolist()
    for begin, end in zip(begins, [*begins[1:], len(rows)], strict=False):
        yield int(found[begin]), rows[begin:end]


def _numbered(rows: npt.NDArray[np.intp], slots: Slots, slot_count: int) -> npt.NDArray[np.int64]:
    return rows * np.int64(slot_count) + slots


def _joined(pairs: Sequence[Pairs]) -> Pairs:
    ones, others = (np.concatenate(side) for side in zip(_NO_PAIRS, *pairs, strict=True))
    return ones, others
