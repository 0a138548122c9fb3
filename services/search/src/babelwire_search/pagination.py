"""Which articles stand on a page of a listing, and where the next page starts.

With duplicates collapsed a listing shows groups, each at the place of its **head**: in an order by time the
representative where it matches the search, so that the dates shown are in order; else the member that stands first.
OpenSearch cannot go on after a position while it collapses by another field than it sorts by, so a page by time is
read uncollapsed, and a second search tells which of its articles are heads. That needs no memory of earlier pages, so
pages neither repeat nor miss a group however deep one goes and whatever is written meanwhile.

Scores have no such stability: they move with every article written. The best `BY_RELEVANCE` groups are therefore
listed by score, each page taking the best that its cursor has not listed yet; what follows them is listed by time.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from babelwire_search.cursor import Cursor, Position, shown_mark
from babelwire_search.filters import in_groups
from babelwire_search.ports import ArticleIndex, SearchResult

BY_RELEVANCE: Final = 500
_MAX_ROUNDS: Final = 20
_MAX_READ: Final = 1000


class Sort(StrEnum):
    """Orders of a listing."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Listed:
    """One place of a listing: the group shown there (or the article, where duplicates are shown) and its head.

    `matched`: the names of those parts of the query that have one and match the head.
    """

    group: str
    head: str
    position: Position | None
    matched: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Listing:
    """What is listed: all that matches `query`, in the order `sort`, with duplicates collapsed or shown."""

    query: dict[str, Any]
    sort: Sort
    collapse: bool
    mark: bytes

    @property
    def _key(self) -> str:
        return "duplicate_group" if self.collapse else "article_id"

    async def page(self, index: ArticleIndex, size: int, cursor: Cursor | None) -> tuple[list[Listed], Cursor | None]:
        """`size` places from `cursor` on (fewer at the end only), and the cursor of the next page."""
        at = cursor or Cursor(search=self.mark)
        if self.sort is not Sort.RELEVANCE:
            return await self._by_time(index, size, at)
        if at.after is None and at.shown_count < BY_RELEVANCE:
            listed, exhausted = await self._by_relevance(index, min(size, BY_RELEVANCE - at.shown_count), at)
            marks = b"".join(shown_mark(place.group) for place in listed)
            following = Cursor(search=self.mark, shown=at.shown + marks)
            return listed, None if exhausted else following
        return await self._by_time(index, size, at)

    async def _by_relevance(self, index: ArticleIndex, size: int, at: Cursor) -> tuple[list[Listed], bool]:
        wanted = at.shown_count + size + 1
        order: list[dict[str, Any]] = [{"_score": "desc"}, {"article_id": "asc"}]
        (found,) = await index.search([self._heads(self.query, order, wanted)])
        marks = at.marks()
        fresh = [place for place in self._places(found, timed=False) if shown_mark(place.group) not in marks]
        return fresh[:size], len(fresh) <= size

    async def _by_time(self, index: ArticleIndex, size: int, at: Cursor) -> tuple[list[Listed], Cursor | None]:
        listed: list[Listed] = []
        after = at.after
        marks = at.marks()
        read = size + 1
        for _ in range(_MAX_ROUNDS):
            (found,) = await index.search([self._following(after, read)])
            places = self._places(found, timed=True)
            heads = await self._of_heads(index, places)
            listed += [place for place in heads if shown_mark(place.group) not in marks]
            if len(listed) > size or len(places) < read:
                break
            after = places[-1].position
            read = min(read * 2, _MAX_READ)
        else:
            # So many copies in a row that the page stays short; the next one goes on behind them.
            return listed, Cursor(search=self.mark, after=after, shown=at.shown)
        if len(listed) <= size:
            return listed, None
        return listed[:size], Cursor(search=self.mark, after=listed[size - 1].position, shown=at.shown)

    async def _of_heads(self, index: ArticleIndex, places: list[Listed]) -> list[Listed]:
        if not self.collapse or not places:
            return places
        groups = sorted({place.group for place in places})
        query = {"bool": {"must": [self.query], "filter": [in_groups(groups)]}}
        represented = {"bool": {"must": [self.query], "filter": [{"ids": {"values": groups}}]}}
        first, representatives = await index.search(
            [
                self._heads(query, self._time_order(), len(groups)),
                self._names() | {"query": represented, "size": len(groups)},
            ]
        )
        heads = {place.group: place.head for place in self._places(first, timed=False)}
        # A group is named after its representative.
        named = self._places(representatives, timed=False)
        heads |= {place.group: place.head for place in named if place.group == place.head}
        return [place for place in places if heads.get(place.group) == place.head]

    def _heads(self, query: dict[str, Any], order: list[dict[str, Any]], size: int) -> dict[str, Any]:
        collapse = {"collapse": {"field": self._key}} if self.collapse else {}
        return self._names() | collapse | {"query": query, "sort": order, "size": size}

    def _following(self, after: Position | None, size: int) -> dict[str, Any]:
        following = {"search_after": [after.published_at, after.article_id]} if after is not None else {}
        return self._names() | following | {"query": self.query, "sort": self._time_order(), "size": size}

    def _time_order(self) -> list[dict[str, Any]]:
        order = "asc" if self.sort is Sort.OLDEST else "desc"
        return [{"published_at": {"order": order, "missing": "_last"}}, {"article_id": "asc"}]

    def _names(self) -> dict[str, Any]:
        return {"_source": False, "docvalue_fields": [self._key], "track_total_hits": False}

    def _places(self, found: SearchResult, *, timed: bool) -> list[Listed]:
        places = []
        for hit in found["hits"]["hits"]:
            group = hit.get("fields", {}).get(self._key, [hit["_id"]])[0]
            position = Position(*hit["sort"]) if timed else None
            matched = frozenset(hit.get("matched_queries", ()))
            places.append(Listed(group=group, head=hit["_id"], position=position, matched=matched))
        return places
