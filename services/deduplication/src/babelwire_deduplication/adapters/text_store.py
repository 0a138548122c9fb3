"""Texts in a database file beside the service, which the fingerprints can write anew."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from babelwire_deduplication.errors import TextAway

_AT_ONCE: Final = 500
"""Ids to a query, below what SQLite takes as parameters."""

_CACHE_KIB: Final = 8192


class SqliteTextStore:
    """A `TextStore` in one SQLite file, begun anew whenever the service starts: all texts come with the fingerprints.

    Pages that are read often stay in the system's cache, which is nobody's memory.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        for left in (path, path.with_name(f"{path.name}-journal")):
            left.unlink(missing_ok=True)
        # Used by one thread at a time, though not always the same.
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = MEMORY")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._connection.execute("CREATE TABLE texts (article_id BLOB PRIMARY KEY, text BLOB NOT NULL) WITHOUT ROWID")

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
            for begin in range(0, len(article_ids), _AT_ONCE):
                some = article_ids[begin : begin + _AT_ONCE]
                marks = ", ".join("?" * len(some))
                with closing(
                    self._connection.execute(f"SELECT article_id, text FROM texts WHERE article_id IN ({marks})", some)
                ) as rows:
                    found.update(rows)
        except sqlite3.Error as error:
            raise TextAway(f"texts cannot be read: {error}") from error
        return found

    def close(self) -> None:
        """Closes the file; nothing can be read after."""
        self._connection.close()
