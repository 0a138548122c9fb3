"""Decides which articles tell one story, one article after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_contracts.stories import Joined
from babelwire_stories.likeness import Likeness, probability
from babelwire_stories.linkage import Scores, clusters
from babelwire_stories.memory import Memory
from babelwire_stories.parting import Part, named
from babelwire_stories.traits import shared

_DAY: Final = 86_400.0
_NEIGHBOURS: Final = 24
_LIKELY: Final = -3.0
"""The score above which the story of a neighbour is looked at again."""

_LEAST: Final = 0.0
"""Two parts are one story where their articles are on average likelier to tell one event than not."""

_HELD: Final = 1.0
"""What it counts for two articles that they are in one story already, so that ids do not go to and fro."""

_MOST: Final = 48
"""Articles that are compared with one another at once; larger stories are joined but not parted."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of an article: the slots of those to be said anew, its own last, and what it joined."""

    changed: list[int]
    joined: Joined | None = None
    is_withdrawn: bool = False


@dataclass(slots=True)
class _Region:
    """Articles that are compared, and the rest of their stories."""

    slots: list[int] = field(default_factory=list)
    together: list[list[int]] = field(default_factory=list)
    rest: dict[bytes, list[int]] = field(default_factory=dict)


class Teller:
    """Joins, opens, merges and parts stories as articles come.

    An article is compared with its nearest neighbours and with all of their stories; together these are parted anew,
    by average linkage. `days` is how far apart two articles may be dated to be neighbours, `most` how many articles are
    remembered; `generation` is raised to have texts decided anew that are known already.
    """

    def __init__(self, memory: Memory, likeness: Likeness, *, days: float, most: int, generation: int = 1) -> None:
        self._memory = memory
        self._likeness = likeness
        self._within = days * _DAY
        self._most = most
        self._generation = generation

    def tell(self, article: EmbeddedArticle) -> Decision:
        """Takes in an article, or what came of it anew. Raises `VectorIsNoVector`, with nothing changed.

        A text that is known keeps its story; an older revision changes nothing.
        """
        memory, rows = self._memory, self._memory.rows
        slot = memory.find(article.article_id)
        if slot is None:
            slot = memory.enter(article)
            rows.generation[slot] = self._generation
            decision = self._decide(slot, [slot], article)
            while len(memory) > self._most:
                memory.forget(memory.eldest())
            return decision
        known = rows.kept(slot)
        if article.revision < known.revision:
            return Decision([])
        memory.revise(slot, article)
        if known.text_hash.hex() == article.text_hash and rows.generation[slot] == self._generation:
            return Decision([slot])
        if rows.generation[slot] == self._generation:
            rows.n[slot] += 1
        else:
            rows.generation[slot], rows.n[slot] = self._generation, 0
        return self._decide(slot, rows.ring(slot), article)

    def withdraw(self, article: EmbeddedArticle) -> Decision:
        """Forgets an article whose text has nothing in it any more; its story goes on without it."""
        memory, rows = self._memory, self._memory.rows
        slot = memory.find(article.article_id)
        if slot is None or article.revision < rows.kept(slot).revision:
            return Decision([])
        rest = [each for each in rows.ring(slot) if each != slot]
        founded = rows.story[slot] == rows.kept(slot).article_id
        rows.tie([slot], rows.story[slot])
        parts = [Part(rest, rows.kept(rest[0]).article_id if founded else rows.story[rest[0]])] if rest else []
        changed = self._record(parts)
        memory.forget(slot)
        return Decision(changed, is_withdrawn=True)

    def _decide(self, slot: int, affected: Sequence[int], article: EmbeddedArticle) -> Decision:
        near = self._near(slot)
        region = self._region(slot, [*affected, *near])
        scores = self._scores(region.slots)
        stories = [self._memory.rows.story[each] for each in region.slots]
        scores += np.float32(_HELD) * np.array([[one == other for other in stories] for one in stories])
        places = {each: place for place, each in enumerate(region.slots)}
        together = [[places[each] for each in group] for group in region.together]
        parts = [[region.slots[place] for place in cluster] for cluster in clusters(scores, _LEAST, together)]
        changed = self._record(named(self._memory.rows, parts, region.rest))
        changed = [*(each for each in changed if each != slot), slot]
        own = next(part for part in parts if slot in part)
        return Decision(changed, self._joined(article, own, dict(zip(region.slots, scores[0].tolist(), strict=True))))

    def _near(self, slot: int) -> list[int]:
        """Neighbours that may tell the same event, the likeliest first."""
        near = self._memory.nearest(slot, within=self._within, count=_NEIGHBOURS)
        self._memory.note(slot, near)
        if not len(near.slots):
            return []
        slots = [slot, *near.slots.tolist()]
        likely = self._scores(slots)[0]
        order = np.argsort(-likely[1:], kind="stable") + 1
        return [slots[place] for place in order if likely[place] > _LIKELY]

    def _scores(self, slots: list[int]) -> Scores:
        return self._likeness.scores(self._memory.compared(slots, within=self._within), self._memory.rarity)

    def _region(self, slot: int, touched: Sequence[int]) -> _Region:
        """The stories that are looked at again, as many as can be; the nearest of those that are too large."""
        rows = self._memory.rows
        model = rows.kept(slot).model
        region = _Region([slot])
        seen: set[bytes] = set()
        for each in touched:
            story = rows.story[each]
            if story in seen or len(region.slots) >= _MOST:
                continue
            seen.add(story)
            ring = [other for other in rows.ring(each) if other != slot]
            same = [other for other in ring if rows.kept(other).model == model]
            chosen = self._sample(each, same, _MOST - len(region.slots))
            region.slots += chosen
            if len(chosen) < len(same):
                region.together.append(chosen)
            region.rest[story] = [other for other in ring if other not in chosen]
        return region

    def _sample(self, touched: int, slots: list[int], room: int) -> list[int]:
        """All, or the one that was touched and those who came first."""
        if len(slots) <= room:
            return slots
        return sorted({touched, *slots[:room]} & set(slots), key=self._memory.rows.number.__getitem__)[:room]

    def _record(self, parts: list[Part]) -> list[int]:
        """Ties stories as they are now. Returns whose changed."""
        rows = self._memory.rows
        changed = []
        for part in parts:
            for slot in part.slots:
                if rows.story[slot] != part.story:
                    rows.n[slot] += 1
                    changed.append(slot)
            rows.tie(part.slots, part.story)
        return changed

    def _joined(self, article: EmbeddedArticle, own: Sequence[int], likely: Mapping[int, float]) -> Joined | None:
        """The likeliest of the others in its part, and what an article shares with it."""
        slot = self._memory.find(article.article_id)
        others = [each for each in own if each != slot]
        if slot is None or not others:
            return None
        rows = self._memory.rows
        best = max(others, key=likely.__getitem__)
        kept = rows.kept(best)
        names, numbers = shared(article.text, kept.traits)
        vectors = rows.unit(np.array([slot, best]))
        dated = bool(rows.dated[slot] and rows.dated[best])
        return Joined(
            article_id=kept.article_id.hex(),
            likeness=round(probability(likely[best]), 3),
            cosine=round(float(vectors[0] @ vectors[1]), 3),
            names=names,
            numbers=numbers,
            days_apart=round(abs(float(rows.when[slot] - rows.when[best])) / _DAY, 2) if dated else None,
        )
