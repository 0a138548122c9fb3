"""What is kept of a text to compare it by: a hash of its words and a MinHash signature of its shingles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

import numpy as np
import numpy.typing as npt
from rensa import RMinHash

from babelwire_deduplication.shingles import Words, words_of

SCHEME: Final = 1
"""Raised when anything below, or the way words are found, changes what a text is reduced to."""

BANDS: Final = 32
ROWS: Final = 3
"""32 bands of 3 minima: two texts of Jaccard similarity s share a band with probability 1 - (1 - s^3)^32."""

SIGNATURE_BYTES: Final = BANDS * 4

MIN_WORDS: Final = 40
"""Shorter texts are compared whole, headline included, and only for equality."""

MIN_CHARACTERS: Final = 80
"""The same bound where a character counts as a word."""

_SEED: Final = 1
_ROW_BITS: Final = 10
_CHARACTERS_AT_ONCE: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class ComparedText:
    """A text reduced to what is compared.

    `signature` is one 32-bit integer per band, each the low ten bits of three minima, as little-endian bytes; empty for
    a short text. `text_hash` has 8 bytes; `shingles` counts them, repeated ones each time.
    """

    text_hash: bytes
    signature: bytes
    shingles: int


def reduce_texts(texts: Sequence[tuple[str, str | None, str]]) -> list[ComparedText]:
    """Reduces articles, given as (title, lead, body), to what is compared.

    The headline does not count, for outlets write their own over a text they take over, unless the text is short.
    """
    reduced: list[ComparedText] = []
    for part in _portions(texts):
        reduced.extend(_reduced(words_of([(title, f"{lead or ''}\n{body}") for title, lead, body in part])))
    return reduced


def _portions(texts: Sequence[tuple[str, str | None, str]]) -> Iterator[Sequence[tuple[str, str | None, str]]]:
    """Cuts a batch so that the arrays of one portion stay in the processor's cache."""
    begin = size = 0
    for index, (_title, _lead, body) in enumerate(texts):
        size += len(body)
        if size >= _CHARACTERS_AT_ONCE:
            yield texts[begin : index + 1]
            begin, size = index + 1, 0
    if begin < len(texts):
        yield texts[begin:]


def _reduced(portion: Sequence[Words]) -> list[ComparedText]:
    shingles = [words.shingles if _is_long(words) else words.shingles[:0] for words in portion]
    signatures = iter(_signatures([found for found in shingles if len(found)]))
    return [
        ComparedText(_text_hash(words), next(signatures).tobytes() if len(found) else b"", len(found))
        for words, found in zip(portion, shingles, strict=True)
    ]


def _is_long(words: Words) -> bool:
    return len(words) >= (MIN_CHARACTERS if words.unspaced else MIN_WORDS)


def _text_hash(words: Words) -> bytes:
    compared = words.hashes[words.rest :] if _is_long(words) else words.hashes
    return blake2b(compared.tobytes(), digest_size=8, salt=SCHEME.to_bytes(8, "little")).digest()


def _signatures(shingles: Sequence[npt.NDArray[np.uint64]]) -> npt.NDArray[np.uint32]:
    if not shingles:
        return np.empty((0, BANDS), dtype=np.uint32)
    offsets = np.cumsum([0, *(len(found) for found in shingles)], dtype=np.uint64)
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(np.concatenate(shingles), offsets, BANDS * ROWS, _SEED)
    minima = np.array(matrix.to_rows(), dtype=np.uint32).reshape(-1, BANDS, ROWS) & np.uint32((1 << _ROW_BITS) - 1)
    shifts = np.arange(ROWS, dtype=np.uint32) * np.uint32(_ROW_BITS)
    packed: npt.NDArray[np.uint32] = np.bitwise_or.reduce(minima << shifts, axis=2).astype("<u4")
    return packed
