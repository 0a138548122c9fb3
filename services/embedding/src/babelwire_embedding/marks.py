"""How two states of an article's vector are told apart, in a few bytes each."""

import hashlib
from datetime import datetime
from typing import Final, NamedTuple

import msgspec

from babelwire_contracts.codec import encode
from babelwire_contracts.embeddings import EmbeddedArticle, EmbeddingTask
from babelwire_contracts.identity import revision as revision_of
from babelwire_embedding.errors import RevisionMalformed
from babelwire_embedding.tasks import embedded

_BYTES: Final = 8
_ORDER_BYTES: Final = 16
_EPOCH: Final = datetime.fromisoformat("0001-01-01T00:00:00+00:00")
_MICROSECOND: Final = datetime.resolution
_SHOWN: Final = 80


class Mark(NamedTuple):
    """What is to be remembered of an article with a vector.

    `revision` orders as the revision does, by 16 bytes. `made` stands for what the vector is made from and by: text,
    language and model. `told` stands for all that is told of the article beside the vector.
    """

    revision: bytes
    made: bytes
    told: bytes


def mark_of_task(task: EmbeddingTask, model: str) -> Mark:
    """The mark of the vector that a task asks for, made by a model. Raises `RevisionMalformed`."""
    return mark_of(embedded(task, model, b""))


def mark_of(article: EmbeddedArticle) -> Mark:
    """The mark of a vector. Raises `RevisionMalformed`."""
    made = hashlib.blake2b(digest_size=_BYTES)
    for part in (article.text_hash, article.language, article.model):
        made.update(part.encode() + b"\0")
    told = hashlib.blake2b(encode(msgspec.structs.replace(article, vector=b"")), digest_size=_BYTES)
    return Mark(_order(article.revision), made.digest(), told.digest())


def _order(revision: str) -> bytes:
    """16 bytes that order as revisions do: when the capture was taken, then the first half of its id."""
    moment, _, capture = revision.rpartition("-")
    try:
        at = datetime.fromisoformat(moment)
        order = ((at - _EPOCH) // _MICROSECOND).to_bytes(8, "big") + bytes.fromhex(capture)[:8]
        is_one = revision_of(at, capture) == revision and len(order) == _ORDER_BYTES
    except (ValueError, TypeError) as error:
        raise RevisionMalformed(f"{revision[:_SHOWN]!r}: {error}") from error
    if not is_one:
        raise RevisionMalformed(f"{revision[:_SHOWN]!r} is not as revisions are written")
    return order
