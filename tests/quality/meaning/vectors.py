"""Vectors of the texts, made once by the model and kept under `build/` for the next run."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from tests.quality.meaning.corpus import Document

from babelwire_vectors import Embedder, Passage

KEPT: Final = Path(__file__).parents[3] / "build" / "quality-vectors"
_AT_ONCE: Final = 64


class KeptVectors:
    """The vectors of one model, by text and language."""

    def __init__(self, embedder: Embedder, folder: Path = KEPT) -> None:
        self._embedder = embedder
        self._file = folder / f"{embedder.model}.bin"
        self._size = 16 + embedder.dimensions
        folder.mkdir(parents=True, exist_ok=True)
        rows = self._file.read_bytes() if self._file.exists() else b""
        self._vectors = {
            rows[at : at + 16]: rows[at + 16 : at + self._size]
            for at in range(0, len(rows) // self._size * self._size, self._size)
        }

    def documents(self, documents: Sequence[Document]) -> list[bytes]:
        """A vector for each document."""
        keys = [_key("passage", document.language, document.text) for document in documents]
        missing = [place for place, key in enumerate(keys) if key not in self._vectors]
        for start in range(0, len(missing), _AT_ONCE):
            places = missing[start : start + _AT_ONCE]
            made = self._embedder.passages(
                [Passage(documents[place].text, documents[place].language) for place in places]
            )
            self._keep((keys[place], vector) for place, vector in zip(places, made, strict=True))
        return [self._vectors[key] for key in keys]

    def query(self, text: str, language: str | None) -> bytes:
        """The vector of a query; of zeros where there is nothing in it."""
        key = _key("query", language or "", text)
        if key not in self._vectors:
            self._keep([(key, self._embedder.query(text, language))])
        return self._vectors[key]

    def _keep(self, made: Iterable[tuple[bytes, bytes | None]]) -> None:
        with self._file.open("ab") as file:
            for key, vector in made:
                self._vectors[key] = vector or bytes(self._embedder.dimensions)
                file.write(key + self._vectors[key])


def _key(*parts: str) -> bytes:
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).digest()
