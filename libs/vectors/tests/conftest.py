"""Models of a few numbers, whose vectors can be told beforehand."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from babelwire_vectors.centring import OfKind, dump
from babelwire_vectors.identity import answers
from babelwire_vectors.ports import Engine, Floats, Kind
from babelwire_vectors.vectors import unit

DIMENSIONS = 16


class HashEngine:
    """Each text has a direction of its own, which is the same at all times; `seed` is another model."""

    def __init__(self, seed: str = "", noise: float = 0) -> None:
        self._seed = seed
        self._noise = noise
        self.asked: list[tuple[list[str], Kind]] = []

    @property
    def dimensions(self) -> int:
        return DIMENSIONS

    def embed(self, texts: Sequence[str], kind: Kind) -> Floats:
        self.asked.append((list(texts), kind))
        return unit(np.array([self._numbers(f"{self._seed}{kind}: {text}") for text in texts], np.float32))

    def _numbers(self, text: str) -> Floats:
        generator = np.random.default_rng(int(hashlib.sha256(text.encode()).hexdigest()[:8], 16))
        numbers = unit(generator.normal(size=(1, DIMENSIONS)).astype(np.float32))[0]
        moved: Floats = numbers + np.float32(self._noise) * generator.choice([-1, 1], DIMENSIONS).astype(np.float32)
        return moved


def row(*numbers: float) -> Floats:
    """One vector, with zeros behind the numbers given."""
    return np.array([[*numbers, *[0.0] * (DIMENSIONS - len(numbers))]], np.float32)


def write_centring(file: Path, engine: Engine, directions: Floats, common: Floats) -> Path:
    probes = answers(engine)
    file.write_bytes(dump("hash", "a test", directions, {kind: OfKind(probes[kind], common) for kind in Kind}))
    return file


@pytest.fixture
def centring_file(tmp_path: Path) -> Path:
    """Of the model without a seed."""
    return write_centring(tmp_path / "centring.json", HashEngine(), row(1), row(0, 0.25))
