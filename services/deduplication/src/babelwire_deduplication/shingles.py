"""From texts to the hashes of their words and of runs of words, many texts at a time."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_deduplication.text_folding import UNSETTLED, UNSPACED, folding_table

Hashes = npt.NDArray[np.uint64]

WORD_SHINGLE: Final = 2
"""Words to a shingle in scripts that put spaces between words. Where one word in five is changed, two texts still share
half their pairs of words, but a third of their triples."""

CHARACTER_SHINGLE: Final = 5
"""Characters to a shingle in scripts that do not: two words of Chinese, about one of Thai."""

MAX_CHARACTERS: Final = 400_000
"""Characters of a text that are looked at. The longest news texts have a tenth of that."""

_SEPARATOR: Final = "\n"
_BASE: Final = 0x9E3779B97F4A7C15
_STEP: Final = np.uint64(0xD6E8FEB86659FD93)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, as hashes, and its shingles.

    The words of its heading come first, the rest from `rest` on; shingles are those of the rest. `unspaced` says that
    most of its words are single characters.
    """

    hashes: Hashes
    rest: int
    shingles: Hashes
    unspaced: bool

    def __len__(self) -> int:
        """Words after the heading."""
        return len(self.hashes) - self.rest


def words_of(texts: Sequence[tuple[str, str]]) -> list[Words]:
    """The words of texts given as (heading, rest). A character of a script without spaces is a word of its own."""
    folded, bounds = _folded([part[:MAX_CHARACTERS] for text in texts for part in text])
    starts, hashes = _words(folded)
    edges = np.searchsorted(starts, bounds)
    lone = np.zeros(len(starts) + 1, dtype=np.intp)
    np.cumsum(folded[starts] >= UNSPACED, out=lone[1:])
    shingles = _runs(hashes, WORD_SHINGLE)
    unspaced_shingles = _runs(hashes, CHARACTER_SHINGLE) if lone[-1] else shingles
    found = []
    at, lone_before = edges.tolist(), lone[edges].tolist()
    for heading in range(0, 2 * len(texts), 2):
        begin, rest, end = at[heading : heading + 3]
        unspaced = 2 * (lone_before[heading + 2] - lone_before[heading + 1]) > end - rest
        if unspaced:
            own = unspaced_shingles[rest : max(rest, end - CHARACTER_SHINGLE + 1)]
        else:
            own = shingles[rest : max(rest, end - WORD_SHINGLE + 1)]
        found.append(Words(hashes[begin:end], rest - begin, own, unspaced))
    return found


def _folded(parts: list[str]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.intp]]:
    """The folded characters of parts in form NFKC, a separator after each; and where each begins, the end included.

    Parts are normalised only where that can change their words, for it takes longer than all else here.
    """
    folded, bounds = _looked_up(parts), _bounds(parts)
    unsettled = np.flatnonzero(folded & np.uint32(UNSETTLED))
    if not len(unsettled):
        return folded, bounds
    pieces, at = [], 0
    for index in np.unique(np.searchsorted(bounds, unsettled, side="right") - 1).tolist():
        parts[index] = unicodedata.normalize("NFKC", parts[index])
        pieces += [folded[at : bounds[index]], _looked_up([parts[index]])]
        at = bounds[index + 1]
    settled = np.concatenate([*pieces, folded[at:]])
    settled &= np.uint32(~UNSETTLED & 0xFFFFFFFF)
    return settled, _bounds(parts)


def _looked_up(parts: list[str]) -> npt.NDArray[np.uint32]:
    text = _SEPARATOR.join(parts) + _SEPARATOR
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return folding_table().take(codes, mode="clip")


def _bounds(parts: list[str]) -> npt.NDArray[np.intp]:
    return np.array([0, *accumulate(len(part) + len(_SEPARATOR) for part in parts)])


def _words(folded: npt.NDArray[np.uint32]) -> tuple[npt.NDArray[np.intp], Hashes]:
    """Where each word starts, and a polynomial hash of its characters.

    The hash is the difference of two prefix sums, shifted back to where the word starts (Karp and Rabin 1987, modulo
    2^64); what separates words counts as zero, so a word may as well end where the next starts.
    """
    in_word = folded != 0
    begins = in_word.copy()
    begins[1:] &= ~in_word[:-1]
    alone = folded >= UNSPACED
    if alone.any():
        begins |= alone
        begins[1:] |= in_word[1:] & alone[:-1]
    starts = np.flatnonzero(begins)
    powers, inverses = _powers(1 << (len(folded) - 1).bit_length())
    sums = np.zeros(len(folded) + 1, dtype=np.uint64)
    np.cumsum(powers[: len(folded)] * folded, out=sums[1:])
    hashes = np.empty(len(starts), dtype=np.uint64)
    hashes[:-1] = sums[starts[1:]]
    hashes[-1:] = sums[-1]
    hashes -= sums[starts]
    hashes *= inverses[starts]
    return starts, _mixed(hashes)


@cache
def _powers(count: int) -> tuple[Hashes, Hashes]:
    """The powers of an odd base modulo 2^64, and of its inverse."""
    return tuple(  # type: ignore[return-value]
        np.multiply.accumulate(np.array([1] + [base] * (count - 1), dtype=np.uint64))
        for base in (_BASE, pow(_BASE, -1, 1 << 64))
    )


def _runs(words: Hashes, size: int) -> Hashes:
    """The hash of each run of `size` words, by its first word."""
    last = max(0, len(words) - size + 1)
    run = words[:last].copy()
    for offset in range(1, size):
        run *= _STEP
        run += words[offset : offset + last]
    return _mixed(run)


def _mixed(hashes: Hashes) -> Hashes:
    """The finaliser of SplitMix64 (Steele, Lea, Flood 2014), in place: every bit of the input moves every bit."""
    hashes ^= hashes >> np.uint64(30)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    hashes ^= hashes >> np.uint64(27)
    hashes *= np.uint64(0x94D049BB133111EB)
    hashes ^= hashes >> np.uint64(31)
    return hashes
