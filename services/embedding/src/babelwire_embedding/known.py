"""The vectors that the articles of this instance have: not the vectors themselves, but where they stand."""

import sqlite3
from collections.abc import Collection
from typing import Final, NamedTuple

from babelwire_embedding.marks import Mark
from babelwire_messaging.handling import Position

_TABLE: Final = """
    CREATE TABLE known (
        article BLOB PRIMARY KEY, partition INTEGER, offset INTEGER, revision BLOB, made BLOB, told BLOB
    ) WITHOUT ROWID
"""
_LEARN: Final = """
    INSERT INTO known VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
        partition = excluded.partition, offset = excluded.offset,
        revision = excluded.revision, made = excluded.made, told = excluded.told
    WHERE excluded.revision >= known.revision
"""
_FIND: Final = "SELECT partition, offset, revision, made, told FROM known WHERE article = ?"


class Known(NamedTuple):
    """The newest vector of an article: its mark, and where its record stands in `articles.embedded`."""

    mark: Mark
    position: Position


class KnownVectors:
    """A table in memory, for its rows take a third of what a dict of objects does."""

    def __init__(self, topic: str) -> None:
        self._topic = topic
        self._rows = sqlite3.connect(":memory:", isolation_level=None)
        # What could roll back a change is of no use to a table that is rebuilt at every start.
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute(_TABLE)

    def __len__(self) -> int:
        (count,) = self._rows.execute("SELECT count(*) FROM known").fetchone()
        return int(count)

    @property
    def size(self) -> int:
        """The bytes that the table takes."""
        (pages,), (page,) = (self._rows.execute(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
        return int(pages * page)

    def learn(self, article_id: str, mark: Mark, position: Position) -> None:
        """Remembers a record of the topic; one of an older revision than is known changes nothing."""
        row = (bytes.fromhex(article_id), position.partition, position.offset, *mark)
        self._rows.execute(_LEARN, row)

    def forget(self, article_id: str) -> None:
        """Forgets an article, known or not."""
        self._rows.execute("DELETE FROM known WHERE article = ?", (bytes.fromhex(article_id),))

    def forget_partitions(self, numbers: Collection[int]) -> None:
        """Forgets all articles of some partitions."""
        self._rows.executemany("DELETE FROM known WHERE partition = ?", [(number,) for number in numbers])

    def find(self, article_id: str) -> Known | None:
        """What is known of an article."""
        row = self._rows.execute(_FIND, (bytes.fromhex(article_id),)).fetchone()
        if row is None:
            return None
        partition, offset, *mark = row
        return Known(Mark(*mark), Position(self._topic, partition, offset))
