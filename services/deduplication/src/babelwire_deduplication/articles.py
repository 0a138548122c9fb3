"""The articles that are remembered: a few dozen bytes each in one flat array."""

import re
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt

from babelwire_contracts.identity import revision as revision_of
from babelwire_contracts.sections import Duplicate, SectionVersion
from babelwire_deduplication.errors import ArticleIdMalformed
from babelwire_deduplication.ids import ID_BYTES, Ids
from babelwire_deduplication.timestamps import from_microseconds, to_microseconds

_FIRST_CAPACITY: Final = 1024
_ID_DIGITS: Final = 2 * ID_BYTES

_ROW: Final = np.dtype(
    [
        ("capture_id", "V16"),
        ("content_hash", "V16"),
        ("text_hash", "V8"),
        ("captured_at", np.int64),
        ("first_captured_at", np.int64),
        ("published_by", np.int64),
        ("addressed", np.bool_),
        ("decision", np.uint64),
        ("text", np.int32),
        ("content_generation", np.int32),
        ("generation", np.int32),
        ("n", np.int32),
        ("partition", np.int16),
        ("amendment_due", np.bool_),
        ("contested", np.bool_),
    ]
)

UNDECIDED: Final = 0
"""Stands in for the digest of a decision where none has been made."""

NO_TEXT: Final = -1
"""Stands in for the text of an article of which none is known that could be compared."""

ITSELF: Final = -1
"""Stands in for what an article copies where it copies none: it is a representative."""

Row = Any
"""One row of the array, by reference: fields are read and written by name."""

_USUAL_REVISION: Final = re.compile(r"[12]\d{3}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{6}Z-[0-9a-f]{32}")

_encoder: Final = msgspec.json.Encoder()


def id_bytes(hex_id: str) -> bytes:
    """An article or capture id as 16 bytes. Raises `ArticleIdMalformed`."""
    try:
        raw = bytes.fromhex(hex_id)
    except ValueError:
        raw = b""
    if len(hex_id) != _ID_DIGITS or len(raw) != ID_BYTES:
        raise ArticleIdMalformed(f"{hex_id[:80]!r} is not an id of 32 hex digits")
    return raw


def digest(decision: Duplicate) -> int:
    """Returns 64 bits of a decision, by which a change of it is seen; never `UNDECIDED`."""
    if decision == _NOTHING:
        return _NOTHING_DIGEST
    return _digest(decision)


def _digest(decision: Duplicate) -> int:
    return int.from_bytes(blake2b(_encoder.encode(decision), digest_size=8).digest(), "little") | 1


_NOTHING: Final = Duplicate()
_NOTHING_DIGEST: Final = _digest(_NOTHING)


def _usual_moment(revision: str, capture_id: bytes) -> datetime | None:
    """The time in a revision of the usual form and a possible date; None for another."""
    if not _USUAL_REVISION.fullmatch(revision) or not revision.endswith(capture_id.hex()):
        return None
    try:
        return datetime.fromisoformat(revision[:27])
    except ValueError:
        return None


class Articles:
    """Rows by slot, found by article id; `times` and `copied` (the slot of what an article copies) stand apart."""

    def __init__(self) -> None:
        self.rows: npt.NDArray[Any] = np.zeros(_FIRST_CAPACITY, dtype=_ROW)
        self.times: npt.NDArray[np.int64] = np.zeros(_FIRST_CAPACITY, dtype=np.int64)
        self.copied: npt.NDArray[np.int32] = np.full(_FIRST_CAPACITY, ITSELF, dtype=np.int32)
        self._ids = Ids()
        self._odd_revisions: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def find(self, article_id: bytes) -> int | None:
        """The slot of an article, or None."""
        return self._ids.find(article_id)

    def add(self, article_id: bytes) -> int:
        """Makes a slot for an article that has none, and returns it."""
        slot = self._ids.add(article_id)
        if slot == len(self.rows):
            more = slot // 8
            self.rows = np.concatenate((self.rows, np.zeros(more, dtype=_ROW)))
            self.times = np.concatenate((self.times, np.zeros(more, dtype=np.int64)))
            self.copied = np.concatenate((self.copied, np.full(more, ITSELF, dtype=np.int32)))
        self.rows["text"][slot] = NO_TEXT
        return slot

    def in_question(self) -> list[int]:
        """The articles with a text that are recorded as duplicates, copy another, or have something open."""
        rows = self.rows[: len(self._ids)]
        open_ = (rows["decision"] != _NOTHING_DIGEST) | rows["amendment_due"] | rows["contested"]
        open_ |= self.copied[: len(self._ids)] != ITSELF
        found: list[int] = np.flatnonzero(open_ & (rows["text"] != NO_TEXT)).tolist()
        return found

    def text(self, slot: int) -> int:
        """The number of an article's text, or `NO_TEXT`."""
        return int(self.rows[slot]["text"])

    def time(self, slot: int) -> int:
        """When an article was out, in microseconds: by its own date or its first capture, whichever is earlier."""
        return int(self.times[slot])

    def seniority(self, slot: int) -> tuple[int, bool, bytes]:
        """Orders articles by when they were out; then one with an address before one without; then by id."""
        return int(self.times[slot]), not self.rows["addressed"][slot], self._ids[slot]

    def article_id(self, slot: int) -> str:
        """The article id in hex."""
        return self._ids[slot].hex()

    def id(self, slot: int) -> bytes:
        """The article id."""
        return self._ids[slot]

    def capture_id(self, slot: int) -> str:
        """The capture id of the newest revision, in hex."""
        return str(self.rows[slot]["capture_id"].tobytes().hex())

    def set_revision(self, slot: int, revision: str, capture_id: bytes) -> None:
        """Keeps a revision; the usual form, time and capture id, as 24 bytes."""
        row = self.rows[slot]
        row["capture_id"] = capture_id
        self._odd_revisions.pop(slot, None)
        captured_at = _usual_moment(revision, capture_id)
        if captured_at is not None:
            row["captured_at"] = to_microseconds(captured_at)
        else:
            self._odd_revisions[slot] = revision

    def version(self, slot: int, revision: str | None = None) -> SectionVersion:
        """Returns the version of the decision last recorded; faster where the caller knows the revision."""
        row = self.rows[slot]
        revision = revision or self._odd_revisions.get(slot) or self._usual_revision(slot)
        return SectionVersion(
            revision=revision,
            content_generation=int(row["content_generation"]),
            generation=int(row["generation"]),
            n=int(row["n"]),
        )

    def record(self, slot: int, version: SectionVersion, decision: int) -> None:
        """Keeps the version (but for its revision) and the digest of a decision."""
        row = self.rows[slot]
        row["content_generation"] = version.content_generation
        row["generation"] = version.generation
        row["n"] = version.n
        row["decision"] = decision

    def _usual_revision(self, slot: int) -> str:
        captured_at = from_microseconds(int(self.rows[slot]["captured_at"]))
        assert captured_at is not None
        return revision_of(captured_at, self.capture_id(slot))
