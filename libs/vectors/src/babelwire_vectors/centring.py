"""Vectors that lie by what texts say and not by their language."""

from collections.abc import Sequence

import numpy as np

from babelwire_text.language_tags import UNDETERMINED
from babelwire_vectors.means import Means
from babelwire_vectors.ports import Engine, Floats, Kind, Passage, Vector
from babelwire_vectors.texts import beginning
from babelwire_vectors.vectors import as_vectors, unit


class CentredEmbedder:
    """A model with each language's mean taken off: an `Embedder`."""

    def __init__(self, engine: Engine, means: Means) -> None:
        self._engine = engine
        self._means = means

    @property
    def model(self) -> str:
        return self._means.model

    @property
    def dimensions(self) -> int:
        return self._means.dimensions

    def passages(self, texts: Sequence[Passage]) -> list[Vector | None]:
        return self._vectors([(passage.text, passage.language) for passage in texts], Kind.PASSAGE)

    def query(self, text: str, language: str | None) -> Vector | None:
        return self._vectors([(text, language or UNDETERMINED)], Kind.QUERY)[0]

    def _vectors(self, texts: Sequence[tuple[str, str]], kind: Kind) -> list[Vector | None]:
        found: list[Vector | None] = [None] * len(texts)
        kept = [(number, begun, language) for number, (text, language) in enumerate(texts) if (begun := beginning(text))]
        if not kept:
            return found
        raw = self._engine.embed([text for _, text, _ in kept], kind)
        means: Floats = np.concatenate([self._means.kinds[kind].mean(language) for _, _, language in kept])
        for (number, _, _), vector in zip(kept, as_vectors(unit(raw - means)), strict=True):
            found[number] = vector
        return found
