"""From texts to what is compared of them: hashes of words, signs of facts, and runs of letters; many at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import accumulate
from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_comparison.folding import (
    DIGIT,
    ENDS_SENTENCE,
    UNSETTLED,
    UNSPACED,
    UPPER,
    folding_table,
    settled,
    signs_table,
)
from babelwire_comparison.hashing import Hashes, Wide, distinct, encoded, mixed, prefix_sums, upper

SCHEME: Final = 2
"""Raised when anything here changes what a text is reduced to."""

RUN: Final = 9
"""Letters to a run, about two words; a run is whole with one letter in ten misread in two of five cases."""

UNSPACED_RUN: Final = 5
"""Letters to a run in scripts without spaces: two words of Chinese, about one of Thai."""

MIN_WORDS: Final = 40
"""Shorter texts are compared whole, headline included, and only for equality."""

MIN_CHARACTERS: Final = 80
"""The same bound where a character counts as a word."""

SKETCH: Final = 20
"""Runs of letters that a sketch keeps: those of the smallest hashes (bottom-k, Cohen and Kaplan 2007)."""

MAX_CHARACTERS: Final = 400_000
"""Characters of a text that are looked at. The longest news texts have a tenth of that."""

_CHARACTERS_AT_ONCE: Final = 1 << 16
_SEPARATOR: Final = "\n"
_NO_HASHES: Final = np.empty(0, dtype=np.uint32)


@dataclass(frozen=True)
class Reduced:
    """A text as it is compared.

    `words` are hashes in order, `kinds` says of each whether it is a number (`DIGIT`), has a capital where no sentence
    begins (`UPPER`), or neither, `begins` how many letters stand before it. `runs` are hashes of runs of letters, in
    order; `sketch` are up to `SKETCH` distinct ones, those of the smallest hashes, in order and `encoded`. A short text
    has neither. `text_hash` is 8 bytes, blind to case, punctuation, white space and form.
    """

    text_hash: bytes
    words: Hashes
    kinds: npt.NDArray[np.uint8]
    begins: Hashes
    runs: Hashes
    sketch: Hashes

    @cached_property
    def vocabulary(self) -> Hashes:
        """The distinct words, in order of their hashes; so are `numbers` and `names`."""
        return distinct(self.words)

    @cached_property
    def numbers(self) -> Hashes:
        """The distinct words with a digit."""
        return distinct(self.words[self.kinds == DIGIT])

    @cached_property
    def names(self) -> Hashes:
        """The distinct words that have a capital where no sentence begins."""
        return distinct(self.words[self.kinds == UPPER])


def parted(title: str, lead: str | None, body: str) -> tuple[str, str]:
    """An article as (heading, rest), no longer than is looked at."""
    return title[:MAX_CHARACTERS], f"{lead or ''}\n{body}"[:MAX_CHARACTERS]


def reduce_texts(texts: Sequence[tuple[str, str]]) -> list[Reduced]:
    """Reduces texts given as (heading, rest), of `MAX_CHARACTERS` each at most.

    The heading does not count, for outlets write their own over a text they take over, unless the rest is short.
    """
    reduced: list[Reduced] = []
    for part in _portions(texts):
        reduced.extend(_reduced(part))
    return reduced


def _portions(texts: Sequence[tuple[str, str]]) -> Iterator[Sequence[tuple[str, str]]]:
    """Cuts a batch so that the arrays of one portion stay in the processor's cache."""
    begin = size = 0
    for index, (_heading, rest) in enumerate(texts):
        size += len(rest)
        if size >= _CHARACTERS_AT_ONCE:
            yield texts[begin : index + 1]
            begin, size = index + 1, 0
    if begin < len(texts):
        yield texts[begin:]


def _reduced(texts: Sequence[tuple[str, str]]) -> Iterator[Reduced]:
    """A character of a script without spaces is a word of its own."""
    folded, signs, bounds = _looked_up([part for text in texts for part in text])
    in_word = folded != 0
    starts, sums, inverses = _word_starts(folded, in_word), *prefix_sums(folded)
    words = _word_hashes(starts, sums, inverses)
    kinds = _kinds(starts, signs)
    lone = np.zeros(len(starts) + 1, dtype=np.intp)
    np.cumsum(folded[starts] >= UNSPACED, out=lone[1:])
    letters = folded[in_word]
    counted = np.zeros(len(folded) + 1, dtype=np.intp)
    np.cumsum(in_word, out=counted[1:])
    begins = counted[starts].astype(np.uint32)
    sums_of_letters = prefix_sums(letters)
    runs_of = {size: _runs(*sums_of_letters, size) for size in ((RUN, UNSPACED_RUN) if lone[-1] else (RUN,))}
    edges = np.searchsorted(starts, bounds)
    at, lone_before, letters_before = edges.tolist(), lone[edges].tolist(), counted[bounds].tolist()
    for heading in range(0, 2 * len(texts), 2):
        begin, rest, end = at[heading : heading + 3]
        unspaced = 2 * (lone_before[heading + 2] - lone_before[heading + 1]) > end - rest
        if end - rest < (MIN_CHARACTERS if unspaced else MIN_WORDS):
            own = slice(begin, end)
            yield Reduced(_text_hash(words[own]), words[own], kinds[own], begins[own], _NO_HASHES, _NO_HASHES)
        else:
            size = UNSPACED_RUN if unspaced else RUN
            these = slice(letters_before[heading + 1], letters_before[heading + 2] - size + 1)
            hashes, runs = runs_of[size]
            sketch = _sketch(hashes[these], runs[these])
            own = slice(rest, end)
            before = begins[own] - np.uint32(these.start)
            yield Reduced(_text_hash(words[own]), words[own], kinds[own], before, runs[these], sketch)


def _looked_up(
    parts: list[str],
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint8], npt.NDArray[np.intp]]:
    """The folded characters of parts, a separator after each; their signs; and where each begins, the end included.

    Parts are settled only where that can change their words, for it takes longer than all else here.
    """
    codes, bounds = _codes(parts)
    folded = folding_table().take(codes, mode="clip")
    unsettled = np.flatnonzero(folded & np.uint32(UNSETTLED))
    if len(unsettled):
        for index in np.unique(np.searchsorted(bounds, unsettled, side="right") - 1).tolist():
            parts[index] = settled(parts[index])
        codes, bounds = _codes(parts)
        folded = folding_table().take(codes, mode="clip")
        folded &= np.uint32(~UNSETTLED & 0xFFFFFFFF)
    return folded, signs_table().take(codes, mode="clip"), bounds


def _codes(parts: list[str]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.intp]]:
    text = _SEPARATOR.join(parts) + _SEPARATOR
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return codes, np.array([0, *accumulate(len(part) + len(_SEPARATOR) for part in parts)])


def _word_starts(folded: npt.NDArray[np.uint32], in_word: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    begins = in_word.copy()
    begins[1:] &= ~in_word[:-1]
    alone = folded >= UNSPACED
    if alone.any():
        begins |= alone
        begins[1:] |= in_word[1:] & alone[:-1]
    return np.flatnonzero(begins)


def _word_hashes(starts: npt.NDArray[np.intp], sums: Wide, inverses: Wide) -> Hashes:
    hashes = np.empty(len(starts), dtype=np.uint64)
    hashes[:-1] = sums[starts[1:]]
    hashes[-1:] = sums[-1]
    hashes -= sums[starts]
    hashes *= inverses[starts]
    return upper(mixed(hashes))


def _kinds(starts: npt.NDArray[np.intp], signs: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """`DIGIT` for words with a digit, `UPPER` for those with a capital in the midst of a sentence, else 0."""
    ends = np.zeros(len(signs) + 1, dtype=np.intp)
    np.cumsum(signs == ENDS_SENTENCE, out=ends[1:])
    digits = np.zeros(len(signs) + 1, dtype=np.intp)
    np.cumsum(signs == DIGIT, out=digits[1:])
    before = ends[starts]
    kinds = signs[starts] & np.uint8(UPPER)
    kinds[:1] = 0
    kinds[1:][before[1:] != before[:-1]] = 0
    next_starts = np.append(starts[1:], len(signs))
    kinds[digits[next_starts] != digits[starts]] = DIGIT
    return kinds


def _runs(sums: Wide, inverses: Wide, size: int) -> tuple[Wide, Hashes]:
    """The hash of each run of so many letters, by its first, and the upper half of it."""
    count = max(0, len(sums) - size)
    hashes = sums[size : size + count] - sums[:count]
    hashes *= inverses[:count]
    return mixed(hashes), upper(hashes)


def _sketch(hashes: Wide, runs: Hashes) -> Hashes:
    bound = min(2**32 * 2.5 * SKETCH / len(runs), 2**32 - 1)
    while True:
        smallest = distinct(hashes[runs <= np.uint32(bound)])
        if len(smallest) >= SKETCH or bound >= 2**32 - 1:
            return encoded(smallest[:SKETCH])
        bound = min(bound * 4, 2**32 - 1)


def _text_hash(words: Hashes) -> bytes:
    return blake2b(words.tobytes(), digest_size=8, salt=SCHEME.to_bytes(8, "little")).digest()
