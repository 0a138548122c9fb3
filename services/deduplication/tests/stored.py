"""What an instance remembers, in memory."""

from collections.abc import Sequence

from babelwire_deduplication.ports import Change, Saved


class Stored:
    """A `StateStore` that is gone with the test."""

    def __init__(self) -> None:
        self.rows: dict[bytes, bytes] = {}
        self.kept: dict[bytes, bytes] = {}
        self.last: Change | None = None

    def texts(self, article_ids: Sequence[bytes]) -> dict[bytes, bytes]:
        return {one: self.kept[one] for one in article_ids if one in self.kept}

    def save(self, change: Change) -> None:
        for article_id in change.gone:
            self.rows.pop(article_id, None)
            self.kept.pop(article_id, None)
        self.rows.update(change.rows)
        self.kept.update(change.texts)
        self.last = change

    def saved(self) -> Saved | None:
        if self.last is None:
            return None
        rows = list(self.rows.items())
        chunks = (rows[begin : begin + 3] for begin in range(0, len(rows), 3))
        return Saved(dict(self.last.positions), frozenset(self.last.held), len(rows), iter(list(chunks)))
