"""Vectors as bytes, and what can be done with them."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from babelwire_vectors.errors import VectorIsNoVector
from babelwire_vectors.ports import Floats, Vector

_LARGEST: Final = 127


def unit(floats: Floats) -> Floats:
    """The same directions, (n, d), each of length 1; what has no direction stays as it is."""
    lengths = np.linalg.norm(floats, axis=1, keepdims=True)
    scaled: Floats = (floats / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return scaled


def as_vectors(floats: Floats) -> list[Vector]:
    """The directions, (n, d), as signed bytes, the largest number of each being 127 or -127.

    The scale is not kept, for the cosine does not need it.
    """
    largest = np.abs(floats).max(axis=1, keepdims=True)
    scaled = np.rint(floats * (_LARGEST / np.where(largest > 0, largest, 1))).astype(np.int8)
    return [row.tobytes() for row in scaled]


def as_floats(vectors: Sequence[Vector]) -> Floats:
    """Vectors, n of d bytes each, as numbers, (n, d), each row of length 1, so that a product of two is a cosine."""
    rows = np.frombuffer(b"".join(vectors), np.int8).reshape(len(vectors), -1 if vectors else 0)
    return unit(rows.astype(np.float32))


def cosine(a: Vector, b: Vector) -> float:
    """How alike two vectors of one model are, -1..1."""
    one, other = as_floats([a, b])
    return float(one @ other)


def check(vector: bytes, dimensions: int) -> Vector:
    """The vector itself. Raises `VectorIsNoVector` where it is of another length or has no direction."""
    if len(vector) != dimensions:
        raise VectorIsNoVector(f"a vector of {len(vector)} numbers, where the model has {dimensions}")
    if not any(vector):
        raise VectorIsNoVector("a vector of zeros")
    return vector
