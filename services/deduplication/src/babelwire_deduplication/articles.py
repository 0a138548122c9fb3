"""The articles that are remembered."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from babelwire_contracts.sections import SectionVersion
from babelwire_deduplication.errors import ArticleIdMalformed
from babelwire_deduplication.ids import ID_BYTES, Ids
from babelwire_deduplication.rows import NO_TEXT, Row, Rows

_ID_DIGITS: Final = 2 * ID_BYTES

_ID_BITS: Final = 10
TICKS: Final = 1 << (_ID_BITS + 1)
"""Of `seniority_time`, to a microsecond."""

_FARTHEST: Final = (1 << 52) - 1

ITSELF: Final = -1
"""Stands in for what an article copies where it copies none: it is a representative."""

FORGOTTEN: Final = -2
"""Stands in for what an article copies where that is not remembered: what was decided of it stays."""

_PARTITIONS: Final = 1 << 15
UNKNOWN: Final = -1
"""The partition of an article of which nothing but the id is known."""

_FLAGS: Final = ("amendment_due", "contested", "unsaid")

Slots = npt.NDArray[np.intp]
Seniority = tuple[int, bool, bytes]
Number = TypeVar("Number", int, npt.NDArray[np.int64])


def id_bytes(hex_id: str) -> bytes:
    """An article or capture id as 16 bytes. Raises `ArticleIdMalformed`."""
    try:
        raw = bytes.fromhex(hex_id)
    except ValueError:
        raw = b""
    if len(hex_id) != _ID_DIGITS or len(raw) != ID_BYTES:
        raise ArticleIdMalformed(f"{hex_id[:80]!r} is not an id of 32 hex digits")
    return raw


def seniority_time(out_by: int, addressed: bool, article_id: bytes) -> int:
    """When an article was out (microseconds since 1970), in units of `TICKS` to a microsecond.

    What orders articles of one moment stands in the lower bits: whether one has an address, and the beginning of its
    id. So thousands that have the same date are no ties to those who only compare numbers. Years from 1828 to 2112
    are told apart.
    """
    first = int.from_bytes(article_id[:2], "big")
    return _composed(min(max(out_by, -_FARTHEST), _FARTHEST), int(not addressed), first)


def _composed(out_by: Number, unaddressed: Number, first: Number) -> Number:
    """The `seniority_time` of articles with the first two bytes of their ids, one or many."""
    return out_by * TICKS + (unaddressed << _ID_BITS | first >> (16 - _ID_BITS))


def seniority_of(out_by: int, addressed: bool, article_id: bytes) -> Seniority:
    """Orders articles by when they were out; then one with an address before one without; then by id."""
    return seniority_time(out_by, addressed, article_id), not addressed, article_id


class Articles:
    """Rows by slot, found by article id; `times` and `copied` (the slot of what an article copies) stand apart.

    Articles of partitions that are not owned are guests. All partitions are owned until `own` says otherwise.
    """

    def __init__(self) -> None:
        self._owned: npt.NDArray[np.bool_] = np.ones(_PARTITIONS, dtype=np.bool_)
        self._owned[UNKNOWN] = False
        self._rows = Rows()
        self.times: npt.NDArray[np.int64] = np.zeros(len(self._rows), dtype=np.int64)
        self.copied: npt.NDArray[np.int32] = np.full(len(self._rows), ITSELF, dtype=np.int32)
        self._taken: npt.NDArray[np.bool_] = np.zeros(len(self._rows), dtype=np.bool_)
        self._ids = Ids()

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, slot: int) -> Row:
        return Row(self._rows, slot)

    @property
    def capacity(self) -> int:
        """How many slots there is room for."""
        return len(self._rows)

    def find(self, article_id: bytes) -> int | None:
        """The slot of an article, or None."""
        return self._ids.find(article_id)

    def own(self, partitions: Collection[int]) -> None:
        """Says whose articles are no guests, from now on."""
        self._owned[:] = False
        self._owned[list(partitions)] = True

    def owns(self, partition: int) -> bool:
        """Whether articles of a partition are no guests."""
        return bool(self._owned[partition])

    def owned(self, slots: Slots) -> npt.NDArray[np.bool_]:
        """Which articles are no guests."""
        owned: npt.NDArray[np.bool_] = self._owned[self.partitions(slots)]
        return owned

    def slots(self) -> Slots:
        """The slots that are taken."""
        return np.flatnonzero(self._taken[: self._ids.end])

    def add(self, article_id: bytes, partition: int) -> int:
        """Makes a slot for an article that has none, and returns it."""
        slot = self._ids.add(article_id)
        self._fit()
        self._rows.clear(slot)
        self[slot].partition = partition
        self.copied[slot] = ITSELF
        self._taken[slot] = True
        return slot

    def reserve(self, count: int) -> None:
        """Makes room for so many articles, before there are any."""
        self._ids.reserve(count)
        self._fit(count)

    def restore(self, article_ids: Sequence[bytes], rows: npt.NDArray[Any]) -> Slots:
        """Gives articles, which have none, slots with what was known of them, but for the number of their text."""
        given = self._ids.extend(article_ids)
        slots = np.arange(given.start, given.stop, dtype=np.intp)
        self._fit()
        self._rows.array[slots] = rows
        self.set_texts(slots, NO_TEXT)
        self.copied[slots] = ITSELF
        self._taken[slots] = True
        out_by = np.minimum(rows["published_by"], rows["first_captured_at"])
        first = np.frombuffer(b"".join(article_id[:2] for article_id in article_ids), dtype=">u2").astype(np.int64)
        unaddressed = (~rows["addressed"]).astype(np.int64)
        self.times[slots] = _composed(np.clip(out_by, -_FARTHEST, _FARTHEST), unaddressed, first)
        return slots

    def remove(self, slot: int) -> None:
        """Takes its slot from an article without a text."""
        assert self.text(slot) == NO_TEXT
        self._ids.remove(slot)
        self._taken[slot] = False
        self._rows.changed.discard(slot)

    def mark(self, slots: Iterable[int]) -> None:
        """Has articles saved next."""
        self._rows.changed.update(slots)

    def take_changed(self) -> list[int]:
        """The articles that have to be saved, which are taken for saved from now on."""
        changed, self._rows.changed = self._rows.changed, set()
        return list(changed)

    def raw(self, slots: Sequence[int]) -> npt.NDArray[Any]:
        """The rows of articles, of the layout `rows.FORM`."""
        return self._rows.array[list(slots)]

    def partitions(self, slots: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.int16]:
        """The partitions of articles."""
        partitions: npt.NDArray[np.int16] = self._rows.array["partition"][slots]
        return partitions

    def partition(self, slot: int) -> int:
        """The partition of an article."""
        return self[slot].partition

    def texts(self, slots: Slots) -> npt.NDArray[np.int32]:
        """The numbers of the texts of articles, or `NO_TEXT`."""
        texts: npt.NDArray[np.int32] = self._rows.array["text"][slots]
        return texts

    def text(self, slot: int) -> int:
        """The number of an article's text, or `NO_TEXT`."""
        return self[slot].text

    def set_texts(self, slots: Sequence[int] | Slots, numbers: Sequence[int] | npt.NDArray[np.int32] | int) -> None:
        """Gives articles texts of these numbers. Numbers are not saved."""
        self._rows.array["text"][np.asarray(slots, dtype=np.intp)] = numbers

    def seen(self, slots: Slots) -> npt.NDArray[np.int64]:
        """When articles last came, in seconds since 1970."""
        return self._rows.array["seen"][slots].astype(np.int64)

    def unpublished(self, slots: Slots) -> Slots:
        """Those of some articles with a text of which something has yet to be published."""
        rows = self._rows.array[slots]
        there: Slots = slots[np.any([rows[flag] for flag in _FLAGS], axis=0) & (rows["text"] != NO_TEXT)]
        return there

    def give_up(self, slots: Slots) -> None:
        """Nothing has to be published of articles, which others own now."""
        for flag in _FLAGS:
            self._rows.array[flag][slots] = False

    def time(self, slot: int) -> int:
        """The `seniority_time` of an article."""
        return int(self.times[slot])

    def set_time(self, slot: int) -> None:
        """Takes over what a row says of when its article was out, and whether it has an address."""
        row = self[slot]
        self.times[slot] = seniority_time(row.out_by, row.addressed, self._ids[slot])

    def seniority(self, slot: int) -> Seniority:
        """What `seniority_of` says of an article."""
        return int(self.times[slot]), not self[slot].addressed, self._ids[slot]

    def article_id(self, slot: int) -> str:
        """The article id in hex."""
        return self._ids[slot].hex()

    def id(self, slot: int) -> bytes:
        """The article id."""
        return self._ids[slot]

    def version(self, slot: int, revision: str) -> SectionVersion:
        """The version of the decision last recorded on a revision."""
        row = self[slot]
        return SectionVersion(
            revision=revision, content_generation=row.content_generation, generation=row.generation, n=row.n
        )

    def record(self, slot: int, version: SectionVersion, decision: int) -> None:
        """Keeps the version (but for its revision) and the digest of a decision."""
        row = self[slot]
        row.content_generation, row.generation, row.n = version.content_generation, version.generation, version.n
        row.decision = decision

    def _fit(self, least: int = 0) -> None:
        """Makes room for all slots that were given, and for so many at least."""
        self._rows.fit(max(least, self._ids.end))
        if (more := len(self._rows) - len(self.times)) > 0:
            self.times = np.concatenate((self.times, np.zeros(more, dtype=np.int64)))
            self.copied = np.concatenate((self.copied, np.full(more, ITSELF, dtype=np.int32)))
            self._taken = np.concatenate((self._taken, np.zeros(more, dtype=np.bool_)))
