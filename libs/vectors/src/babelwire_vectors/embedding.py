"""Vectors that lie by what texts say and not by their language."""

from collections.abc import Sequence

from babelwire_vectors.centring import Centring
from babelwire_vectors.ports import Engine, Kind, Passage, Vector
from babelwire_vectors.texts import beginning
from babelwire_vectors.vectors import as_vectors


class CentredEmbedder:
    """A model of which what comes from the language is taken off: an `Embedder`."""

    def __init__(self, engine: Engine, centring: Centring) -> None:
        self._engine = engine
        self._centring = centring

    @property
    def model(self) -> str:
        return self._centring.model

    @property
    def dimensions(self) -> int:
        return self._centring.dimensions

    def passages(self, texts: Sequence[Passage]) -> list[Vector | None]:
        return self._vectors([passage.text for passage in texts], Kind.PASSAGE)

    def query(self, text: str, language: str | None) -> Vector | None:  # as the port has it
        return self._vectors([text], Kind.QUERY)[0]

    def _vectors(self, texts: Sequence[str], kind: Kind) -> list[Vector | None]:
        found: list[Vector | None] = [None] * len(texts)
        kept = [(number, begun) for number, text in enumerate(texts) if (begun := beginning(text)) is not None]
        if not kept:
            return found
        raw = self._engine.embed([text for _, text in kept], kind)
        for (number, _), vector in zip(kept, as_vectors(self._centring.centred(raw, kind)), strict=True):
            found[number] = vector
        return found
