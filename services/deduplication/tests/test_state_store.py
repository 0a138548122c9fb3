"""What an instance remembers, on disk: there after a restart, all of a change or nothing of it."""

import resource
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwire_deduplication.errors import TextAway
from babelwire_deduplication.ports import Change

from .states import IDS, NOTHING, Found, change, found, many, saving, state


def test_what_was_saved_is_there_after_a_restart(tmp_path: Path) -> None:
    store = state(tmp_path / "state" / "1")
    with store.opened():
        assert store.saved() is None
        store.save(change({IDS[0]: b"row", IDS[1]: b"\x00"}, {IDS[0]: b"text", IDS[1]: b""}, (), {0: 5, 1: 7}, {0}))
        store.save(change({IDS[1]: b"new"}, {IDS[2]: b"alone"}, (), {0: 9, 2: 1 << 40}, [2, 0, 2]))
        assert store.texts(IDS) == {IDS[0]: b"text", IDS[1]: b"", IDS[2]: b"alone"}
        assert store.saved() is None
    for _ in range(2):
        assert found(store) == (
            {IDS[0]: b"row", IDS[1]: b"new"},
            {IDS[0]: b"text", IDS[1]: b"", IDS[2]: b"alone"},
            ({0: 9, 2: 1 << 40}, frozenset({0, 2})),
        )


def test_what_is_gone_is_gone_unless_it_comes_in_the_same_change(tmp_path: Path) -> None:
    both = dict.fromkeys(IDS[:3], b"first")
    saving(tmp_path, change(both, both), change({IDS[0]: b"row"}, {IDS[1]: b"text"}, IDS))
    assert found(state(tmp_path)) == ({IDS[0]: b"row"}, {IDS[1]: b"text"}, ({}, frozenset()))


def test_rows_come_in_chunks(tmp_path: Path) -> None:
    saving(tmp_path, change(many(25_000)))
    store = state(tmp_path)
    with store.opened():
        saved = store.saved()
        assert saved is not None
        chunks = list(saved.rows)
    assert [len(chunk) for chunk in chunks] == [10_000, 10_000, 5_000]
    assert dict(row for chunk in chunks for row in chunk) == many(25_000)


def test_the_space_of_what_is_gone_is_used_again(tmp_path: Path) -> None:
    def generation(number: int) -> dict[bytes, bytes]:
        return {bytes([number]) + one[1:]: row for one, row in many(3000, number, 1500).items()}

    saving(tmp_path, change(generation(0), generation(0)))
    once = (tmp_path / "state.sqlite").stat().st_size
    saving(tmp_path, *(change(generation(one), generation(one), generation(one - 1)) for one in range(1, 6)))
    assert (tmp_path / "state.sqlite").stat().st_size < 1.2 * once


def test_one_thread_after_another_may_use_it(tmp_path: Path) -> None:
    store = state(tmp_path)
    with store.opened():
        for number in range(3):
            with ThreadPoolExecutor(1) as thread:
                thread.submit(store.save, change(texts={IDS[number]: b"text"})).result()
        assert list(store.texts(IDS)) == IDS[:3]


def test_without_a_folder_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    store = state(None)
    with store.opened():
        store.save(change(many(1), many(1)))
        assert list(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []
    assert found(store) == NOTHING


def test_a_store_that_is_closed_says_so(tmp_path: Path) -> None:
    store = state(tmp_path)
    with pytest.raises(TextAway):
        store.texts(IDS)
    with pytest.raises(TextAway):
        store.save(change())


def test_where_no_file_can_be_the_start_fails(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"), state(tmp_path / "file" / "1").opened():
        pass
    (tmp_path / "state.sqlite").mkdir()
    with pytest.raises(OSError, match="cannot be opened"), state(tmp_path).opened():
        pass
    assert (tmp_path / "state.sqlite").is_dir()


class Limited:
    """Disks that are full: what a connection may allocate, or the process write, is bounded."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._connections: list[sqlite3.Connection] = []
        connect = sqlite3.connect

        def recorded(*args: object, **options: object) -> sqlite3.Connection:
            self._connections.append(connect(*args, **options))  # type: ignore[call-overload]
            return self._connections[-1]

        monkeypatch.setattr(sqlite3, "connect", recorded)

    @contextmanager
    def database(self) -> Iterator[None]:
        self._connections[-1].execute("PRAGMA max_page_count = 30")
        yield
        self._connections[-1].execute("PRAGMA max_page_count = 1000000")

    @contextmanager
    def log(self) -> Iterator[None]:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)


class Interrupting(dict[bytes, bytes]):
    """Texts in whose midst the process is interrupted."""

    def items(self) -> NoReturn:
        raise KeyboardInterrupt


def test_of_a_save_that_is_interrupted_there_is_nothing(tmp_path: Path) -> None:
    store = state(tmp_path)
    with store.opened():
        with pytest.raises(KeyboardInterrupt):
            store.save(change(many(3), Interrupting()))
        store.save(change(many(1)))
    assert found(store)[0] == many(1)


@pytest.mark.parametrize("limit", ["database", "log"])
@pytest.mark.parametrize("count", [3000, 40_000])
def test_of_a_save_that_fails_there_is_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, count: int
) -> None:
    limited = Limited(monkeypatch)
    store = state(tmp_path)
    before = change({IDS[0]: b"row"}, {IDS[0]: b"text"}, (), {0: 1}, {0})
    after = change(many(count), many(3000, size=2000), [IDS[0]], {0: 2}, {1})
    with store.opened():
        store.save(before)
        with (
            getattr(limited, limit)(),
            pytest.raises(TextAway, match=r"cannot be saved: (database or disk is full|disk I/O error)"),
        ):
            store.save(after)
        assert store.texts(IDS) == before.texts
        store.save(change({IDS[1]: b"row"}, {}, (), before.positions, before.held))
    assert found(store) == ({IDS[0]: b"row", IDS[1]: b"row"}, before.texts, ({0: 1}, frozenset({0})))
    saving(tmp_path, after)
    assert found(store) == ({**after.rows, IDS[1]: b"row"}, after.texts, ({0: 2}, frozenset({1})))


ids = st.sampled_from(IDS)
contents = st.dictionaries(ids, st.binary(max_size=5))
partitions = st.integers(0, 3)
changes = st.builds(
    Change, contents, contents, st.sets(ids), st.dictionaries(partitions, st.integers(0, 1 << 62)), st.sets(partitions)
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(changes, max_size=4), max_size=4))
def test_what_is_found_is_what_the_changes_come_to(runs: list[list[Change]]) -> None:
    rows: dict[bytes, bytes] = {}
    texts: dict[bytes, bytes] = {}
    came_to: Found = NOTHING
    with TemporaryDirectory() as folder:
        for run in runs:
            for one in run:
                for remembered, written in ((rows, one.rows), (texts, one.texts)):
                    for article_id in one.gone:
                        remembered.pop(article_id, None)
                    remembered.update(written)
                came_to = rows, texts, (dict(one.positions), frozenset(one.held))
            saving(Path(folder), *run)
            assert found(state(Path(folder))) == came_to
