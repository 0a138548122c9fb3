"""Which article of a group is its representative, and what that makes of the others."""

import numpy as np

from babelwire_contracts.sections import Duplicate
from babelwire_deduplication import decisions
from babelwire_deduplication.articles import Articles
from babelwire_deduplication.moments import to_microseconds
from babelwire_deduplication.observations import Observation
from babelwire_deduplication.signatures import ComparedText
from babelwire_deduplication.texts import Texts


class Judgement:
    """Decides on articles from what is remembered, and changes nothing of it.

    The representative of a group is the article that was out first: by its own date or its first capture, whichever is
    earlier, then by id. All others of the group are duplicates of it.
    """

    def __init__(self, articles: Articles, texts: Texts) -> None:
        self._articles = articles
        self._texts = texts

    def decide(self, slot: int, representatives: dict[int, int]) -> Duplicate:
        """The decision on an article. `representatives` keeps those of groups for as long as nothing changes."""
        text = int(self._articles.rows[slot]["text"])
        group = self._texts.group(text)
        representative = representatives.get(group)
        if representative is None:
            members = self._articles.having(self._texts.members(group))
            representative = members[0] if len(members) == 1 else min(members, key=self._seniority)
            representatives[group] = representative
        if representative == slot:
            return decisions.NOT_A_DUPLICATE
        return self._copy_of(representative, self._articles.rows[slot]["content_hash"].tobytes(), text)

    def _seniority(self, slot: int) -> tuple[int, bytes]:
        row = self._articles.rows[slot]
        return min(int(row["published_by"]), int(row["first_captured_at"])), row["article_id"].tobytes()

    def _copy_of(self, representative: int, content_hash: bytes, text: int) -> Duplicate:
        of = self._articles.article_id(representative)
        row = self._articles.rows[representative]
        if row["text"] == text:
            same = row["content_hash"].tobytes() == content_hash
            return decisions.same_content(of) if same else decisions.same_text(of)
        return self._near_copy_of(representative, self._texts.reduced(text))

    def _near_copy_of(self, representative: int, text: ComparedText) -> Duplicate:
        row = self._articles.rows[representative]
        found = self._texts.compare(text, np.array([row["text"]], dtype=np.int32))
        return decisions.near(
            self._articles.article_id(representative),
            float(found.jaccard[0]),
            float(found.containment[0]),
            bool(found.near[0]),
        )

    def decide_apart(self, itself: int, observation: Observation) -> Duplicate:
        """The decision on a revision that is no longer the newest, as if it were."""
        groups = self._texts.groups_near(observation.text)
        texts: set[int] = set().union(*(self._texts.members(group) for group in groups))
        others = [slot for slot in self._articles.having(texts) if slot != itself]
        first = min(others, key=self._seniority, default=itself)
        out_by = to_microseconds(observation.published_by), int(self._articles.rows[itself]["first_captured_at"])
        if not others or (min(out_by), observation.article_id) < self._seniority(first):
            return decisions.NOT_A_DUPLICATE
        text = int(self._articles.rows[first]["text"])
        if self._texts.reduced(text).text_hash == observation.text.text_hash:
            return self._copy_of(first, observation.content_hash, text)
        return self._near_copy_of(first, observation.text)
