"""Articles with vectors by hand, and texts whose structure a translation keeps."""

import hashlib
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import numpy as np

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_contracts.invariants import Invariants, Placed

MODEL = "made-by-hand"
START = datetime(2026, 3, 1, 12, 0, 1, tzinfo=UTC)


def digest(words: str) -> str:
    """32 hex digits of some words."""
    return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()


def vector(subject: str, noise: str = "", share: float = 0.3) -> bytes:
    """Texts on one subject lie near each other, with a share of noise of their own."""
    both = (np.random.default_rng(int(digest(words)[:8], 16)).normal(size=384) for words in (subject, noise))
    one, other = (each / np.linalg.norm(each) for each in both)
    mixed = one + share * other
    return bytes(np.rint(mixed / np.abs(mixed).max() * 127).astype(np.int8).tobytes())


def invariants(text: str, **said: Any) -> Invariants:
    """What would be the same in every translation of a text of this name."""
    chance = Random(text)
    lengths = [chance.randrange(60, 400) for _ in range(12)]
    numbers = sorted((chance.randrange(1000), str(chance.randrange(3, 3000))) for _ in range(8))
    fields: dict[str, Any] = {
        "numbers": [Placed(value, at) for at, value in numbers],
        "quotes": sorted(chance.sample(range(1000), 4)),
        "paragraphs": lengths,
        "sentences": lengths,
    }
    return Invariants(**(fields | said))


def article(
    name: str, text: str, language: str, hour: int | None = 0, *, subject: str | None = None, **said: Any
) -> EmbeddedArticle:
    """An article of a name, which tells a text in a language; `said` are further invariants."""
    at = START + timedelta(hours=hour or 0)
    return EmbeddedArticle(
        article_id=digest(name),
        capture_id=digest(f"capture {name}"),
        revision=name,
        content_hash=digest(text),
        text_hash=digest(f"{text} {language}"),
        title=name,
        text=text,
        language=language,
        publisher=f"{name}.example",
        published_at=None if hour is None else at,
        captured_at=at,
        invariants=invariants(text, **said),
        model=MODEL,
        vector=vector(subject or text, name),
    )
