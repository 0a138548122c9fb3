"""How rare a name or a number is among the articles that are remembered."""

from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_stories.traits import Digests, Traits

_COUNTERS: Final = 1 << 20
_BEFORE: Final = 100
"""Articles that count as seen before the first: what few have said is not rare for that alone."""

Weights = npt.NDArray[np.float32]


class Rarity:
    """Counts in 4 MB how many articles have each digest; two that fall on one counter count as one."""

    def __init__(self) -> None:
        self._counts = np.zeros(_COUNTERS, dtype=np.int32)
        self._articles = 0

    def add(self, traits: Traits) -> None:
        """Counts an article."""
        self._articles += 1
        for digests in (traits.names, traits.numbers):
            np.add.at(self._counts, digests % _COUNTERS, 1)

    def remove(self, traits: Traits) -> None:
        """Counts it no longer."""
        self._articles -= 1
        for digests in (traits.names, traits.numbers):
            np.subtract.at(self._counts, digests % _COUNTERS, 1)

    def weights(self, digests: Digests) -> Weights:
        """The inverse document frequency of each (Sparck Jones 1972), 1 for what only one has."""
        total = self._articles + _BEFORE
        counts = np.maximum(self._counts[digests % _COUNTERS], 1)
        weights: Weights = (np.log(total / counts) / np.log(total)).astype(np.float32)
        return weights
