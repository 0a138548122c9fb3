"""The articles with their vectors, which are made once and kept among the machine's temporary files."""

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec
from tests.quality.stories.dataset import Article

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_vectors import Passage, VectorSettings, open_embedder

_FOLDER: Final = Path(tempfile.gettempdir()) / "babelwire-story-vectors"
_AT_ONCE: Final = 16


def embedded(articles: Sequence[Article]) -> list[EmbeddedArticle]:
    """The articles as they come to the service. Raises `EmbedderIsUnfit` where the model is not set up."""
    embedder = open_embedder(VectorSettings())
    known = hashlib.blake2b("\0".join([embedder.model, *(each.text for each in articles)]).encode(), digest_size=8)
    path = _FOLDER / f"{known.hexdigest()}.msgpack"
    if not path.exists():
        vectors: list[bytes] = []
        for first in range(0, len(articles), _AT_ONCE):
            some = [Passage(each.text, each.language) for each in articles[first : first + _AT_ONCE]]
            vectors += [vector or b"" for vector in embedder.passages(some)]
        _FOLDER.mkdir(exist_ok=True)
        path.write_bytes(msgspec.msgpack.encode(vectors))
    kept = msgspec.msgpack.decode(path.read_bytes(), type=list[bytes])
    return [article.embedded(vector, embedder.model) for article, vector in zip(articles, kept, strict=True)]
