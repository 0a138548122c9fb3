"""The distinct texts that are remembered, and the groups that near-duplicates form."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_deduplication.band_index import BandIndex
from babelwire_deduplication.signatures import BANDS, SIGNATURE_BYTES, ComparedText
from babelwire_deduplication.similarity import Likeness, likeness

_FIRST_CAPACITY: Final = 1024
_CANDIDATES_AT_ONCE: Final = 1 << 15


class Texts:
    """Each distinct text has a slot; texts linked by a chain of near-duplicates share a group.

    The groups are the connected components of the near-duplicate relation over the texts held, whatever the order they
    came and went in. A group is named by one of its texts; only groups of several take memory of their own.
    """

    def __init__(self) -> None:
        self._hashes = np.zeros(_FIRST_CAPACITY, dtype="V8")
        self._signatures = np.zeros((_FIRST_CAPACITY, BANDS), dtype=np.uint32)
        self._shingles = np.zeros(_FIRST_CAPACITY, dtype=np.uint32)
        self._users = np.zeros(_FIRST_CAPACITY, dtype=np.int32)
        self._groups = np.zeros(_FIRST_CAPACITY, dtype=np.int32)
        self._slots: dict[bytes, int] = {}
        self._free: list[int] = []
        self._end = 0
        self._together: dict[int, set[int]] = {}
        self._bands = BandIndex(self._signatures)

    def __len__(self) -> int:
        return len(self._slots)

    def take(self, texts: Sequence[ComparedText]) -> tuple[list[int], set[int]]:
        """One user more for each text. Answers their slots, and those slots whose group took in others."""
        slots: list[int] = []
        new: dict[int, ComparedText] = {}
        for text in texts:
            slot = self._slots.get(text.text_hash)
            if slot is None:
                slot = self._slots[text.text_hash] = self._place()
                new[slot] = text
            slots.append(slot)
        np.add.at(self._users, slots, 1)
        return slots, self._add(new) if new else set()

    def release(self, slot: int) -> set[int]:
        """One user less; forgets a text without users, and answers the texts that were in a group with it."""
        self._users[slot] -= 1
        if self._users[slot]:
            return set()
        del self._slots[self._hashes[slot].tobytes()]
        if self._shingles[slot]:
            self._bands.unlink(slot)
        self._shingles[slot] = 0
        self._free.append(slot)
        rest = self._together.pop(int(self._groups[slot]), {slot}) - {slot}
        for part in self._components(rest):
            self._name(part)
        return rest

    def group(self, slot: int) -> int:
        """The name of a text's group; it holds until texts are next taken or released."""
        return int(self._groups[slot])

    def members(self, group: int) -> set[int]:
        """The texts of a group."""
        return self._together.get(group) or {group}

    def is_alone(self, slot: int) -> bool:
        """Whether a text has no near-duplicate."""
        return int(self._groups[slot]) not in self._together

    def grouped(self) -> list[int]:
        """One text of each group of several."""
        return list(self._together)

    def groups_near(self, text: ComparedText) -> set[int]:
        """The groups that a text would join, were it remembered."""
        slot = self._slots.get(text.text_hash)
        if slot is not None:
            return {self.group(slot)}
        if not text.signature:
            return set()
        signature = np.frombuffer(text.signature, dtype="<u4").reshape(1, BANDS)
        _rows, others = self._bands.agreeing(signature)
        near = self.compare(text, others).near
        return {int(group) for group in self._groups[others[near]]}

    def reduced(self, slot: int) -> ComparedText:
        """The text in a slot."""
        count = int(self._shingles[slot])
        signature = self._signatures[slot].astype("<u4").tobytes() if count else b""
        return ComparedText(self._hashes[slot].tobytes(), signature, count)

    def compare(self, text: ComparedText, slots: npt.NDArray[np.int32]) -> Likeness:
        """A text's likeness to remembered ones."""
        signature = np.frombuffer(text.signature or bytes(SIGNATURE_BYTES), dtype="<u4")
        return self._likeness(signature, np.array([text.shingles]), slots)

    def _likeness(
        self, signatures: npt.NDArray[np.uint32], shingles: npt.NDArray[np.int64], slots: npt.NDArray[np.int32]
    ) -> Likeness:
        return likeness(signatures, shingles, self._signatures[slots], self._shingles[slots].astype(np.int64))

    def _place(self) -> int:
        if self._free:
            return self._free.pop()
        self._end += 1
        if self._end > len(self._users):
            self._grow()
        return self._end - 1

    def _add(self, new: dict[int, ComparedText]) -> set[int]:
        slots = np.array(list(new), dtype=np.int32)
        self._hashes[slots] = np.frombuffer(b"".join(text.text_hash for text in new.values()), dtype="V8")
        self._shingles[slots] = [text.shingles for text in new.values()]
        self._groups[slots] = slots
        signed = [text.signature for text in new.values() if text.signature]
        if not signed:
            return set()
        linked = slots if len(signed) == len(new) else slots[[bool(text.signature) for text in new.values()]]
        self._signatures[linked] = np.frombuffer(b"".join(signed), dtype="<u4").reshape(-1, BANDS)
        return self._link(linked)

    def _grow(self) -> None:
        more = len(self._users) // 4
        self._hashes = np.concatenate((self._hashes, np.zeros(more, dtype="V8")))
        self._signatures = np.concatenate((self._signatures, np.zeros((more, BANDS), dtype=np.uint32)))
        self._shingles = np.concatenate((self._shingles, np.zeros(more, dtype=np.uint32)))
        self._users = np.concatenate((self._users, np.zeros(more, dtype=np.int32)))
        self._groups = np.concatenate((self._groups, np.zeros(more, dtype=np.int32)))
        self._bands.moved(self._signatures)

    def _link(self, slots: npt.NDArray[np.int32]) -> set[int]:
        self._bands.link(slots)
        rows, others = self._bands.agreeing(self._signatures[slots])
        apart = slots[rows] != others
        ones, others = slots[rows[apart]], others[apart]
        joined = set()
        for begin in range(0, len(ones), _CANDIDATES_AT_ONCE):
            one, other = ones[begin : begin + _CANDIDATES_AT_ONCE], others[begin : begin + _CANDIDATES_AT_ONCE]
            near = self._likeness(self._signatures[one], self._shingles[one].astype(np.int64), other).near
            for left, right in zip(one[near].tolist(), other[near].tolist(), strict=True):
                self._join(left, right)
                joined.add(left)
        return joined

    def _join(self, left: int, right: int) -> None:
        kept, gone = self.group(left), self.group(right)
        if kept == gone:
            return
        keeping, going = self.members(kept), self.members(gone)
        if len(keeping) < len(going):
            kept, gone, keeping, going = gone, kept, going, keeping
        self._groups[list(going)] = kept
        self._together[kept] = keeping | going if len(keeping) == 1 else keeping
        self._together[kept].update(going)
        self._together.pop(gone, None)

    def _name(self, members: set[int]) -> None:
        name = min(members)
        self._groups[list(members)] = name
        if len(members) > 1:
            self._together[name] = members

    def _components(self, texts: set[int]) -> list[set[int]]:
        """The connected components among some texts; each text once found is compared with the yet unreached ones."""
        unreached = np.array(sorted(texts), dtype=np.int32)
        components = []
        while len(unreached):
            component = {int(unreached[0])}
            frontier = [int(unreached[0])]
            unreached = unreached[1:]
            while frontier and len(unreached):
                near = self.compare(self.reduced(frontier.pop()), unreached).near
                reached = unreached[near].tolist()
                component.update(reached)
                frontier.extend(reached)
                unreached = unreached[~near]
            components.append(component)
        return components
