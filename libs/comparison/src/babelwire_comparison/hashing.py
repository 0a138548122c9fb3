"""Hashes of words and of runs of letters, many at a time."""

from functools import cache
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

T = TypeVar("T", np.uint32, np.uint64)

Hashes = npt.NDArray[np.uint32]
Wide = npt.NDArray[np.uint64]

_BASE: Final = 0x9E3779B97F4A7C15
_POWERS_OF_TWO: Final = np.array([1 << bit for bit in range(49, 64)], dtype=np.uint64)


def prefix_sums(folded: npt.NDArray[np.uint32]) -> tuple[Wide, Wide]:
    """Sums of a polynomial over the characters before each, by which any stretch of them is hashed in two steps.

    The hash is the difference of two prefix sums, shifted back to where the stretch starts (Karp and Rabin 1987, modulo
    2^64); what separates words counts as zero, so a word may as well end where the next starts.
    """
    powers, inverses = _powers(1 << max(len(folded), 1).bit_length())
    sums = np.zeros(len(folded) + 1, dtype=np.uint64)
    np.cumsum(powers[: len(folded)] * folded, out=sums[1:])
    return sums, inverses


def encoded(hashes: Wide) -> Hashes:
    """Hashes as 32 bits in the same order: how many zeros they begin with, up to 15, and the 28 bits after the one.

    The smallest of thousands all begin with zeros, so that their first 32 bits would tell few of them apart.
    """
    length = np.searchsorted(_POWERS_OF_TWO, hashes, side="right").astype(np.uint64)
    after = np.where(length > 0, (hashes << (np.uint64(16) - length)) >> np.uint64(36), hashes >> np.uint64(21))
    codes: Hashes = ((length << np.uint64(28)) | after).astype(np.uint32)
    return codes


@cache
def _powers(count: int) -> tuple[Wide, Wide]:
    """The powers of an odd base modulo 2^64, and of its inverse."""
    return tuple(  # type: ignore[return-value]
        np.multiply.accumulate(np.array([1] + [base] * (count - 1), dtype=np.uint64))
        for base in (_BASE, pow(_BASE, -1, 1 << 64))
    )


def mixed(hashes: Wide) -> Wide:
    """SplitMix64's finaliser (Steele, Lea, Flood 2014), in place: every bit of the input moves every bit."""
    hashes ^= hashes >> np.uint64(30)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    hashes ^= hashes >> np.uint64(27)
    hashes *= np.uint64(0x94D049BB133111EB)
    hashes ^= hashes >> np.uint64(31)
    return hashes


def upper(hashes: Wide) -> Hashes:
    return (hashes >> np.uint64(32)).astype(np.uint32)


def distinct(hashes: npt.NDArray[T]) -> npt.NDArray[T]:
    """In order, each once; `np.unique` takes several times as long for so few."""
    ordered = np.sort(hashes)
    first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    once: npt.NDArray[T] = ordered[first]
    return once
