"""How many articles a search lists, and how they divide: totals and facets."""

from collections.abc import Mapping
from typing import Any, Final

from babelwire_search.languages import language_name
from babelwire_search.ports import SearchBody, SearchResult
from babelwire_text.language_tags import without_variety

EXACT_UP_TO: Final = 10_000
_VALUES: Final = 50

# A name where there is one, else what stands in for it.
_FACETS: Final[Mapping[str, tuple[str, ...]]] = {
    "language": ("language.primary",),
    "original_language": ("original_language.primary",),
    "publisher": ("publisher.name", "publisher.domain"),
    "origin": ("origin.registry_name", "origin.name", "origin.domain"),
    "category": ("categories",),
}


def counts(query: dict[str, Any], *, collapse: bool, facets: bool = True) -> SearchBody:
    """A search that counts and lists nothing."""
    aggregations: dict[str, Any] = {}
    if collapse:
        aggregations |= {
            "groups": {"terms": {"field": "duplicate_group", "size": EXACT_UP_TO}},
            "group_count": {"stats_bucket": {"buckets_path": "groups>_count"}},
            "about": {"cardinality": {"field": "duplicate_group", "precision_threshold": 40_000}},
        }
    if facets:
        for name, fields in _FACETS.items():
            aggregations[name] = _facet(fields, collapse)
    hits: bool | int = EXACT_UP_TO if not collapse else False
    return {"query": query, "size": 0, "track_total_hits": hits, "aggs": aggregations}


def total(found: SearchResult, *, collapse: bool) -> tuple[int, bool]:
    """How many are listed, and whether that is exact."""
    if not collapse:
        hits = found["hits"]["total"]
        return hits["value"], hits["relation"] == "eq"
    aggregations = found.get("aggregations", {})
    if aggregations["groups"]["sum_other_doc_count"]:
        return max(aggregations["about"]["value"], EXACT_UP_TO), False
    return aggregations["group_count"]["count"], True


def facets(found: SearchResult, *, collapse: bool) -> dict[str, list[dict[str, Any]]]:
    """For each facet its values, most frequent first: {`value`, `name`, `count`}."""
    aggregations = found["aggregations"]
    divided = {}
    for name, fields in _FACETS.items():
        counts = _counted(aggregations[name], fields, collapse)
        is_language = name.endswith("language")
        counted = sorted(_without_varieties(counts).items() if is_language else counts.items(), key=_most_first)
        named = language_name if is_language else str
        divided[name] = [{"value": value, "name": named(value), "count": count} for value, count in counted[:_VALUES]]
    return divided


def _most_first(one: tuple[str, int]) -> tuple[int, str]:
    return -one[1], one[0]


def _without_varieties(counts: dict[str, int]) -> dict[str, int]:
    summed: dict[str, int] = {}
    for tag, count in counts.items():
        summed[without_variety(tag)] = summed.get(without_variety(tag), 0) + count
    return summed


def _facet(fields: tuple[str, ...], collapse: bool) -> dict[str, Any]:
    groups = {"aggs": {"listed": {"cardinality": {"field": "duplicate_group"}}}} if collapse else {}
    aggregations = {}
    for place, field in enumerate(fields):
        present = [{"exists": {"field": earlier}} for earlier in fields[:place]]
        values = {"terms": {"field": field, "size": _VALUES}} | groups
        aggregations[f"by_{place}"] = {"filter": {"bool": {"must_not": present}}, "aggs": {"values": values}}
    return {"filter": {"match_all": {}}, "aggs": aggregations}


def _counted(aggregation: dict[str, Any], fields: tuple[str, ...], collapse: bool) -> dict[str, int]:
    counted: dict[str, int] = {}
    for place in range(len(fields)):
        for bucket in aggregation[f"by_{place}"]["values"]["buckets"]:
            count = bucket["listed"]["value"] if collapse else bucket["doc_count"]
            counted[bucket["key"]] = counted.get(bucket["key"], 0) + count
    return counted
