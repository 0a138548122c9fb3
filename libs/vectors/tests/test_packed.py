"""The format of packed weights, by a file of a few numbers."""

import struct
from pathlib import Path

import numpy as np
import pytest

from babelwire_vectors.errors import WeightsAreOfAnotherFormat
from babelwire_vectors.weights.packed import read

PIECES = [("<s>", 0.0), ("▁a", -1.5), ("雨", -2.5)]
BLOCKS = [(0.5, bytes(range(16))), (2.0, bytes([0xF8] * 16))]


def packed(block: int = 32) -> bytes:
    blob = "".join(piece for piece, _ in PIECES).encode()
    edges = np.cumsum([0, *(len(piece.encode()) for piece, _ in PIECES)])
    replaced = struct.pack("<IBII", 0xFB01, 2, ord("f"), ord("i")) + struct.pack("<IB", 0x7, 0)
    head = b"".join(
        [
            struct.pack("<4sI7ifi", b"E5S1", 1, 384, 12, 12, 1536, 3, 512, 2, 1e-12, block),
            struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob)),
            struct.pack("<4I3f", *edges, *(score for _, score in PIECES)),
            blob,
            struct.pack("<iI", 2, len(replaced)),
            replaced,
            struct.pack("<i", 2),
        ]
    )
    names = [(b"emb.ln.w", 0, 2, 8), (b"l0.q.w", 1, 64, 36)]
    at = len(head) + sum(2 + len(name) + 1 + 4 + 8 + 8 for name, *_ in names)
    entries = b""
    for name, kind, count, size in names:
        entries += struct.pack("<H", len(name)) + name + struct.pack("<BIQQ", kind, count, at, size)
        at += size
    tensors = struct.pack("<2f", 1.5, -2) + b"".join(struct.pack("<e", scale) + bits for scale, bits in BLOCKS)
    return head + entries + tensors


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "weights.bin"


def test_a_file_is_read_whole(file: Path) -> None:
    file.write_bytes(packed())
    encoder = read(file)
    assert (encoder.shape.width, encoder.shape.positions, encoder.shape.token_types) == (384, 512, 2)
    assert encoder.pieces.pieces == PIECES
    assert (encoder.pieces.begin, encoder.pieces.end, encoder.pieces.padding, encoder.pieces.unknown) == (0, 2, 1, 3)
    assert encoder.pieces.replacements == {0xFB01: "fi", 0x7: ""}
    assert list(encoder.tensors["emb.ln.w"]) == [1.5, -2]


def test_four_bits_are_numbers_about_zero_times_their_blocks_scale(file: Path) -> None:
    file.write_bytes(packed())
    first, second = read(file).matrix("l0.q.w", 2)
    assert list(first) == [(value - 8) * 0.5 for value in range(16)] + [-4.0] * 16
    assert list(second) == [0.0] * 16 + [14.0] * 16


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"GGUF" + packed()[4:], "does not begin with E5S1"),
        (packed()[:90], "cannot be read to its end"),
        (packed()[:-1], "cannot be read to its end"),
        (packed(block=64), "blocks of 64 numbers, not of 32"),
    ],
    ids=["another magic", "cut in its pieces", "cut in its tensors", "other blocks"],
)
def test_another_format_is_refused(file: Path, content: bytes, said: str) -> None:
    file.write_bytes(content)
    with pytest.raises(WeightsAreOfAnotherFormat, match=said):
        read(file)
