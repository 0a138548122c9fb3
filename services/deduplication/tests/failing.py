"""A disk that fails now and then."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from babelwire_deduplication.errors import TextAway
from babelwire_deduplication.ports import TextStore


@dataclass
class Failing:
    """A `TextStore` of which so many calls in a hundred fail by chance, reading and writing alike, and one for sure."""

    store: TextStore
    chance: random.Random
    percent: int
    fails_at: int = -1
    calls: int = 0

    def put(self, texts: Sequence[tuple[bytes, bytes]]) -> None:
        self._call()
        self.store.put(texts)

    def get(self, article_ids: Sequence[bytes]) -> dict[bytes, bytes]:
        self._call()
        return self.store.get(article_ids)

    def _call(self) -> None:
        self.calls += 1
        if self.calls == self.fails_at or self.chance.randrange(100) < self.percent:
            raise TextAway("the disk is gone")
