"""The features that many texts hold."""

from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_deduplication.articles import Articles
from babelwire_deduplication.crowd import Crowd
from babelwire_deduplication.features import Features, distinct
from babelwire_deduplication.numbering import Numbering
from babelwire_deduplication.postings import Numbers, Postings

_LEAST: Final = 17
"""What so many texts hold has its representatives kept in order; of less they are looked up."""


class Crowds:
    """Crowds by feature; of few features, for one takes as much memory as a text."""

    def __init__(self, articles: Articles, texts: Numbering, postings: Postings) -> None:
        self._articles = articles
        self._texts = texts
        self._postings = postings
        self._crowds: dict[int, Crowd] = {}
        self._features = np.empty(0, dtype=np.uint32)

    def open(self, features: Features) -> None:
        """Makes crowds of those features that many texts hold by now."""
        for feature in np.unique(features[self._postings.count(features) >= _LEAST]).tolist():
            if feature in self._crowds:
                continue
            crowd = self._crowds[feature] = Crowd(lambda text: self._articles.seniority(int(self._texts.slots[text])))
            texts = self._holders(feature)
            for text in texts[self._texts.leads[texts]].tolist():
                crowd.add(text, self._articles.partition(int(self._texts.slots[text])))
            for slot in self._texts.slots[texts[self._texts.decided[texts]]].tolist():
                crowd.note(self._articles.time(slot), self._articles.partition(slot))
            self._features = np.insert(self._features, np.searchsorted(self._features, feature), feature)

    def hold(self, features: Features) -> npt.NDArray[np.bool_]:
        """Which features have a crowd."""
        if not len(self._features):
            return np.zeros(len(features), dtype=np.bool_)
        at = np.minimum(np.searchsorted(self._features, features), len(self._features) - 1)
        held: npt.NDArray[np.bool_] = self._features[at] == features
        return held

    def of(self, feature: int) -> Crowd:
        """The crowd of a feature that has one."""
        return self._crowds[feature]

    def among(self, row: Features) -> list[tuple[int, Crowd]]:
        """The columns of a row that have a crowd, and their crowds."""
        if not self._crowds:
            return []
        held = np.flatnonzero(distinct(row[None])[0])
        held = held[self.hold(row[held])]
        return [(column, self._crowds[int(row[column])]) for column in held.tolist()]

    def compact(self) -> None:
        """Drops what few texts hold any longer."""
        few = self._features[self._postings.count(self._features) < _LEAST]
        for feature in few.tolist():
            del self._crowds[feature]
        self._features = np.setdiff1d(self._features, few)

    def _holders(self, feature: int) -> Numbers:
        return self._texts.present(self._postings.held(np.array([feature], dtype=np.uint32)).texts)
