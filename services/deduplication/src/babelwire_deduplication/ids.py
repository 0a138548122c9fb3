"""Slots of article ids: 24 bytes an id, where a dict of bytes takes 150."""

from array import array
from collections.abc import Sequence
from typing import Final

ID_BYTES: Final = 16

_TABLES: Final = 256
_FIRST_SIZE: Final = 8
_FREE: Final = -1


class Ids:
    """Ids of `ID_BYTES` bytes each; the slot of one that was removed is given to another.

    Hash tables with linear probing and deletion that moves up what follows (Knuth, TAOCP 3, section 6.4, algorithms L
    and R), one for each first byte, so that no single addition moves many. Ids are hashes themselves and serve as
    their own.
    """

    def __init__(self) -> None:
        self._ids = bytearray()
        self._tables = [array("i", [_FREE]) * _FIRST_SIZE for _ in range(_TABLES)]
        self._counts = [0] * _TABLES
        self._removed: list[int] = []

    def __len__(self) -> int:
        return self.end - len(self._removed)

    @property
    def end(self) -> int:
        """One more than the highest slot that was ever given."""
        return len(self._ids) // ID_BYTES

    def __getitem__(self, slot: int) -> bytes:
        return bytes(self._ids[slot * ID_BYTES : (slot + 1) * ID_BYTES])

    def find(self, article_id: bytes) -> int | None:
        """The slot of an id, or None."""
        table = self._tables[article_id[0]]
        slot = table[self._place(table, article_id)]
        return None if slot == _FREE else slot

    def add(self, article_id: bytes) -> int:
        """Gives an id that has none a slot."""
        first = article_id[0]
        if self._removed:
            slot = self._removed.pop()
            self._ids[slot * ID_BYTES : (slot + 1) * ID_BYTES] = article_id
        else:
            slot = self.end
            self._ids += article_id
        self._enter(first, article_id, slot)
        return slot

    def reserve(self, count: int) -> None:
        """Makes room for so many ids, before there are any."""
        while 2 * _TABLES * len(self._tables[0]) < 4 * count:
            self._tables = [array("i", [_FREE]) * (2 * len(table)) for table in self._tables]

    def extend(self, article_ids: Sequence[bytes]) -> range:
        """Gives ids that have none the next slots."""
        begin = self.end
        self._ids += b"".join(article_ids)
        for slot, article_id in enumerate(article_ids, begin):
            self._enter(article_id[0], article_id, slot)
        return range(begin, self.end)

    def remove(self, slot: int) -> None:
        """Takes its slot from an id that has one."""
        article_id = self[slot]
        table = self._tables[article_id[0]]
        most = len(table) - 1
        gap = place = self._place(table, article_id)
        while (follower := table[place := (place + 1) & most]) != _FREE:
            home = _home(self[follower], most)
            # It may move up into the gap unless its own place lies after that.
            if (place - home) & most >= (place - gap) & most:
                table[gap] = follower
                gap = place
        table[gap] = _FREE
        self._counts[article_id[0]] -= 1
        self._removed.append(slot)

    def _place(self, table: array, article_id: bytes) -> int:  # type: ignore[type-arg]  # no generic before Python 3.12
        """Where in a table an id is, or is to be put."""
        most = len(table) - 1
        place = _home(article_id, most)
        while (slot := table[place]) != _FREE and self[slot] != article_id:
            place = (place + 1) & most
        return place

    def _enter(self, first: int, article_id: bytes, slot: int) -> None:
        """Enters an id that is not there."""
        table = self._tables[first]
        if 3 * self._counts[first] >= 2 * len(table):
            before = table
            table = self._tables[first] = array("i", [_FREE]) * (2 * len(before))
            for known in before:
                if known != _FREE:
                    table[_free(table, self[known])] = known
        self._counts[first] += 1
        table[_free(table, article_id)] = slot


def _free(table: array, article_id: bytes) -> int:  # type: ignore[type-arg]  # no generic before Python 3.12
    """The first free place from that of an id on."""
    most = len(table) - 1
    place = _home(article_id, most)
    while table[place] != _FREE:
        place = (place + 1) & most
    return place


def _home(article_id: bytes, most: int) -> int:
    return int.from_bytes(article_id[1:8], "little") & most
