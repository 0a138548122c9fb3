"""From a message to what is remembered of its article, and back."""

from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_contracts.sections import TextVersion
from babelwire_contracts.stories import StoryMember
from babelwire_stories.errors import TimeHasNoZone, VectorIsNoVector
from babelwire_stories.rows import Kept, Rows, Vectors
from babelwire_stories.traits import SCHEME, Traits

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def kept_of(article: EmbeddedArticle | StoryMember, model: int, traits: Traits, scheme: int = SCHEME) -> Kept:
    """What is kept of an article; `model` is the number of its vector's model. Raises `TimeHasNoZone`."""
    return Kept(
        article_id=bytes.fromhex(article.article_id),
        capture_id=bytes.fromhex(article.capture_id),
        revision=article.revision,
        content_hash=bytes.fromhex(article.content_hash),
        text_hash=bytes.fromhex(article.text_hash),
        language=article.language,
        publisher=article.publisher,
        published_at=None if article.published_at is None else _microseconds(article.published_at),
        captured_at=_microseconds(article.captured_at),
        model=model,
        scheme=scheme,
        names=traits.names.astype("<u4").tobytes(),
        numbers=traits.numbers.astype("<u4").tobytes(),
        years=traits.years.astype("<u4").tobytes(),
    )


def vector_of(article: EmbeddedArticle | StoryMember) -> Vectors:
    """The numbers of a vector. Raises `VectorIsNoVector` where they say nothing."""
    vector = np.frombuffer(article.vector, dtype=np.int8)
    if not vector.any():
        raise VectorIsNoVector(f"the vector of {article.article_id} has nothing but zeros")
    return vector


def member_of(rows: Rows, slot: int, model: str, dimensions: int) -> StoryMember:
    """An article as it is remembered, with the story that it is in."""
    kept = rows.kept(slot)
    return StoryMember(
        article_id=kept.article_id.hex(),
        capture_id=kept.capture_id.hex(),
        revision=kept.revision,
        content_hash=kept.content_hash.hex(),
        text_hash=kept.text_hash.hex(),
        language=kept.language,
        publisher=kept.publisher,
        published_at=None if kept.published_at is None else _moment(kept.published_at),
        captured_at=_moment(kept.captured_at),
        model=model,
        vector=rows.vectors[slot, :dimensions].tobytes(),
        scheme=kept.scheme,
        names=kept.names,
        numbers=kept.numbers,
        years=kept.years,
        number=int(rows.number[slot]),
        story_id=rows.story[slot].hex(),
        version=version_of(rows, slot, kept),
    )


def version_of(rows: Rows, slot: int, kept: Kept) -> TextVersion:
    """The version of the section that names an article's story."""
    return TextVersion(
        content_hash=kept.content_hash.hex(),
        generation=int(rows.generation[slot]),
        n=int(rows.n[slot]),
        revision=kept.revision,
    )


def _microseconds(moment: datetime) -> int:
    if moment.tzinfo is None:
        raise TimeHasNoZone(f"{moment.isoformat()} names no time zone")
    return (moment - _EPOCH) // _MICROSECOND


def _moment(microseconds: int) -> datetime:
    return _EPOCH + microseconds * _MICROSECOND
