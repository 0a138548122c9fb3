"""Which article of a group is its representative, and what that makes of the others."""

from typing import Final

import numpy as np

from babelwire_contracts.sections import Duplicate, DuplicateKind
from babelwire_deduplication.fingerprint_state import FingerprintState
from babelwire_deduplication.groups import Group
from babelwire_deduplication.observations import Observation
from babelwire_deduplication.signatures import ComparedText
from babelwire_deduplication.similarity import MIN_CONTAINMENT, MIN_JACCARD
from babelwire_deduplication.timestamps import to_microseconds

NOT_A_DUPLICATE: Final = Duplicate()

_DIGITS: Final = 3


def same_content(of: str) -> Duplicate:
    """Returns the decision on an article whose headline, lead and body are those of the article `of`."""
    return Duplicate(kind=DuplicateKind.EXACT, of=of, score=1.0, rule="content hash")


def same_text(of: str) -> Duplicate:
    """Returns the decision on an article that has the words of `of`.

    Case and punctuation do not count, nor does the headline where the text is long.
    """
    return Duplicate(kind=DuplicateKind.EXACT, of=of, score=1.0, rule="text hash")


def near_duplicate(of: str, jaccard: float, containment: float, linked: bool) -> Duplicate:
    """Returns the decision on a near-duplicate, scored by the measure that says most.

    `linked` says that the two are near themselves, not only through other copies between them.
    """
    jaccard, containment = round(jaccard, _DIGITS), round(containment, _DIGITS)
    if not linked:
        rule = f"near copies between the two; minhash jaccard {jaccard:.3f}"
        return Duplicate(kind=DuplicateKind.NEAR, of=of, score=jaccard, rule=rule)
    if jaccard >= MIN_JACCARD:
        rule = f"minhash jaccard {jaccard:.3f} >= {MIN_JACCARD}"
        return Duplicate(kind=DuplicateKind.NEAR, of=of, score=jaccard, rule=rule)
    rule = f"minhash containment {containment:.3f} >= {MIN_CONTAINMENT}"
    return Duplicate(kind=DuplicateKind.NEAR, of=of, score=containment, rule=rule)


class Classifier:
    """Decides on articles from what is remembered, and changes nothing of it.

    The representative of a group is the article that was out first: by its own date or its first capture, whichever is
    earlier, then by id. All others of the group are duplicates of it.
    """

    def __init__(self, state: FingerprintState) -> None:
        self._articles = state.articles
        self._texts = state.texts
        self._groups = state.groups

    def decide(self, slot: int) -> Duplicate:
        """The decision on an article that has a text."""
        representative = self._groups.representative(slot)
        if representative == slot:
            return NOT_A_DUPLICATE
        row = self._articles.rows[slot]
        return self._copy_of(representative, row["content_hash"].tobytes(), int(row["text"]))

    def _copy_of(self, representative: int, content_hash: bytes, text: int) -> Duplicate:
        of = self._articles.article_id(representative)
        row = self._articles.rows[representative]
        if row["text"] == text:
            same = row["content_hash"].tobytes() == content_hash
            return same_content(of) if same else same_text(of)
        return self._near_copy_of(representative, self._texts.reduced(text))

    def _near_copy_of(self, representative: int, text: ComparedText) -> Duplicate:
        row = self._articles.rows[representative]
        found = self._texts.compare(text, np.array([row["text"]], dtype=np.int32))
        return near_duplicate(
            self._articles.article_id(representative),
            float(found.jaccard[0]),
            float(found.containment[0]),
            bool(found.near[0]),
        )

    def decide_apart(self, itself: int, observation: Observation) -> Duplicate:
        """The decision on a revision that is no longer the newest, as if it were."""
        near = self._texts.near(observation.text)
        groups = {group for text in near if (group := self._groups.of(text)) is not None}
        others = [first for group in groups if (first := self._first_but(itself, group)) is not None]
        others += self._articles.having(text for text in near if self._groups.of(text) is None)
        others = [slot for slot in others if slot != itself]
        first = min(others, key=self._articles.seniority, default=itself)
        out_by = to_microseconds(observation.published_by), int(self._articles.rows[itself]["first_captured_at"])
        if first == itself or (min(out_by), observation.article_id) < self._articles.seniority(first):
            return NOT_A_DUPLICATE
        text = int(self._articles.rows[first]["text"])
        if self._texts.reduced(text).text_hash == observation.text.text_hash:
            return self._copy_of(first, observation.content_hash, text)
        return self._near_copy_of(first, observation.text)

    def _first_but(self, itself: int, group: Group) -> int | None:
        """The representative of a group without one of its articles."""
        first = self._groups.first(group)
        if first != itself:
            return first
        others = [slot for slot in self._articles.having(group.texts) if slot != itself]
        return self._articles.eldest(others) if others else None
