"""What is saved and found in a `SqliteStateStore`."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from babelwire_deduplication.adapters.state_store import SqliteStateStore
from babelwire_deduplication.ports import Change

IDS = [bytes([number]) * 16 for number in range(5)]
START = datetime(2026, 5, 1, tzinfo=UTC)
LONGEST = timedelta(days=3)
NOTHING: tuple[dict[bytes, bytes], dict[bytes, bytes], None] = ({}, {}, None)


def state(folder: Path | None, form: bytes = b"1", at: datetime = START) -> SqliteStateStore:
    return SqliteStateStore(folder, form, LONGEST, lambda: at)


def change(
    rows: Mapping[bytes, bytes] = {},
    texts: Mapping[bytes, bytes] = {},
    gone: Collection[bytes] = (),
    positions: Mapping[int, int] = {},
    held: Collection[int] = (),
) -> Change:
    return Change(rows, texts, gone, positions, held)


def many(count: int, number: int = 0, size: int = 250) -> dict[bytes, bytes]:
    """Rows, or texts, that all carry a number."""
    return {one.to_bytes(16, "big"): number.to_bytes(4, "big") * (size // 4) for one in range(count)}


def saving(folder: Path, *changes: Change) -> None:
    store = state(folder)
    with store.opened():
        for one in changes:
            store.save(one)


Found = tuple[dict[bytes, bytes], dict[bytes, bytes], tuple[dict[int, int], frozenset[int]] | None]


def found(store: SqliteStateStore, ids: Collection[bytes] = IDS) -> Found:
    """Rows, texts of those ids and of all that have a row, and positions with what is held, as saved before."""
    with store.opened():
        saved = store.saved()
        rows = {} if saved is None else dict(row for chunk in saved.rows for row in chunk)
        return rows, store.texts([*{*rows, *ids}]), None if saved is None else (saved.positions, saved.held)
