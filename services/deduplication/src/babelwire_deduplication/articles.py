"""The articles that are remembered: a few dozen bytes each in one flat array."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final

import msgspec
import numpy as np
import numpy.typing as npt

from babelwire_contracts.identity import revision as revision_of
from babelwire_contracts.sections import Duplicate, SectionVersion
from babelwire_deduplication.errors import ArticleIdMalformed
from babelwire_deduplication.timestamps import from_microseconds, to_microseconds

_FIRST_CAPACITY: Final = 1024
_ID_DIGITS: Final = 32

_ROW: Final = np.dtype(
    [
        ("article_id", "V16"),
        ("capture_id", "V16"),
        ("content_hash", "V16"),
        ("captured_at", np.int64),
        ("first_captured_at", np.int64),
        ("published_by", np.int64),
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
    if len(hex_id) != _ID_DIGITS or len(raw) != _ID_DIGITS // 2:
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
    """Rows by slot, found by article id; and which articles have a text."""

    def __init__(self) -> None:
        self.rows: npt.NDArray[Any] = np.zeros(_FIRST_CAPACITY, dtype=_ROW)
        self._slots: dict[bytes, int] = {}
        self._odd_revisions: dict[int, str] = {}
        self._only: npt.NDArray[np.int32] = np.full(_FIRST_CAPACITY, -1, dtype=np.int32)
        self._several: dict[int, set[int]] = {}

    def __len__(self) -> int:
        return len(self._slots)

    def find(self, article_id: bytes) -> int | None:
        """The slot of an article, or None."""
        return self._slots.get(article_id)

    def add(self, article_id: bytes) -> int:
        """Makes a slot for an article that has none, and returns it."""
        slot = len(self._slots)
        if slot == len(self.rows):
            self.rows = np.concatenate((self.rows, np.zeros(slot // 4, dtype=_ROW)))
        self._slots[article_id] = slot
        row = self.rows[slot]
        row["article_id"] = article_id
        row["text"] = NO_TEXT
        return slot

    def assign_text(self, slot: int, text: int | None) -> int | None:
        """Gives an article a text, or none. Returns the text it had before, if any."""
        before = int(self.rows[slot]["text"])
        if before >= 0:
            self._leave(slot, before)
        self.rows[slot]["text"] = NO_TEXT if text is None else text
        if text is not None:
            self._join(slot, text)
        return before if before >= 0 else None

    def having(self, texts: Iterable[int]) -> list[int]:
        """The articles that have one of these texts."""
        found: list[int] = []
        for text in texts:
            if text in self._several:
                found.extend(self._several[text])
            elif text < len(self._only) and self._only[text] >= 0:
                found.append(int(self._only[text]))
        return found

    def is_shared(self, text: int) -> bool:
        """Whether several articles have a text."""
        return text in self._several

    def never_copied(self, slot: int) -> bool:
        """Whether nothing says that an article was ever a duplicate."""
        row = self.rows[slot]
        return int(row["decision"]) in (UNDECIDED, _NOTHING_DIGEST) and not row["amendment_due"]

    def in_question(self) -> list[int]:
        """The articles that are recorded as duplicates or have something open."""
        rows = self.rows[: len(self._slots)]
        open_ = (rows["decision"] != _NOTHING_DIGEST) | rows["amendment_due"] | rows["contested"]
        found: list[int] = np.flatnonzero(open_).tolist()
        return found

    def seniority(self, slot: int) -> tuple[int, bytes]:
        """Orders articles by when they were out: by their own date or their first capture, then by id."""
        row = self.rows[slot]
        return min(int(row["published_by"]), int(row["first_captured_at"])), row["article_id"].tobytes()

    def eldest(self, slots: Sequence[int]) -> int:
        """The first of some articles by `seniority`."""
        out_by = np.minimum(self.rows["published_by"][slots], self.rows["first_captured_at"][slots])
        foremost = np.flatnonzero(out_by == out_by.min()).tolist()
        return min((slots[index] for index in foremost), key=self.seniority)

    def face(self, slot: int) -> tuple[int, int, bytes]:
        """What decisions on the copies of an article rest on: itself, its text, its content hash."""
        row = self.rows[slot]
        return slot, int(row["text"]), row["content_hash"].tobytes()

    def article_id(self, slot: int) -> str:
        """The article id in hex."""
        return str(self.rows[slot]["article_id"].tobytes().hex())

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

    def _join(self, slot: int, text: int) -> None:
        if text >= len(self._only):
            more = max(len(self._only) // 4, text + 1 - len(self._only))
            self._only = np.concatenate((self._only, np.full(more, -1, dtype=np.int32)))
        if text in self._several:
            self._several[text].add(slot)
        elif self._only[text] >= 0:
            self._several[text] = {int(self._only[text]), slot}
            self._only[text] = -1
        else:
            self._only[text] = slot

    def _leave(self, slot: int, text: int) -> None:
        users = self._several.get(text)
        if users is None:
            self._only[text] = -1
            return
        users.discard(slot)
        if len(users) == 1:
            self._only[text] = users.pop()
            del self._several[text]
