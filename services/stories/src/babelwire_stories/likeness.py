"""How likely two articles tell one event: a logistic model (Miranda et al. 2018 rank candidates by one of this kind) of
what they share and of what only one of them has.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from babelwire_stories.linkage import Scores
from babelwire_stories.rarity import Rarity
from babelwire_stories.traits import Digests, Traits

Floats = npt.NDArray[np.float32]

_BOUND: Final = 4.0
_DAY: Final = 86_400.0
_CROWDED: Final = 0.6
"""Where neighbours are nearer than this it makes no more difference: they may all tell the same event."""


class Compared(NamedTuple):
    """Some articles as they are compared, a row or an entry each.

    `vectors` are of length 1; `when` in seconds, and only where `dated` is told how far apart two are; equal
    `languages` are the same, and so are equal `publishers` that are not negative; `crowding` is how near the 8th to
    15th neighbours are.
    """

    vectors: Floats
    when: npt.NDArray[np.float64]
    dated: npt.NDArray[np.bool_]
    languages: npt.NDArray[np.int32]
    publishers: npt.NDArray[np.int32]
    crowding: Floats
    traits: Sequence[Traits]


def features(compared: Compared, rarity: Rarity) -> dict[str, Floats]:
    """What the model weighs, each for every two articles."""
    apart = np.abs(compared.when[:, None] - compared.when[None, :]) / _DAY
    known = compared.dated[:, None] & compared.dated[None, :]
    one_language = _same(compared.languages)
    names, name_weights = _shared([each.names for each in compared.traits], rarity)
    numbers, number_weights = _shared([each.numbers for each in compared.traits], rarity)
    alike = np.sqrt(names / np.sqrt(np.maximum(name_weights[:, None] * name_weights[None, :], 1.0)))
    crowding = np.minimum(compared.crowding, _CROWDED)
    some = np.minimum(number_weights[:, None], number_weights[None, :])
    cosines = compared.vectors @ compared.vectors.T
    return {
        "cosine": cosines,
        "days": np.where(known, np.log1p(apart), 0.0),
        "one language": one_language.astype(np.float32),
        "names": np.where(one_language, 0.0, alike),
        "names in one language": np.where(one_language, alike, 0.0),
        "numbers": np.log1p(numbers),
        "no number": np.where(numbers == 0.0, np.log1p(some), 0.0),
        "other years": _apart([each.years for each in compared.traits]),
        "crowding": crowding[:, None] + crowding[None, :],
        "one publisher": (_same(compared.publishers) & (compared.publishers >= 0)).astype(np.float32),
    }


@dataclass(frozen=True, slots=True)
class Likeness:
    """The model: what each feature weighs."""

    weights: Mapping[str, float]
    intercept: float

    def scores(self, compared: Compared, rarity: Rarity) -> Scores:
        """The log odds that each two articles tell one event, within bounds: no pair outweighs all others."""
        found = features(compared, rarity)
        weighed = sum((found[name] * np.float32(weight) for name, weight in self.weights.items()), np.float32(0))
        scores: Scores = np.asarray(np.clip(weighed + np.float32(self.intercept), -_BOUND, _BOUND), np.float32)
        return scores


def probability(score: float) -> float:
    """Log odds as a probability."""
    return 1.0 / (1.0 + math.exp(-score))


def fitted() -> Likeness:
    """The model as it was fitted: `data/likeness.json` says on what."""
    read = json.loads(resources.files("babelwire_stories").joinpath("data/likeness.json").read_text(encoding="utf-8"))
    return Likeness(read["weights"], read["intercept"])


def _same(numbers: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    same: npt.NDArray[np.bool_] = numbers[:, None] == numbers[None, :]
    return same


def _apart(years: Sequence[Digests]) -> Floats:
    """Whether both name years, and none of them is the same."""
    distinct, places = np.unique(np.concatenate(years), return_inverse=True)
    held = np.zeros((len(years), len(distinct)), dtype=np.float32)
    held[np.repeat(np.arange(len(years)), [len(each) for each in years]), places] = 1.0
    some = held.max(axis=1, initial=0.0)
    apart: Floats = np.outer(some, some) * (held @ held.T == 0)
    return apart


def _shared(digests: Sequence[Digests], rarity: Rarity) -> tuple[Floats, Floats]:
    """What each two have in common, by rarity, and what each has."""
    lengths = [len(each) for each in digests]
    distinct, places = np.unique(np.concatenate(digests), return_inverse=True)
    held = np.zeros((len(digests), len(distinct)), dtype=np.float32)
    held[np.repeat(np.arange(len(digests)), lengths), places] = 1.0
    weights = rarity.weights(distinct)
    return np.asarray((held * weights) @ held.T, np.float32), np.asarray(held @ weights, np.float32)
