"""What an instance remembers, in a database file beside the service that outlives it."""

import fcntl
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import structlog

from babelwire_deduplication.errors import TextAway
from babelwire_deduplication.ports import Change, Saved

log = structlog.get_logger(__name__)

_FILE: Final = "state.sqlite"
_LOCK: Final = "state.lock"

_TABLES: Final = (
    "CREATE TABLE rows (article_id BLOB PRIMARY KEY, row BLOB NOT NULL)",
    "CREATE TABLE texts (article_id BLOB PRIMARY KEY, text BLOB NOT NULL)",
    "CREATE TABLE positions (partition INTEGER PRIMARY KEY, position INTEGER NOT NULL)",
    "CREATE TABLE held (partition INTEGER PRIMARY KEY)",
    "CREATE TABLE state (form BLOB NOT NULL, saved_at TEXT)",
)
# Rows and texts have no order of their own, so that new ones are written side by side. In the order of article ids,
# which are hashes, each would have a page of its own written anew: five times as much.

_PUT_ROW: Final = "INSERT INTO rows VALUES (?, ?) ON CONFLICT (article_id) DO UPDATE SET row = excluded.row"
_PUT_TEXT: Final = "INSERT INTO texts VALUES (?, ?) ON CONFLICT (article_id) DO UPDATE SET text = excluded.text"

_SETTINGS: Final = (
    "page_size = 8192",
    # With these two, what a killed process saved is there, and after a power failure some earlier state, whole:
    # "WAL mode is always consistent with synchronous=NORMAL, but WAL mode does lose durability" (sqlite.org/pragma.html
    # #pragma_synchronous). What is lost so is read again from the fingerprints, from the earlier position on.
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "cache_size = -8192",
    # The log is cut to this after a change that was larger.
    "journal_size_limit = 67108864",
)

_CHUNK: Final = 10_000
_CLOCKS_DIFFER: Final = timedelta(minutes=5)

_CORRUPT: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_UNREADABLE: Final = _CORRUPT | {sqlite3.SQLITE_ERROR}


class StateInUse(OSError):
    """The folder is another process's; two of them would save over each other."""


class _Useless(Exception):
    """The file that is there cannot be gone on with, and why."""


def _code(error: sqlite3.Error) -> int:
    """Its result code without what extends it; 0 where SQLite itself gave none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


class SqliteStateStore:
    """A `StateStore` in one SQLite file, kept from run to run in `folder`; in none, begun anew and gone with the run.

    The file is discarded that cannot be read, whose rows have another `form` or are of another log, or that was last
    saved longer than `longest` ago. It is used by one thread at a time, though not always the same.
    """

    def __init__(
        self,
        folder: Path | None,
        form: bytes,
        longest: timedelta,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._folder = folder
        self._form = self._origin = form
        self._longest = longest
        self._now = now
        self._file = Path(_FILE)
        self._open: sqlite3.Connection | None = None
        self._found: tuple[dict[int, int], frozenset[int]] | None = None

    @contextmanager
    def opened(self, log_id: str = "") -> Iterator[None]:
        """Open while entered; what it has is of the log of this id.

        Raises OSError where it cannot be: `StateInUse` where another process has it open.
        """
        self._origin = self._form + log_id.encode()
        with ExitStack() as stack:
            folder = self._folder
            if folder is None:
                folder = Path(stack.enter_context(TemporaryDirectory(prefix="babelwire-state-")))
            folder.mkdir(parents=True, exist_ok=True)
            lock = stack.enter_context((folder / _LOCK).open("a"))
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise StateInUse(
                    f"{folder} is in use by another process: "
                    "give each instance its own BABELWIRE_INSTANCE or BABELWIRE_DEDUPLICATION_STATE_DIR"
                ) from error
            self._file = folder / _FILE
            try:
                self._open = self._kept(stack) or self._begun(stack)
            except sqlite3.Error as error:
                raise OSError(f"{self._file} cannot be opened: {error}") from error
            try:
                yield
            finally:
                self._open = None

    def _kept(self, stack: ExitStack) -> sqlite3.Connection | None:
        """The file that is there; None where it is of no use."""
        if not self._file.exists():
            return None
        try:
            with ExitStack() as unless_useful:
                connection = self._connected(unless_useful)
                self._check(connection)
                self._found = self._positions(connection)
                stack.push(unless_useful.pop_all())
                return connection
        except _Useless as useless:
            log.warning("state discarded", file=str(self._file), reason=str(useless))
        except sqlite3.Error as error:
            if _code(error) not in _UNREADABLE:
                raise
            log.warning("state discarded", file=str(self._file), reason=f"it cannot be read: {error}")
        return None

    def _check(self, connection: sqlite3.Connection) -> None:
        """Raises `_Useless`; the texts alone are not read for it."""
        tables = {sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
        if tables != set(_TABLES):
            raise _Useless("it has other tables")
        form, saved_at = connection.execute("SELECT form, saved_at FROM state").fetchone() or (None, None)
        if form != self._origin:
            raise _Useless("its rows have another form, or are of another log")
        if saved_at is not None:
            age = self._now() - datetime.fromisoformat(saved_at)
            if not -_CLOCKS_DIFFER <= age <= self._longest:
                raise _Useless(f"it was saved at {saved_at}")
        # What is in the log is written into the file, which then has all its pages.
        (unfinished, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        (page_bytes,) = connection.execute("PRAGMA page_size").fetchone()
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        if not unfinished and self._file.stat().st_size < pages * page_bytes:
            raise _Useless("it is cut short")
        (found,) = connection.execute("PRAGMA quick_check(rows)").fetchone()
        if found != "ok":
            raise _Useless(f"it is corrupt: {found}")

    def _begun(self, stack: ExitStack) -> sqlite3.Connection:
        """A new file in place of any that is there."""
        self._found = None
        # A log without its file is removed by SQLite.
        self._file.unlink(missing_ok=True)
        connection = self._connected(stack)
        connection.execute("BEGIN")
        for table in _TABLES:
            connection.execute(table)
        connection.execute("INSERT INTO state VALUES (?, NULL)", (self._origin,))
        connection.execute("COMMIT")
        return connection

    def _connected(self, stack: ExitStack) -> sqlite3.Connection:
        opened = sqlite3.connect(self._file, isolation_level=None, check_same_thread=False)
        connection = stack.enter_context(closing(opened))
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        return connection

    @staticmethod
    def _positions(connection: sqlite3.Connection) -> tuple[dict[int, int], frozenset[int]] | None:
        """Positions and what is held; None where nothing was saved."""
        (saved_at,) = connection.execute("SELECT saved_at FROM state").fetchone()
        if saved_at is None:
            return None
        positions = dict(connection.execute("SELECT partition, position FROM positions"))
        return positions, frozenset(partition for (partition,) in connection.execute("SELECT partition FROM held"))

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            raise TextAway("the state is not open")
        return self._open

    def texts(self, article_ids: Sequence[bytes]) -> dict[bytes, bytes]:
        """The texts of those articles of which there is one. Raises `TextAway`."""
        found: dict[bytes, bytes] = {}
        with self._failing("texts cannot be read"):
            for article_id in article_ids:
                for (text,) in self._connection.execute("SELECT text FROM texts WHERE article_id = ?", (article_id,)):
                    found[article_id] = text
        return found

    def save(self, change: Change) -> None:
        """Keeps all of a change, or nothing where it raises `TextAway`."""
        connection = self._connection
        with self._failing("the state cannot be saved"):
            connection.execute("BEGIN IMMEDIATE")
            try:
                self._write(connection, change)
                connection.execute("COMMIT")
            except BaseException:
                # Of a full disk and the like SQLite may have rolled back by itself.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _write(self, connection: sqlite3.Connection, change: Change) -> None:
        gone = [(article_id,) for article_id in sorted(change.gone)]
        connection.executemany("DELETE FROM rows WHERE article_id = ?", gone)
        connection.executemany("DELETE FROM texts WHERE article_id = ?", gone)
        connection.executemany(_PUT_ROW, sorted(change.rows.items()))
        connection.executemany(_PUT_TEXT, sorted(change.texts.items()))
        connection.execute("DELETE FROM positions")
        connection.executemany("INSERT INTO positions VALUES (?, ?)", change.positions.items())
        connection.execute("DELETE FROM held")
        connection.executemany("INSERT INTO held VALUES (?)", [(partition,) for partition in set(change.held)])
        connection.execute("UPDATE state SET saved_at = ?", (self._now().isoformat(),))

    def saved(self) -> Saved | None:
        """What was there when it was opened; None where nothing of use was."""
        if self._found is None:
            return None
        with self._failing("the state cannot be read"):
            (count,) = self._connection.execute("SELECT count(*) FROM rows").fetchone()
        return Saved(*self._found, count, self._rows())

    def discard(self) -> None:
        """Forgets what was there when it was opened. Raises `TextAway`."""
        with self._failing("the state cannot be discarded"):
            for table in ("rows", "texts", "positions", "held"):
                self._connection.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of its own
        self._found = None

    def _rows(self) -> Iterator[list[tuple[bytes, bytes]]]:
        with (
            self._failing("the state cannot be read"),
            closing(self._connection.execute("SELECT article_id, row FROM rows")) as cursor,
        ):
            while chunk := cursor.fetchmany(_CHUNK):
                yield chunk

    @contextmanager
    def _failing(self, what: str) -> Iterator[None]:
        """Raises `TextAway` for what SQLite raises; a file that turns out corrupt is gone with the next start."""
        try:
            yield
        except sqlite3.Error as error:
            if _code(error) in _CORRUPT:
                self._file.unlink(missing_ok=True)
                log.warning("state discarded", file=str(self._file), reason=f"it is corrupt: {error}")
                what = f"{what}, and is begun anew with the next start"
            raise TextAway(f"{what}: {error}") from error
