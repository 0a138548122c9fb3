"""Where likeness ends: how near an article must be to a query to be a hit, judged by how near any articles are to it.

A cosine by itself says little: a query of one word is nearer to everything than a long one. So it is told from the
middle of the query's own background, which is its cosines to a sample of all articles. The more articles there are, the
nearer the nearest of those that have nothing to do with it comes by chance alone, as the maximum of so many draws does.

Some articles are near to everything (hubs), as those of one language may be. What all have in common is taken off the
query before articles are put in their order; it would otherwise speak for the hubs (Suzuki et al. 2013, "Centering
Similarity Measures to Reduce Hubs", EMNLP).
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_MIDDLE: Final = 50
_ONE_SPREAD_BELOW: Final = 15.87
"""Percentiles: a normal distribution lies one standard deviation lower there than in its middle."""
_LEAST_SPREAD: Final = 0.03


@dataclass(frozen=True, slots=True)
class Background:
    """How near any articles are to something. `centre` and `spread` are cosines; `articles` is how many there are."""

    centre: float
    spread: float
    articles: int

    def above(self, margin: float, spreads: float) -> float:
        """The cosine so far above the centre, and so many spreads above what chance brings of the nearest article."""
        by_chance = math.sqrt(2 * math.log(max(self.articles, 2)))
        return self.centre + max(margin, self.spread * (by_chance + spreads))


def background(vector: Floats, sample: Floats, articles: int) -> Background:
    """The background of a vector (d,) from a sample (n, d) of `articles`, all of length 1.

    Told by the lower half of the cosines: what the vector is about, which lies in the upper, does not raise it.
    """
    cosines = sample @ vector
    if not len(cosines):
        return Background(0.0, _LEAST_SPREAD, articles)
    middle, below = np.percentile(cosines, [_MIDDLE, _ONE_SPREAD_BELOW])
    return Background(float(middle), max(float(middle - below), _LEAST_SPREAD), articles)


def without_common(vector: Floats, sample: Floats, share: float) -> Floats:
    """A vector (d,) less a share of the mean of the sample (n, d); its length is no longer 1."""
    if not len(sample):
        return vector
    common: Floats = sample.mean(axis=0)
    left: Floats = vector - share * common
    return left
