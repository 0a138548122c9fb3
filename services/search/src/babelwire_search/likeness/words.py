"""Words that two texts share, the rare ones counting most."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import regex

from babelwire_comparison.words import words_of
from babelwire_text.scripts import UNSPACED

_UNSPACED: Final = regex.compile(f"[{UNSPACED}]")
_SMOOTHED: Final = 0.5


@dataclass(frozen=True)
class Bag:
    """The words of a text, folded; of scripts without spaces, pairs of characters."""

    counts: Mapping[str, int]

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Its numbers, by their digits alone."""
        return frozenset(str(int(word)) for word in self.counts if word.isdecimal())


def bag_of(text: str) -> Bag:
    """The words of a text."""
    words = words_of(text).folded
    alone = [bool(_UNSPACED.match(word)) for word in words]
    counts = Counter(word for word, is_alone in zip(words, alone, strict=True) if not is_alone)
    counts.update(one + other for (one, a), (other, b) in pairwise(zip(words, alone, strict=True)) if a and b)
    return Bag(counts)


class Rarity:
    """How rare words are, in a sample of texts: what nearly every text has says nothing of one of them."""

    def __init__(self, sample: Iterable[Bag]) -> None:
        self._texts = 0
        self._having: Counter[str] = Counter()
        for bag in sample:
            self._texts += 1
            self._having.update(bag.counts.keys())
            self._having.update(f"#{number}" for number in bag.numbers)

    def of(self, word: str) -> float:
        """The logarithm of how many texts there are to one that has the word."""
        return math.log((self._texts + 1) / (self._having[word] + _SMOOTHED))

    def of_number(self, number: str) -> float:
        """The same of a number, however it is written."""
        return self.of(f"#{number}")

    def weights(self, bag: Bag) -> dict[str, float]:
        """The words of a text, weighted, of length 1 together (tf-idf)."""
        weighted = {word: (1 + math.log(count)) * max(self.of(word), 0) for word, count in bag.counts.items()}
        length = math.sqrt(sum(weight * weight for weight in weighted.values())) or 1.0
        return {word: weight / length for word, weight in weighted.items()}


def shared_words(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The cosine of two texts' weighted words, 0..1."""
    few, many = sorted((one, other), key=len)
    return sum(weight * many[word] for word, weight in few.items() if word in many)
