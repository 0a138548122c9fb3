"""What is known of an article that may be a translation, or may have been translated."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_contracts.invariants import Invariants
from babelwire_text.language_tags import UNDETERMINED, without_variety

Floats = npt.NDArray[np.float32]

_UNPACKED = 2000
"""So many articles are kept ready to be compared, of some 10 KB each."""

_decoder = msgspec.msgpack.Decoder(Invariants)
_encoder = msgspec.msgpack.Encoder()


class Told(NamedTuple):
    """An article of one model: `language` without its variety, `packed` what does not change in translation.

    `out_at` orders articles where nothing else does: when it was published, at the end of that day where only the day
    is known, else when it was captured. `is_dated`: it says itself when it was published.
    """

    article_id: str
    revision: str
    language: str
    publisher: str | None
    out_at: datetime
    is_dated: bool
    vector: bytes
    model: str
    packed: bytes

    @property
    def invariants(self) -> Invariants:
        """What does not change in translation."""
        return _unpacked(self.packed)

    @property
    def floats(self) -> Floats:
        """The vector, of length 1."""
        return unit(self.vector)


@lru_cache(maxsize=_UNPACKED)
def _unpacked(packed: bytes) -> Invariants:
    return _decoder.decode(packed)


def told(article: EmbeddedArticle) -> Told:
    """What is kept of an article."""
    published = article.published_at
    if published is not None and published.time() == published.time().min:
        published += timedelta(days=1, microseconds=-1)
    return Told(
        article_id=article.article_id,
        revision=article.revision,
        language=without_variety(article.language or UNDETERMINED),
        publisher=article.publisher,
        out_at=published or article.captured_at,
        is_dated=published is not None,
        vector=article.vector,
        model=article.model,
        packed=_encoder.encode(article.invariants),
    )


def unit(vector: bytes) -> Floats:
    """A vector of signed bytes as numbers, of length 1."""
    floats: Floats = np.frombuffer(vector, dtype=np.int8).astype(np.float32)
    length = np.float32(np.linalg.norm(floats))
    of_length_one: Floats = floats / length if length else floats
    return of_length_one
