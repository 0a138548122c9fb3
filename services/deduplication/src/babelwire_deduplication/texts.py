"""The distinct texts that are remembered, and which of them are near-duplicates."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_deduplication.band_index import BandIndex
from babelwire_deduplication.connected import apart, united
from babelwire_deduplication.crowd import Pairs, Slots
from babelwire_deduplication.groups import Group, Groups
from babelwire_deduplication.signatures import BANDS, SIGNATURE_BYTES, ComparedText
from babelwire_deduplication.similarity import Likeness, likeness

_FIRST_CAPACITY: Final = 1024
_CANDIDATES_AT_ONCE: Final = 1 << 15


class Texts:
    """Each distinct text has a slot; texts linked by a chain of near-duplicates share a group.

    The groups are the connected components of the texts held, linked where two are candidates (see `BandIndex`) and
    near-duplicates: whatever the order they came and went in. A text is compared with a bounded number of others.
    """

    def __init__(self, groups: Groups) -> None:
        self._ranks = np.zeros(_FIRST_CAPACITY, dtype=np.uint64)
        self._signatures = np.zeros((_FIRST_CAPACITY, BANDS), dtype=np.uint32)
        self._shingles = np.zeros(_FIRST_CAPACITY, dtype=np.uint32)
        self._users = np.zeros(_FIRST_CAPACITY, dtype=np.int32)
        self._slots: dict[bytes, int] = {}
        self._free: list[int] = []
        self._end = 0
        self._groups = groups
        self._bands = BandIndex(self._signatures, self._ranks)
        self.compared = 0
        """Pairs of texts that have been compared so far."""

    def __len__(self) -> int:
        return len(self._slots)

    def take(self, texts: Sequence[ComparedText]) -> list[int]:
        """One user more for each text. Returns their slots."""
        slots: list[int] = []
        new: dict[int, ComparedText] = {}
        for text in texts:
            slot = self._slots.get(text.text_hash)
            if slot is None:
                slot = self._slots[text.text_hash] = self._place()
                new[slot] = text
            slots.append(slot)
        np.add.at(self._users, slots, 1)
        if new:
            self._add(new)
        return slots

    def release(self, slot: int) -> None:
        """One user less; forgets a text without users."""
        self._users[slot] -= 1
        if self._users[slot]:
            return
        del self._slots[self._ranks[slot].tobytes()]
        if self._shingles[slot]:
            near = self._near(slot) if self._groups.of(slot) else []
            ones, others = self._bands.unlink(slot)
            for pair in zip(*self._near_of((ones, others)), strict=True):
                self._groups.join(map(int, pair))
            self._groups.forget(slot)
            self._part(near)
        self._shingles[slot] = 0
        self._free.append(slot)

    def near(self, text: ComparedText) -> list[int]:
        """The remembered texts that a text would be linked to, were it remembered; the text itself where it is."""
        slot = self._slots.get(text.text_hash)
        if slot is not None:
            return [slot]
        if not text.signature:
            return []
        signature = np.frombuffer(text.signature, dtype="<u4").reshape(1, BANDS)
        _rows, others = self._bands.candidates(signature, np.frombuffer(text.text_hash, dtype="<u8"))
        found: list[int] = others[self.compare(text, others).near].tolist()
        return found

    def reduced(self, slot: int) -> ComparedText:
        """The text in a slot."""
        count = int(self._shingles[slot])
        signature = self._signatures[slot].astype("<u4").tobytes() if count else b""
        return ComparedText(self._ranks[slot].tobytes(), signature, count)

    def compare(self, text: ComparedText, slots: npt.NDArray[np.int32]) -> Likeness:
        """A text's likeness to remembered ones."""
        signature = np.frombuffer(text.signature or bytes(SIGNATURE_BYTES), dtype="<u4")
        return self._likeness(signature, np.array([text.shingles]), slots)

    def _likeness(
        self, signatures: npt.NDArray[np.uint32], shingles: npt.NDArray[np.int64], slots: npt.NDArray[np.int32]
    ) -> Likeness:
        self.compared += len(slots)
        return likeness(signatures, shingles, self._signatures[slots], self._shingles[slots].astype(np.int64))

    def _place(self) -> int:
        if self._free:
            return self._free.pop()
        self._end += 1
        if self._end > len(self._users):
            self._grow()
        return self._end - 1

    def _add(self, new: dict[int, ComparedText]) -> None:
        slots = np.array(list(new), dtype=np.int32)
        # The hash of a text is its rank as well: no order that anybody chose, and the same in every instance.
        self._ranks[slots] = np.frombuffer(b"".join(text.text_hash for text in new.values()), dtype="<u8")
        self._shingles[slots] = [text.shingles for text in new.values()]
        signed = [text.signature for text in new.values() if text.signature]
        if signed:
            linked = slots if len(signed) == len(new) else slots[[bool(text.signature) for text in new.values()]]
            self._signatures[linked] = np.frombuffer(b"".join(signed), dtype="<u4").reshape(-1, BANDS)
            self._link(linked)

    def _grow(self) -> None:
        more = len(self._users) // 4
        self._ranks = np.concatenate((self._ranks, np.zeros(more, dtype=np.uint64)))
        self._signatures = np.concatenate((self._signatures, np.zeros((more, BANDS), dtype=np.uint32)))
        self._shingles = np.concatenate((self._shingles, np.zeros(more, dtype=np.uint32)))
        self._users = np.concatenate((self._users, np.zeros(more, dtype=np.int32)))
        self._bands.moved(self._signatures, self._ranks)

    def _link(self, slots: Slots) -> None:
        parted = self._bands.link(slots)
        rows, others = self._bands.candidates(self._signatures[slots], self._ranks[slots])
        apart = slots[rows] != others
        rows, others = rows[apart], others[apart]
        near = self._are_near((slots[rows], others))
        rows, others = rows[near], others[near]
        if not len(rows):
            self._part_where_near(parted)
            return
        every = np.arange(len(slots), dtype=np.int32)
        nodes, numbers = united(np.concatenate((rows, every)), np.concatenate((others, slots)), len(slots))
        order = np.argsort(numbers, kind="stable")
        for texts in np.split(nodes[order], np.flatnonzero(np.diff(numbers[order])) + 1):
            if len(texts) > 1:
                self._groups.join(texts.tolist())
        if len(parted[0]):
            at = [np.minimum(np.searchsorted(nodes, side), len(nodes) - 1) for side in parted]
            known = [nodes[where] == side for where, side in zip(at, parted, strict=True)]
            still = known[0] & known[1] & (numbers[at[0]] == numbers[at[1]])
            self._part_where_near((parted[0][~still], parted[1][~still]))

    def _part_where_near(self, pairs: Pairs) -> None:
        """Looks again at the groups that were linked by pairs which no longer are candidates, or not in that band."""
        ones, others = self._near_of(pairs)
        self._part({*ones.tolist(), *others.tolist()})

    def _part(self, texts: Iterable[int]) -> None:
        """Parts groups that have come apart; `texts` are those that lost a link."""
        by_group: dict[Group, set[int]] = defaultdict(set)
        for text in texts:
            if (group := self._groups.of(text)) is not None:
                by_group[group].add(text)
        for group, starts in by_group.items():
            for piece in apart(starts, self._near):
                self._groups.part(group, piece)

    def _near(self, slot: int) -> list[int]:
        """The texts that a remembered one is linked to."""
        _rows, others = self._bands.candidates(self._signatures[slot : slot + 1], self._ranks[slot : slot + 1])
        others = others[others != slot]
        found: list[int] = others[self._are_near((np.full_like(others, slot), others))].tolist()
        return found

    def _near_of(self, pairs: Pairs) -> Pairs:
        near = self._are_near(pairs)
        return pairs[0][near], pairs[1][near]

    def _are_near(self, pairs: Pairs) -> npt.NDArray[np.bool_]:
        near = np.zeros(len(pairs[0]), dtype=np.bool_)
        for begin in range(0, len(near), _CANDIDATES_AT_ONCE):
            part = slice(begin, begin + _CANDIDATES_AT_ONCE)
            one, other = pairs[0][part], pairs[1][part]
            near[part] = self._likeness(self._signatures[one], self._shingles[one].astype(np.int64), other).near
        return near
