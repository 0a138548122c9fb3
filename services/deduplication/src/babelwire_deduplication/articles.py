"""The articles that are remembered: a few dozen bytes each in one flat array."""

from collections.abc import Collection, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from babelwire_contracts.sections import SectionVersion
from babelwire_deduplication.errors import ArticleIdMalformed
from babelwire_deduplication.ids import ID_BYTES, Ids

_FIRST_CAPACITY: Final = 1024
_ID_DIGITS: Final = 2 * ID_BYTES

ROW: Final = np.dtype(
    [
        ("text_hash", "V8"),
        ("first_captured_at", np.int64),
        ("published_by", np.int64),
        ("addressed", np.bool_),
        ("decision", np.uint64),
        ("text", np.int32),
        ("content_generation", np.int32),
        ("generation", np.int32),
        ("n", np.int32),
        ("frame", np.uint32),
        ("seen", np.uint32),
        ("partition", np.int16),
        ("amendment_due", np.bool_),
        ("contested", np.bool_),
        ("unsaid", np.bool_),
    ]
)
"""`frame` are the columns of its features that weigh nothing, `seen` when it last came, in seconds since 1970.

An amendment is due, a decision contested, or a fingerprint unsaid, until it has been published.
"""

_ID_BITS: Final = 10
TICKS: Final = 1 << (_ID_BITS + 1)
"""Of `seniority_time`, to a microsecond."""

_FARTHEST: Final = (1 << 52) - 1

NO_TEXT: Final = -1
"""Stands in for the text of an article of which none is known that could be compared."""

ITSELF: Final = -1
"""Stands in for what an article copies where it copies none: it is a representative."""

FORGOTTEN: Final = -2
"""Stands in for what an article copies where that is not remembered: what was decided of it stays."""

_NOTHING_KNOWN: Final = np.zeros(1, dtype=ROW)[0]
_NOTHING_KNOWN["text"] = NO_TEXT

_PARTITIONS: Final = 1 << 15
UNKNOWN: Final = -1
"""The partition of an article of which nothing but the id is known."""

Slots = npt.NDArray[np.intp]

Row = Any
"""One row of the array, by reference: fields are read and written by name."""


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
    unaddressed_and_id = (not addressed) << _ID_BITS | int.from_bytes(article_id[:2], "big") >> (16 - _ID_BITS)
    return min(max(out_by, -_FARTHEST), _FARTHEST) * TICKS + unaddressed_and_id


class Articles:
    """Rows by slot, found by article id; `times` and `copied` (the slot of what an article copies) stand apart.

    Articles of partitions that are not owned are guests. All partitions are owned until `own` says otherwise.
    """

    def __init__(self) -> None:
        self._owned: npt.NDArray[np.bool_] = np.ones(_PARTITIONS, dtype=np.bool_)
        self._owned[UNKNOWN] = False
        self.changed: set[int] = set()
        """What has been written to since it was last saved."""
        self.rows: npt.NDArray[Any] = np.zeros(_FIRST_CAPACITY, dtype=ROW)
        self.times: npt.NDArray[np.int64] = np.zeros(_FIRST_CAPACITY, dtype=np.int64)
        self.copied: npt.NDArray[np.int32] = np.full(_FIRST_CAPACITY, ITSELF, dtype=np.int32)
        self._taken: npt.NDArray[np.bool_] = np.zeros(_FIRST_CAPACITY, dtype=np.bool_)
        self._ids = Ids()

    def __len__(self) -> int:
        return len(self._ids)

    def find(self, article_id: bytes) -> int | None:
        """The slot of an article, or None."""
        return self._ids.find(article_id)

    def own(self, partitions: Collection[int]) -> None:
        """Says whose articles are no guests."""
        self._owned[:] = False
        self._owned[list(partitions)] = True

    def owns(self, partition: int) -> bool:
        """Whether articles of a partition are no guests."""
        return bool(self._owned[partition])

    def owned(self, slots: Slots) -> npt.NDArray[np.bool_]:
        """Which articles are no guests."""
        owned: npt.NDArray[np.bool_] = self._owned[self.rows["partition"][slots]]
        return owned

    def slots(self) -> Slots:
        """The slots that are taken."""
        return np.flatnonzero(self._taken[: self._ids.end])

    def add(self, article_id: bytes, partition: int) -> int:
        """Makes a slot for an article that has none, and returns it."""
        slot = self._ids.add(article_id)
        self._fit()
        self.rows[slot] = _NOTHING_KNOWN
        self.rows["partition"][slot] = partition
        self.copied[slot] = ITSELF
        self._taken[slot] = True
        self.changed.add(slot)
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
        self.rows[slots] = rows
        self.rows["text"][slots] = NO_TEXT
        self.copied[slots] = ITSELF
        self._taken[slots] = True
        out_by = np.minimum(rows["published_by"], rows["first_captured_at"])
        first = np.frombuffer(b"".join(article_id[:2] for article_id in article_ids), dtype=">u2").astype(np.int64)
        unaddressed_and_id = (~rows["addressed"]).astype(np.int64) << _ID_BITS | first >> (16 - _ID_BITS)
        self.times[slots] = np.clip(out_by, -_FARTHEST, _FARTHEST) * TICKS + unaddressed_and_id
        return slots

    def remove(self, slot: int) -> None:
        """Takes its slot from an article without a text."""
        assert self.rows["text"][slot] == NO_TEXT
        self._ids.remove(slot)
        self._taken[slot] = False
        self.changed.discard(slot)

    def change(self, slot: int) -> Row:
        """The row of an article, to be written to."""
        self.changed.add(slot)
        return self.rows[slot]

    def partition(self, slot: int) -> int:
        """The partition of an article."""
        return int(self.rows["partition"][slot])

    def text(self, slot: int) -> int:
        """The number of an article's text, or `NO_TEXT`."""
        return int(self.rows[slot]["text"])

    def time(self, slot: int) -> int:
        """The `seniority_time` of an article."""
        return int(self.times[slot])

    def out_by(self, slot: int) -> int:
        """When an article was out, in microseconds: by its own date or its first capture, whichever is earlier."""
        row = self.rows[slot]
        return min(int(row["published_by"]), int(row["first_captured_at"]))

    def set_time(self, slot: int) -> None:
        """Takes over what a row says of when its article was out, and whether it has an address."""
        addressed = bool(self.rows["addressed"][slot])
        self.times[slot] = seniority_time(self.out_by(slot), addressed, self._ids[slot])

    def seniority(self, slot: int) -> tuple[int, bool, bytes]:
        """Orders articles by when they were out; then one with an address before one without; then by id."""
        return int(self.times[slot]), not self.rows["addressed"][slot], self._ids[slot]

    def article_id(self, slot: int) -> str:
        """The article id in hex."""
        return self._ids[slot].hex()

    def id(self, slot: int) -> bytes:
        """The article id."""
        return self._ids[slot]

    def version(self, slot: int, revision: str) -> SectionVersion:
        """The version of the decision last recorded on a revision."""
        row = self.rows[slot]
        return SectionVersion(
            revision=revision,
            content_generation=int(row["content_generation"]),
            generation=int(row["generation"]),
            n=int(row["n"]),
        )

    def record(self, slot: int, version: SectionVersion, decision: int) -> None:
        """Keeps the version (but for its revision) and the digest of a decision."""
        row = self.change(slot)
        row["content_generation"] = version.content_generation
        row["generation"] = version.generation
        row["n"] = version.n
        row["decision"] = decision

    def _fit(self, least: int = 0) -> None:
        """Makes room for all slots that were given, and for so many at least."""
        if (least := max(least, self._ids.end)) > len(self.rows):
            more = max(len(self.rows) // 8, least - len(self.rows))
            self.rows = np.concatenate((self.rows, np.zeros(more, dtype=ROW)))
            self.times = np.concatenate((self.times, np.zeros(more, dtype=np.int64)))
            self.copied = np.concatenate((self.copied, np.full(more, ITSELF, dtype=np.int32)))
            self._taken = np.concatenate((self._taken, np.zeros(more, dtype=np.bool_)))
