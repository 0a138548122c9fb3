"""Families of near copies: texts that are one template with something of their own, as signatures."""

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import numpy as np
from babelwire_deduplication.signatures import BANDS, ROWS, ComparedText

from babelwire_contracts import identity
from babelwire_deduplication.observations import Observation

START = datetime(2026, 3, 1, tzinfo=UTC)
_SHINGLES = 150
_VALUES = 1024


def family(count: int, share: float, seed: int = 1) -> list[ComparedText]:
    """Texts of which each minimum is the template's with this probability; two share about its square of all."""
    chance = np.random.default_rng(seed)
    template = chance.integers(0, _VALUES, (BANDS, ROWS), dtype=np.uint32)
    texts = []
    for _ in range(count):
        kept = chance.random((BANDS, ROWS)) < share
        minima = np.where(kept, template, chance.integers(0, _VALUES, (BANDS, ROWS), dtype=np.uint32))
        packed = np.bitwise_or.reduce(minima << np.array([0, 10, 20], dtype=np.uint32), axis=1).astype("<u4")
        texts.append(ComparedText(chance.bytes(8), packed.tobytes(), _SHINGLES))
    return texts


def revision(article: int, minute: int, text: ComparedText) -> Observation:
    """A revision of an article, captured at a minute."""
    captured_at = START + timedelta(minutes=minute)
    capture_id = identity.capture_id(str(article), text.text_hash, captured_at)
    return Observation(
        article_id=bytes.fromhex(identity.article_id(f"https://example.org/{article}")),
        capture_id=bytes.fromhex(capture_id),
        content_hash=bytes.fromhex(identity.content_hash("", None, text.text_hash.hex())),
        revision=identity.revision(captured_at, capture_id),
        content_generation=1,
        captured_at=captured_at,
        published_by=None,
        text=text,
        partition=0,
    )


def portions(seen: Iterable[Observation], chance: random.Random, most: int) -> Iterable[list[Observation]]:
    """Batches of random sizes."""
    waiting = list(seen)
    while waiting:
        size = chance.randint(1, most)
        yield waiting[:size]
        waiting = waiting[size:]
