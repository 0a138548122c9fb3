"""What an instance remembers, on disk: whole when the process is killed, and no two processes' at once."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from babelwire_deduplication.adapters.state_store import StateInUse

from .states import NOTHING, change, found, many, saving, state

COUNT = 1000

CHILD = """
import os, signal, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from babelwire_deduplication.adapters.state_store import SqliteStateStore
from babelwire_deduplication.ports import Change

folder, first, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
store = SqliteStateStore(folder, b"1", timedelta(days=3), lambda: datetime(2026, 5, 1, tzinfo=UTC))

def many(number, size):
    return {one.to_bytes(16, "big"): number.to_bytes(4, "big") * (size // 4) for one in range(count)}

class Killing(dict):
    def items(self):
        os.kill(os.getpid(), signal.SIGKILL)
"""

SAVING = """
with store.opened():
    for number in range(first, first + 100_000):
        store.save(Change(many(number, 250), many(number, 500), (), {0: number}, {number % 10}))
        print(number, flush=True)
"""

KILLED_WITH_ROWS_WRITTEN = """
with store.opened():
    store.save(Change(many(first, 4000), Killing(), (), {0: first}, {}))
"""

OPEN = """
with store.opened():
    print("open", flush=True)
    sys.stdin.read()
"""


def child(folder: Path, what: str, first: int = 0, count: int = COUNT) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", CHILD + what, str(folder), str(first), str(count)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_a_killed_process_leaves_what_it_last_saved_whole(tmp_path: Path) -> None:
    last = 0
    for _ in range(3):
        with child(tmp_path, SAVING, last + 1) as killed:
            assert killed.stdout is not None
            for _ in range(3):
                reported = int(killed.stdout.readline())
            killed.kill()
        rows, texts, (positions, held) = found(state(tmp_path))  # type: ignore[misc]
        last = positions[0]
        assert last >= reported
        assert (rows, texts) == (many(COUNT, last), many(COUNT, last, 500))
        assert (positions, held) == ({0: last}, frozenset({last % 10}))


def test_a_process_that_is_killed_with_half_a_change_written_leaves_nothing_of_it(tmp_path: Path) -> None:
    saving(tmp_path, change(many(COUNT, 1), many(COUNT, 1), (), {0: 1}, {1}))
    with child(tmp_path, KILLED_WITH_ROWS_WRITTEN, 2, 20 * COUNT) as killed:
        pass
    assert killed.returncode == -signal.SIGKILL
    assert (tmp_path / "state.sqlite-wal").stat().st_size > 20_000_000
    assert found(state(tmp_path)) == (many(COUNT, 1), many(COUNT, 1), ({0: 1}, frozenset({1})))


def test_a_folder_is_for_one_process_at_a_time(tmp_path: Path) -> None:
    with child(tmp_path, OPEN) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StateInUse, match=r"BABELWIRE_INSTANCE or BABELWIRE_DEDUPLICATION_STATE_DIR"):
            saving(tmp_path)
        with state(tmp_path / "2").opened():
            pass
        other.kill()
    assert found(state(tmp_path)) == NOTHING
    saving(tmp_path, change(many(1)))
    assert found(state(tmp_path))[0] == many(1)
