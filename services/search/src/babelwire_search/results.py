"""The articles that stand on a page as they are shown: which member of a group, its copies, its highlights."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from babelwire_contracts.document import BRIEF_FIELDS, PUBLIC_FIELDS, public
from babelwire_search.filters import in_groups
from babelwire_search.highlighting import highlighting
from babelwire_search.pagination import Listed
from babelwire_search.ports import ArticleIndex, SearchBody, SearchResult
from babelwire_search.query_language import Query
from babelwire_text.language_tags import primary, varieties

MAX_COPIES: Final = 20


async def present(
    index: ArticleIndex,
    listed: Sequence[Listed],
    *,
    query: dict[str, Any],
    words: Query,
    reader: Sequence[str],
    collapse: bool,
    told: Callable[[Listed], dict[str, Any]],
) -> list[dict[str, Any]]:
    """Documents in the order listed, each with `highlights`, `copies`, `copies_total` and what is `told` of its place.

    Of a group the member that matches `query` and is in the first possible of the `reader`'s languages is shown, else
    the representative where it matches, else the head.
    """
    if not listed:
        return []
    if collapse:
        shown = await _members_to_show(index, listed, query, reader)
    else:
        shown = [place.head for place in listed]
    wanted = _documents(shown) | highlighting(words)
    (found,) = await index.search([wanted])
    documents = {hit["_id"]: hit for hit in found["hits"]["hits"]}
    hits = [(place, documents[each]) for place, each in zip(listed, shown, strict=True) if each in documents]
    copies = await copies_of(index, [_group(hit) for _, hit in hits])
    items = []
    for place, hit in hits:
        item = public(hit["_source"]) | told(place)
        item["highlights"] = hit.get("highlight", {})
        items.append(item | others(copies.get(_group(hit), ([], 0)), hit["_id"]))
    return items


async def one(index: ArticleIndex, article_id: str) -> tuple[dict[str, Any], str] | None:
    """One article with its copies, and its duplicate group; None where there is no such article."""
    (found,) = await index.search([_documents([article_id])])
    for hit in found["hits"]["hits"]:
        group = _group(hit)
        copies = await copies_of(index, [group])
        return public(hit["_source"]) | others(copies.get(group, ([], 0)), hit["_id"]), group
    return None


async def documents(index: ArticleIndex, article_ids: Sequence[str]) -> dict[str, tuple[dict[str, Any], str]]:
    """Those of the articles that are there, by id, without their copies, each with its duplicate group."""
    (found,) = await index.search([_documents(article_ids)])
    return {hit["_id"]: (public(hit["_source"]), _group(hit)) for hit in found["hits"]["hits"]}


def others(copies: tuple[list[dict[str, Any]], int], article_id: str) -> dict[str, Any]:
    """`copies` and `copies_total` of an article: the members of its group but itself."""
    members, count = copies
    rest = [member for member in members if member["article_id"] != article_id]
    return {"copies": rest[:MAX_COPIES], "copies_total": max(count - 1, 0)}


async def copies_of(index: ArticleIndex, groups: Sequence[str]) -> dict[str, tuple[list[dict[str, Any]], int]]:
    """The first members of each group in brief, and how many it has."""
    wanted = sorted(set(groups))
    if not wanted:
        return {}
    (found,) = await index.search([_by_group({"bool": {"filter": [in_groups(wanted)]}}, wanted, MAX_COPIES + 1)])
    return {
        bucket["key"]: (
            [_brief(hit["_source"]) for hit in bucket["members"]["hits"]["hits"]],
            bucket["doc_count"],
        )
        for bucket in found["aggregations"]["by_group"]["buckets"]
    }


async def _members_to_show(
    index: ArticleIndex, listed: Sequence[Listed], query: dict[str, Any], reader: Sequence[str]
) -> list[str]:
    groups = sorted({place.group for place in listed})
    matching = {"bool": {"must": [query], "filter": [in_groups(groups)]}}
    (found,) = await index.search([_by_group(matching, groups, 100)])
    members = {
        bucket["key"]: [hit["_source"] for hit in bucket["members"]["hits"]["hits"]]
        for bucket in found["aggregations"]["by_group"]["buckets"]
    }
    return [_choice(place, members.get(place.group, []), reader) for place in listed]


def _choice(place: Listed, members: list[dict[str, Any]], reader: Sequence[str]) -> str:
    for language in reader:
        alike = varieties(language)
        found = [one["article_id"] for one in members if primary(one.get("language") or "und") in alike]
        if found:
            return place.group if place.group in found else str(found[0])
    return place.group if any(one["article_id"] == place.group for one in members) else place.head


def _by_group(query: dict[str, Any], groups: Sequence[str], size: int) -> SearchBody:
    brief = [*BRIEF_FIELDS, "duplicate_group"]
    order = [{"published_at": "asc"}, {"article_id": "asc"}]
    members = {"top_hits": {"size": size, "_source": brief, "sort": order}}
    by_group = {"terms": {"field": "duplicate_group", "size": len(groups)}, "aggs": {"members": members}}
    return {"query": query, "size": 0, "track_total_hits": False, "aggs": {"by_group": by_group}}


def _documents(article_ids: Sequence[str]) -> SearchBody:
    return {
        "query": {"ids": {"values": list(article_ids)}},
        "size": len(article_ids),
        "_source": [*PUBLIC_FIELDS, "duplicate_group"],
        "track_total_hits": False,
    }


def _group(hit: SearchResult) -> str:
    return str(hit["_source"].get("duplicate_group") or hit["_id"])


def _brief(source: dict[str, Any]) -> dict[str, Any]:
    whole = public(source)
    return {name: whole[name] for name in BRIEF_FIELDS}
