"""Whether two articles tell of the same: a logistic score over vectors, words and numbers.

Words count only within one language. Across two they say nothing, and what a pair of one language lacks in shared words
counts against it; so whether it is one is a feature of its own. The weights are fitted: `tests/quality/meaning/fit.py`.

An article is judged together with its nearest: what is like them as well is of the same story more surely than what
lies as near to the article by chance. That is pseudo-relevance feedback (Rocchio 1971), on scores.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_search.likeness.words import Bag, Rarity, shared_words
from babelwire_text.language_tags import primary

Floats = npt.NDArray[np.float32]
Scores = npt.NDArray[np.float64]

NEAREST: Final = 3
_ALL_NUMBERS: Final = 15.0
"""The rarity of shared numbers from which more of them add nothing."""
_SURE: Final = 10.0
"""The score of an article against itself, where it stands among its own nearest."""
_DAMPED: Final = 0.5


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the features of a pair; all but the bias are multiplied by what lies in 0..1."""

    cosine: float
    words: float
    same_language: float
    numbers: float
    bias: float


WEIGHTS: Final = Weights(cosine=13.23, words=6.04, same_language=-4.42, numbers=2.43, bias=-6.69)


@dataclass(frozen=True)
class Told:
    """An article as it is compared: `vector` (d,) of length 1, weighted words, numbers, and its language."""

    vector: Floats
    words: Mapping[str, float]
    numbers: frozenset[str]
    language: str


def told(vector: Floats, bag: Bag, language: str, rarity: Rarity) -> Told:
    """An article made ready to be compared."""
    return Told(vector, rarity.weights(bag), bag.numbers, primary(language))


def features(one: Told, others: Sequence[Told], rarity: Rarity) -> Scores:
    """Of each pair, (n, 4): cosine, root of shared words, one language, shared numbers."""
    cosines = np.stack([other.vector for other in others]) @ one.vector
    rows = [
        (
            math.sqrt(shared_words(one.words, other.words)) if (same := one.language == other.language) else 0.0,
            float(same),
            min(sum(map(rarity.of_number, one.numbers & other.numbers)), _ALL_NUMBERS) / _ALL_NUMBERS,
        )
        for other in others
    ]
    return np.column_stack([cosines, np.array(rows)])


def pair_scores(one: Told, others: Sequence[Told], rarity: Rarity, weights: Weights = WEIGHTS) -> Scores:
    """The log-odds that each of the others tells of the same as one, (n,)."""
    of = (weights.cosine, weights.words, weights.same_language, weights.numbers)
    scores: Scores = features(one, others, rarity) @ np.array(of) + weights.bias
    return scores


def likeness(one: Told, others: Sequence[Told], rarity: Rarity, weights: Weights = WEIGHTS) -> Scores:
    """How alike each of the others is, (n,), judged together with the nearest of them; above 0 is more likely than not.

    Empty where there are no others.
    """
    if not others:
        return np.zeros(0)
    scores = pair_scores(one, others, rarity, weights)
    nearest = np.argsort(-scores, kind="stable")[:NEAREST]
    sure = 1 / (1 + np.exp(-scores[nearest]))
    beside = np.stack([pair_scores(others[place], others, rarity, weights) for place in nearest])
    beside[np.arange(len(nearest)), nearest] = _SURE
    judged: Scores = scores + sure @ beside / (sure.sum() + _DAMPED)
    return judged
