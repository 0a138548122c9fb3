"""The articles with their vectors, which are made once and kept among the machine's temporary files."""

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec
from tests.quality.translated.dataset import Text

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_vectors import Passage, VectorSettings, open_embedder

_FOLDER: Final = Path(tempfile.gettempdir()) / "babelwire-translated-vectors"
_AT_ONCE: Final = 16


def embedded(texts: Sequence[Text]) -> list[EmbeddedArticle]:
    """The articles as they come to the service. Raises `EmbedderIsUnfit` where the model is not set up."""
    embedder = open_embedder(VectorSettings())
    known = hashlib.blake2b("\0".join([embedder.model, *(each.beginning for each in texts)]).encode(), digest_size=8)
    path = _FOLDER / f"{known.hexdigest()}.msgpack"
    if not path.exists():
        vectors: list[bytes] = []
        for first in range(0, len(texts), _AT_ONCE):
            some = [Passage(each.beginning, each.language) for each in texts[first : first + _AT_ONCE]]
            vectors += [vector or b"" for vector in embedder.passages(some)]
        _FOLDER.mkdir(exist_ok=True)
        path.write_bytes(msgspec.msgpack.encode(vectors))
    kept = msgspec.msgpack.decode(path.read_bytes(), type=list[bytes])
    return [text.embedded(vector, embedder.model) for text, vector in zip(texts, kept, strict=True)]
