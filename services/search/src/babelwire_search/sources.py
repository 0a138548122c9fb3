"""Where the articles come from: the sites that display them and the outlets that wrote them."""

from typing import Any, Final

from babelwire_search.ports import ArticleIndex
from babelwire_text.language_tags import without_variety

_VALUES: Final = 1000


async def sources(index: ArticleIndex) -> dict[str, Any]:
    """Publishers and origins with how many articles each has, in which languages, and when the last came.

    An outlet that both writes and displays is listed twice, once in each `role`.
    """
    aggregations: dict[str, Any] = {}
    for role, fields in (
        ("publisher", ("publisher.name", "publisher.domain")),
        ("origin", ("origin.registry_name", "origin.name", "origin.domain")),
    ):
        for place, field in enumerate(fields):
            present = [{"exists": {"field": earlier}} for earlier in fields[:place]]
            aggregations[f"{role}:{place}"] = {
                "filter": {"bool": {"must_not": present}},
                "aggs": {"values": {"terms": {"field": field, "size": _VALUES}, "aggs": _about(role)}},
            }
    (found,) = await index.search([{"size": 0, "track_total_hits": False, "aggs": aggregations}])
    items = []
    exact = True
    for name, aggregation in found["aggregations"].items():
        exact = exact and not aggregation["values"]["sum_other_doc_count"]
        items += [_source(name.split(":")[0], bucket) for bucket in aggregation["values"]["buckets"]]
    items.sort(key=lambda item: (item["role"] != "publisher", -item["articles"], item["name"].lower()))
    return {"items": items, "total": len(items), "total_exact": exact, "next": None}


def _about(role: str) -> dict[str, Any]:
    about: dict[str, Any] = {
        "languages": {"terms": {"field": "language.primary", "size": 20}},
        "domains": {"terms": {"field": f"{role}.domain", "size": 5}},
        "last_published": {"max": {"field": "published_at"}},
        "last_captured": {"max": {"field": "captured_at"}},
    }
    if role == "origin":
        about["countries"] = {"terms": {"field": "origin.country", "size": 1}}
        about["writes_in"] = {"terms": {"field": "original_language.primary", "size": 20}}
    return about


def _source(role: str, bucket: dict[str, Any]) -> dict[str, Any]:
    countries = _keys(bucket, "countries")
    return {
        "role": role,
        "name": bucket["key"],
        "domains": _keys(bucket, "domains"),
        "country": countries[0] if countries else None,
        "articles": bucket["doc_count"],
        "languages": _languages(bucket, "languages"),
        "original_languages": _languages(bucket, "writes_in"),
        "last_published_at": bucket["last_published"].get("value_as_string"),
        "last_captured_at": bucket["last_captured"].get("value_as_string"),
    }


def _languages(bucket: dict[str, Any], name: str) -> list[str]:
    return list(dict.fromkeys(without_variety(tag) for tag in _keys(bucket, name)))


def _keys(bucket: dict[str, Any], name: str) -> list[str]:
    return [one["key"] for one in bucket.get(name, {}).get("buckets", [])]
