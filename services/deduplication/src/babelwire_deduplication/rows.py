"""What is known of articles at hand: some seventy bytes each in one flat array, read and written by name."""

from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

import numpy as np
import numpy.typing as npt

T = TypeVar("T")

NO_TEXT: Final = -1
"""Stands in for the number of a text where none is known that could be compared."""

_FIRST_CAPACITY: Final = 1024

FORM: Final = np.dtype(
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

_NOTHING_KNOWN: Final = np.zeros(1, dtype=FORM)[0]
_NOTHING_KNOWN["text"] = NO_TEXT


class Rows:
    """Rows by slot; `changed` are those that have been written to since they were last saved."""

    def __init__(self) -> None:
        self.array: npt.NDArray[Any] = np.zeros(_FIRST_CAPACITY, dtype=FORM)
        self.changed: set[int] = set()

    def __len__(self) -> int:
        return len(self.array)

    def clear(self, slot: int) -> None:
        """Knows nothing of an article."""
        self.array[slot] = _NOTHING_KNOWN
        self.changed.add(slot)

    def fit(self, least: int) -> None:
        """Makes room for so many at least."""
        if (more := least - len(self.array)) > 0:
            self.array = np.concatenate((self.array, np.zeros(max(len(self.array) // 8, more), dtype=FORM)))


class _Column(Generic[T]):
    """A column of the array, as an attribute of a row."""

    def __init__(self, kind: Callable[[Any], T]) -> None:
        self._kind = kind

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    def __get__(self, row: "Row", _owner: type) -> T:
        return self._kind(row.rows.array[self._name][row.slot])

    def __set__(self, row: "Row", value: T) -> None:
        row.rows.array[self._name][row.slot] = value
        row.rows.changed.add(row.slot)


def _as_bytes(value: Any) -> bytes:
    return bytes(value.tobytes())


class Row:
    """What is known of one article.

    `text` is its number, `decision` the digest of the last one recorded; times are microseconds since 1970, `seen`
    (when it last came) seconds; `frame` are the columns of its features that weigh nothing, as bits. An amendment is
    due, a decision contested, or a fingerprint unsaid, until it has been published.
    """

    __slots__ = ("rows", "slot")

    text_hash = _Column(_as_bytes)
    first_captured_at = _Column(int)
    published_by = _Column(int)
    addressed = _Column(bool)
    decision = _Column(int)
    text = _Column(int)
    content_generation = _Column(int)
    generation = _Column(int)
    n = _Column(int)
    frame = _Column(int)
    seen = _Column(int)
    partition = _Column(int)
    amendment_due = _Column(bool)
    contested = _Column(bool)
    unsaid = _Column(bool)

    def __init__(self, rows: Rows, slot: int) -> None:
        self.rows = rows
        self.slot = slot

    @property
    def out_by(self) -> int:
        """When the article was out: by its own date or its first capture, whichever is earlier."""
        return min(self.published_by, self.first_captured_at)
