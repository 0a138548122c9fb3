"""A disk that fails now and then."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from babelwire_deduplication.errors import TextAway
from babelwire_deduplication.ports import Change, Saved, StateStore


@dataclass
class Failing:
    """A `StateStore` of which so many calls in a hundred fail by chance, of all sorts, and one for sure."""

    store: StateStore
    chance: random.Random
    percent: int
    fails_at: int = -1
    calls: int = 0

    def texts(self, article_ids: Sequence[bytes]) -> dict[bytes, bytes]:
        self._call()
        return self.store.texts(article_ids)

    def save(self, change: Change) -> None:
        self._call()
        self.store.save(change)

    def saved(self) -> Saved | None:
        self._call()
        return self.store.saved()

    def _call(self) -> None:
        self.calls += 1
        if self.calls == self.fails_at or self.chance.randrange(100) < self.percent:
            raise TextAway("the disk is gone")
