"""What an instance remembers, on disk: begun anew where what is there is of no use."""

import os
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from babelwire_deduplication.errors import TextAway

from .states import IDS, LONGEST, NOTHING, START, change, found, many, saving, state


@pytest.mark.parametrize(
    ("form", "later", "reason"),
    [
        (b"2", timedelta(), "its rows have another form"),
        (b"1", LONGEST + timedelta(seconds=1), "it was saved at 2026-05-01"),
        (b"1", -timedelta(minutes=6), "it was saved at 2026-05-01"),
    ],
)
def test_another_form_and_another_time_are_of_no_use(
    tmp_path: Path, form: bytes, later: timedelta, reason: str
) -> None:
    saving(tmp_path, change(many(3), many(3)))
    for used in (timedelta(), LONGEST, -timedelta(minutes=4)):
        assert found(state(tmp_path, b"1", START + used))[0] == many(3)
    with capture_logs() as logs:
        assert found(state(tmp_path, form, START + later), many(3)) == NOTHING
    assert [(one["event"], one["reason"][: len(reason)]) for one in logs] == [("state discarded", reason)]
    assert found(state(tmp_path), many(3)) == NOTHING


def test_the_age_is_that_of_the_last_save(tmp_path: Path) -> None:
    saving(tmp_path, change(many(3)))
    store = state(tmp_path, at=START + LONGEST)
    with store.opened():
        store.save(change())
    assert found(state(tmp_path, at=START + 2 * LONGEST))[0] == many(3)


def cut(file: Path, length: int) -> None:
    os.truncate(file, length if length >= 0 else file.stat().st_size + length)


@pytest.mark.parametrize("length", [0, 10, 3000, 8192, 200_000, -8192, -1])
def test_a_file_that_is_cut_short_is_of_no_use(tmp_path: Path, length: int) -> None:
    saving(tmp_path, change(many(3000), many(3000)))
    cut(tmp_path / "state.sqlite", length)
    with capture_logs() as logs:
        assert found(state(tmp_path)) == NOTHING
    assert [one["event"] for one in logs] == ["state discarded"]
    saving(tmp_path, change(many(2)))
    assert found(state(tmp_path))[0] == many(2)


@pytest.mark.parametrize("start", [0, 8192, 10 * 8192])
def test_a_file_that_was_written_over_is_of_no_use(tmp_path: Path, start: int) -> None:
    saving(tmp_path, change(many(3000)))
    file = tmp_path / "state.sqlite"
    file.write_bytes(file.read_bytes()[:start].ljust(file.stat().st_size, b"\xa5"))
    with capture_logs() as logs:
        assert found(state(tmp_path)) == NOTHING
    assert [one["event"] for one in logs] == ["state discarded"]


def test_a_file_in_a_format_of_later_days_is_of_no_use(tmp_path: Path) -> None:
    saving(tmp_path, change(many(3)))
    content = bytearray((tmp_path / "state.sqlite").read_bytes())
    content[47] = 9
    (tmp_path / "state.sqlite").write_bytes(content)
    assert found(state(tmp_path)) == NOTHING


@pytest.mark.parametrize("statement", ["DROP TABLE held", "CREATE TABLE more (one)", "DELETE FROM state"])
def test_a_database_that_is_another_is_of_no_use(tmp_path: Path, statement: str) -> None:
    saving(tmp_path, change(many(3)))
    with sqlite3.connect(tmp_path / "state.sqlite") as other:
        other.execute(statement)
    other.close()
    assert found(state(tmp_path)) == NOTHING


def test_texts_are_first_read_when_wanted_and_what_is_corrupt_is_gone_with_the_next_start(tmp_path: Path) -> None:
    saving(tmp_path, change({IDS[0]: b"row"}, many(3000, size=2000)))
    file = tmp_path / "state.sqlite"
    file.write_bytes(file.read_bytes()[: 10 * 8192].ljust(file.stat().st_size, b"\xa5"))
    store = state(tmp_path)
    with store.opened(), capture_logs() as logs:
        saved = store.saved()
        assert saved is not None
        assert list(saved.rows) == [[(IDS[0], b"row")]]
        assert not logs
        with pytest.raises(TextAway, match="begun anew with the next start"):
            store.texts([*many(3000)])
        assert [one["event"] for one in logs] == ["state discarded"]
    assert found(store) == NOTHING


def test_a_log_without_its_file_is_of_no_use(tmp_path: Path) -> None:
    store = state(tmp_path)
    with store.opened():
        store.save(change(many(3)))
        log = (tmp_path / "state.sqlite-wal").read_bytes()
    (tmp_path / "state.sqlite").unlink()
    (tmp_path / "state.sqlite-wal").write_bytes(log)
    assert found(store) == NOTHING
