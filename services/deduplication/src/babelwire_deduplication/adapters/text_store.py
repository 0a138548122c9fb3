"""Texts in a database file beside the service, which the fingerprints can write anew."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from babelwire_deduplication.errors import TextAway

_FILE: Final = "texts.sqlite"
_CACHE_KIB: Final = 8192


class SqliteTextStore:
    """A `TextStore` in one SQLite file, begun anew whenever it is opened: all texts come with the fingerprints.

    In `folder`, or in one that the system gives for temporary files. What is read often stays in the system's cache,
    which is no process's memory.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._open: sqlite3.Connection | None = None

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Open while entered, and gone after. Raises OSError where there can be none."""
        with ExitStack() as stack:
            folder = self._folder
            if folder is None:
                folder = Path(stack.enter_context(TemporaryDirectory(prefix="babelwire-texts-")))
            folder.mkdir(parents=True, exist_ok=True)
            # What a killed instance left behind is of no use: nobody knows how far it goes.
            (folder / _FILE).unlink(missing_ok=True)
            # Used by one thread at a time, though not always the same.
            opened = sqlite3.connect(folder / _FILE, isolation_level=None, check_same_thread=False)
            connection = stack.enter_context(closing(opened))
            for setting in ("journal_mode = MEMORY", "synchronous = OFF", f"cache_size = -{_CACHE_KIB}"):
                connection.execute(f"PRAGMA {setting}")
            connection.execute("CREATE TABLE texts (article_id BLOB PRIMARY KEY, text BLOB NOT NULL) WITHOUT ROWID")
            self._open = connection
            try:
                yield
            finally:
                self._open = None

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            raise TextAway("the texts are not open")
        return self._open

    def put(self, texts: Sequence[tuple[bytes, bytes]]) -> None:
        """Keeps texts in place of those before. Raises `TextAway`."""
        try:
            self._connection.execute("BEGIN")
            try:
                self._connection.executemany("INSERT OR REPLACE INTO texts VALUES (?, ?)", texts)
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise TextAway(f"texts cannot be stored: {error}") from error

    def get(self, article_ids: Sequence[bytes]) -> dict[bytes, bytes]:
        """The texts of those articles of which there is one. Raises `TextAway`."""
        found: dict[bytes, bytes] = {}
        try:
            for article_id in article_ids:
                for (text,) in self._connection.execute("SELECT text FROM texts WHERE article_id = ?", (article_id,)):
                    found[article_id] = text
        except sqlite3.Error as error:
            raise TextAway(f"texts cannot be read: {error}") from error
        return found
