"""Vectors by language, and which are nearest to one."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from babelwire_stories.translated.told import Floats

_FIRST_SIZE: Final = 64


class Near(NamedTuple):
    """An article and how near it is: the cosine."""

    article_id: str
    cosine: float


class _Row:
    """The vectors of one language, side by side."""

    def __init__(self, dimensions: int) -> None:
        self._vectors = np.zeros((_FIRST_SIZE, dimensions), dtype=np.float16)
        self._ids: list[str] = []
        self._places: dict[str, int] = {}

    def put(self, article_id: str, vector: Floats) -> None:
        place = self._places.get(article_id)
        if place is None:
            place = self._places[article_id] = len(self._ids)
            self._ids.append(article_id)
            if place == len(self._vectors):
                self._vectors = np.concatenate((self._vectors, np.zeros_like(self._vectors)))
        self._vectors[place] = vector

    def remove(self, article_id: str) -> None:
        """Takes an article away; the last one moves to its place."""
        place = self._places.pop(article_id, None)
        if place is None:
            return
        last = self._ids.pop()
        if last != article_id:
            self._vectors[place] = self._vectors[len(self._ids)]
            self._ids[place] = last
            self._places[last] = place

    def nearest(self, vector: Floats, count: int) -> list[Near]:
        cosines = self._vectors[: len(self._ids)].astype(np.float32) @ vector
        some = np.argpartition(-cosines, count - 1)[:count] if len(cosines) > count else np.arange(len(cosines))
        return [Near(self._ids[place], float(cosines[place])) for place in some[np.argsort(-cosines[some])].tolist()]


class Shelf:
    """The vectors of one model."""

    def __init__(self) -> None:
        self._rows: dict[str, _Row] = {}

    def put(self, article_id: str, language: str, vector: Floats) -> None:
        """Keeps the vector of an article, in place of the one before it in that language."""
        row = self._rows.get(language) or self._rows.setdefault(language, _Row(len(vector)))
        row.put(article_id, vector)

    def remove(self, article_id: str, language: str) -> None:
        """Forgets the vector of an article."""
        if language in self._rows:
            self._rows[language].remove(article_id)

    def nearest(self, vector: Floats, language: str, count: int) -> list[Near]:
        """The articles of a language that are nearest to a vector, so many at most, the nearest first."""
        row = self._rows.get(language)
        return [] if row is None else row.nearest(vector, count)

    def nearest_of_others(self, vector: Floats, language: str, count: int) -> Iterator[Near]:
        """The nearest articles of each other language, so many of each at most."""
        for other in list(self._rows):
            if other != language:
                yield from self.nearest(vector, other, count)
