"""Slots of article ids: 24 bytes an id, where a dict of bytes takes 150."""

from array import array
from typing import Final

ID_BYTES: Final = 16

_TABLES: Final = 256
_FIRST_SIZE: Final = 8
_FREE: Final = -1


class Ids:
    """Ids of `ID_BYTES` bytes each, numbered as they come.

    Hash tables with linear probing (Knuth, TAOCP 3, section 6.4), one for each first byte, so that no single addition
    moves many. Ids are hashes themselves and serve as their own.
    """

    def __init__(self) -> None:
        self._ids = bytearray()
        self._tables = [array("i", [_FREE]) * _FIRST_SIZE for _ in range(_TABLES)]
        self._counts = [0] * _TABLES

    def __len__(self) -> int:
        return len(self._ids) // ID_BYTES

    def __getitem__(self, slot: int) -> bytes:
        return bytes(self._ids[slot * ID_BYTES : (slot + 1) * ID_BYTES])

    def find(self, article_id: bytes) -> int | None:
        """The slot of an id, or None."""
        table = self._tables[article_id[0]]
        slot = table[self._place(table, article_id)]
        return None if slot == _FREE else slot

    def add(self, article_id: bytes) -> int:
        """Gives an id that has none the next slot."""
        first, slot = article_id[0], len(self)
        self._ids += article_id
        if 3 * self._counts[first] >= 2 * len(self._tables[first]):
            self._grow(first)
        self._counts[first] += 1
        table = self._tables[first]
        table[self._place(table, article_id)] = slot
        return slot

    def _place(self, table: array, article_id: bytes) -> int:  # type: ignore[type-arg]  # no generic before Python 3.12
        """Where in a table an id is, or is to be put."""
        most = len(table) - 1
        place = int.from_bytes(article_id[1:8], "little") & most
        while (slot := table[place]) != _FREE and self[slot] != article_id:
            place = (place + 1) & most
        return place

    def _grow(self, first: int) -> None:
        before = self._tables[first]
        table = self._tables[first] = array("i", [_FREE]) * (2 * len(before))
        for slot in before:
            if slot != _FREE:
                table[self._place(table, self[slot])] = slot
