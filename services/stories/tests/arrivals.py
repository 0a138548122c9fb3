"""Articles with vectors made by hand: near to one of some directions, by a measured angle."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np

from babelwire_contracts.embeddings import EmbeddedArticle

DIMENSIONS = 16
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def vector(event: int, apart: float = 0.0, aside: int = DIMENSIONS - 1, model_numbers: int = DIMENSIONS) -> bytes:
    """Points to an event, turned by `apart` (radians) to another direction."""
    numbers = np.zeros(model_numbers)
    numbers[event] = math.cos(apart)
    numbers[aside] += math.sin(apart)
    return np.round(numbers * 127).astype(np.int8).tobytes()


def article(
    name: str,
    event: int,
    text: str = "",
    *,
    apart: float = 0.3,
    aside: int | None = None,
    hours: float = 0.0,
    language: str = "en",
    model: str = "by-hand-00000000",
    revision: int = 1,
    at: datetime = NOON,
) -> EmbeddedArticle:
    """An article of an event; two of one event lie `apart` from it to different sides, unless `aside` says to which."""
    identity = f"{sum(ord(letter) << 8 * place for place, letter in enumerate(name)):032x}"
    side = aside if aside is not None else DIMENSIONS // 2 + sum(map(ord, name)) % (DIMENSIONS // 2)
    text = text or f"{name}."
    return EmbeddedArticle(
        article_id=identity,
        capture_id=identity[::-1],
        revision=f"2026-03-02T12:00:00.00000{revision}Z-{identity[::-1]}",
        content_hash=f"{abs(hash_of(text)):032x}",
        text_hash=f"{abs(hash_of(text)):032x}",
        title=text[:60],
        text=text,
        language=language,
        publisher=f"{name}.example",
        published_at=at + timedelta(hours=hours),
        captured_at=at + timedelta(hours=hours),
        model=model,
        vector=vector(event, apart, side),
    )


def hash_of(text: str) -> int:
    """A number for a text."""
    return int.from_bytes(text.encode()[:12].ljust(12, b"\0"), "big") + len(text)
