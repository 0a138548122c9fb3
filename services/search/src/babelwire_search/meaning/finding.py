"""Articles that mean what a query says, one of each group of duplicates, and no more than mean it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from babelwire_search.errors import MeaningUnavailable
from babelwire_search.filters import Filters, matching
from babelwire_search.likeness.sampled import SampledRarity
from babelwire_search.meaning.cutoff import background, without_common
from babelwire_search.ports import ArticleIndex, Neighbour, QueryEmbedder, VectorIndex
from babelwire_vectors import as_floats
from babelwire_vectors.vectors import as_vectors

MOST: Final = 100
"""Groups that meaning adds to a search."""

_LOOKED_AT: Final = 200
_LOOKED_AT_MOST: Final = 1000
"""Neighbours that are looked at: so many, and more where copies, or what is excluded, took the places."""
_MOST_IDS: Final = 10_000

# Chosen by `make quality-crosslingual` on the queries of part A and those on absent subjects.
_COMMON: Final = 0.5
"""The share of what all articles have in common that is taken off a query."""
_BEST_MARGIN: Final = 0.295
_BEST_SPREADS: Final = 0.4
_OTHER_MARGIN: Final = 0.13
_OTHER_SHARE: Final = 0.45


@dataclass(frozen=True, slots=True)
class Meant:
    """The groups found, the nearest first, and all their members that were; `members` has the group of each."""

    members: Mapping[str, str] = field(default_factory=dict)

    @property
    def groups(self) -> frozenset[str]:
        """The groups of duplicates that are found."""
        return frozenset(self.members.values())


@dataclass(frozen=True, slots=True)
class Meaning:
    """Looks for articles by vectors. Queries and articles must have theirs of one model."""

    vectors: VectorIndex
    embedder: QueryEmbedder
    rarity: SampledRarity = field(default_factory=SampledRarity)

    async def find(
        self,
        index: ArticleIndex,
        text: str,
        language: str | None,
        filters: Filters,
        condition: dict[str, Any],
        *,
        collapse: bool,
    ) -> Meant:
        """What means `text`, of the articles that filters and `condition` allow.

        Raises `MeaningUnavailable` and `IndexUnavailable`.
        """
        model = await self.vectors.model()
        if self.embedder.model() != model:
            raise MeaningUnavailable("the articles have vectors of another model than queries have")
        vector = await self.embedder.embed(text, language)
        if vector is None:
            return Meant()
        sample = await self.vectors.sample()
        aim = aim_at(vector, [entry.vector for entry in sample.entries.values()], sample.articles)
        clauses = await _clauses_for_vectors(index, filters)
        best, nearest = await asyncio.gather(
            self.vectors.nearest(vector, 1, clauses), self.vectors.nearest(aim.vector, _LOOKED_AT, clauses)
        )
        if not aim.is_met_by(best):
            return Meant()
        near = aim.near_enough(nearest)
        members = await allowed(index, near, matching(condition, filters), collapse=collapse)
        if len(set(members.values())) < MOST and len(near) == _LOOKED_AT:
            near = aim.near_enough(await self.vectors.nearest(aim.vector, _LOOKED_AT_MOST, clauses))
            members = await allowed(index, near, matching(condition, filters), collapse=collapse)
        return Meant(_first(members))


@dataclass(frozen=True, slots=True)
class Aim:
    """What is looked for in the place of a query's vector, and how near to each its hits must be."""

    vector: bytes
    best: float
    other: float

    def is_met_by(self, nearest: Sequence[Neighbour]) -> bool:
        """Whether anything means the query, by what is nearest to its own vector."""
        return bool(nearest) and nearest[0].cosine >= self.best

    def near_enough(self, neighbours: Sequence[Neighbour]) -> list[Neighbour]:
        """Those that are hits, of the nearest to the vector in its place, which come first."""
        least = max(self.other, _OTHER_SHARE * neighbours[0].cosine) if neighbours else 0.0
        return [one for one in neighbours if one.cosine >= least]


def aim_at(vector: bytes, sample: Sequence[bytes], articles: int) -> Aim:
    """The aim of a query's vector, among so many articles, the vectors of some of which are the sample."""
    rows = as_floats(sample) if sample else np.zeros((0, len(vector)), np.float32)
    behind = background(as_floats([vector])[0], rows, articles)
    (without,) = as_vectors(without_common(as_floats([vector])[0], rows, _COMMON)[np.newaxis])
    behind_it = background(as_floats([without])[0], rows, articles)
    return Aim(without, behind.above(_BEST_MARGIN, _BEST_SPREADS), behind_it.centre + _OTHER_MARGIN)


async def _clauses_for_vectors(index: ArticleIndex, filters: Filters) -> list[dict[str, Any]]:
    """The filters in terms of the vectors' index: those it knows, and for others the articles that they leave.

    Of more articles than can be named, the newest.
    """
    known, others = filters.of_vectors(), filters.not_of_vectors()
    if not others:
        return known
    wanted = {
        "query": {"bool": {"filter": filters.clauses()}},
        "size": _MOST_IDS,
        "sort": [{"published_at": {"order": "desc", "missing": "_last"}}],
        "_source": False,
        "track_total_hits": False,
    }
    (found,) = await index.search([wanted])
    return [*known, {"ids": {"values": [hit["_id"] for hit in found["hits"]["hits"]]}}]


async def allowed(
    index: ArticleIndex, near: Sequence[Neighbour], query: dict[str, Any], *, collapse: bool
) -> dict[str, str]:
    """Those of the neighbours that a query matches, the nearest first, with their groups."""
    ids = [one.article_id for one in near]
    wanted = {
        "query": {"bool": {"filter": [query, {"ids": {"values": ids}}]}},
        "size": len(ids),
        "_source": False,
        "docvalue_fields": ["duplicate_group"],
        "track_total_hits": False,
    }
    (found,) = await index.search([wanted])
    groups = {
        hit["_id"]: str(hit.get("fields", {}).get("duplicate_group", [hit["_id"]])[0]) if collapse else hit["_id"]
        for hit in found["hits"]["hits"]
    }
    return {article_id: groups[article_id] for article_id in ids if article_id in groups}


def _first(members: Mapping[str, str]) -> dict[str, str]:
    groups = set(list(dict.fromkeys(members.values()))[:MOST])
    return {article_id: group for article_id, group in members.items() if group in groups}
