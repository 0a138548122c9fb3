"""Stories: the articles that tell one event, as `story_id` has them."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from babelwire_contracts.document import BRIEF_FIELDS, public
from babelwire_search.errors import ArticleNotFound, InvalidCursor, StoryMoved
from babelwire_search.languages import language_name
from babelwire_search.ports import ArticleIndex, SearchBody
from babelwire_search.searching import Reading
from babelwire_text.language_tags import UNDETERMINED, primary, varieties, without_variety

MAX_MEMBERS: Final = 500
_RANKED: Final = 500
"""Stories that are ranked: those that somebody told last."""

_FEWEST: Final = 2
_DAY: Final = timedelta(days=1)
_FIELDS: Final = [*BRIEF_FIELDS, "story_id", "duplicate_group", "captured_at"]
_BY_TIME: Final = [
    {"published_at": {"order": "asc", "missing": "_last"}},
    {"captured_at": "asc"},
    {"article_id": "asc"},
]


async def stories(reading: Reading, size: int, cursor: str | None) -> dict[str, Any]:
    """Stories told by two articles at least, the fresh and widely told first: a day later weighs as twice the outlets.

    `total` counts those that are listed, of which there are at most 500. Raises `InvalidCursor`.
    """
    start = _place(cursor)
    ranked = await _ranked(reading.index)
    ids = ranked[start : start + size]
    members = await _members(reading.index, ids, 100)
    following = start + size if start + size < len(ranked) else None
    return {
        "items": [_item(story_id, members[story_id], reading.languages) for story_id in ids if members.get(story_id)],
        "total": len(ranked),
        "total_exact": len(ranked) < _RANKED,
        "next": None if following is None else str(following),
    }


async def story(reading: Reading, story_id: str) -> dict[str, Any]:
    """A story with its members, in the order in which they were published; undated ones, by capture, last.

    Raises `StoryMoved` for the id of an article that is in another story, `ArticleNotFound` for one that is in none.
    """
    members = (await _members(reading.index, [story_id], MAX_MEMBERS)).get(story_id)
    if not members:
        body = {"query": {"ids": {"values": [story_id]}}, "size": 1, "_source": ["story_id"], "track_total_hits": False}
        (found,) = await reading.index.search([body])
        of = next((hit["_source"].get("story_id") for hit in found["hits"]["hits"]), None)
        if of is None or of == story_id:
            raise ArticleNotFound(f"there is no story {story_id}")
        raise StoryMoved(of)
    return _item(story_id, members, reading.languages) | {"members": [_brief(each) for each in members]}


async def told_beside(index: ArticleIndex, article: Mapping[str, Any]) -> dict[str, Any] | None:
    """How many other outlets tell an article's story, and in how many languages it is told; None where none does."""
    if not article.get("story_id"):
        return None
    members = (await _members(index, [article["story_id"]], MAX_MEMBERS)).get(article["story_id"], [])
    others = {_outlet(each) for each in members} - {_outlet(article)}
    if not others:
        return None
    languages = {_language(each) for each in members}
    return {"story_id": article["story_id"], "others": len(others), "languages": len(languages)}


async def _ranked(index: ArticleIndex) -> list[str]:
    """The ids of stories, those to be shown first at the front."""
    told = {
        "terms": {"field": "story_id", "size": _RANKED, "min_doc_count": _FEWEST, "order": {"latest": "desc"}},
        "aggs": {
            "latest": {"max": {"field": "published_at"}},
            "outlets": {"cardinality": {"field": "publisher.domain"}},
            "languages": {"cardinality": {"field": "language.primary"}},
            "texts": {"cardinality": {"field": "duplicate_group"}},
        },
    }
    (found,) = await index.search([{"size": 0, "track_total_hits": False, "aggs": {"told": told}}])
    buckets = [each for each in found["aggregations"]["told"]["buckets"] if each["texts"]["value"] >= _FEWEST]
    return [each["key"] for each in sorted(buckets, key=lambda each: (-_weight(each), each["key"]))]


def _weight(bucket: Mapping[str, Any]) -> float:
    latest = bucket["latest"].get("value") or 0.0
    told = math.log2(1 + bucket["outlets"]["value"]) + math.log2(1 + bucket["languages"]["value"])
    return float(told + latest / 1000 / _DAY.total_seconds())


async def _members(index: ArticleIndex, story_ids: Sequence[str], most: int) -> dict[str, list[dict[str, Any]]]:
    """The members of each story by time, at most so many of each."""
    if not story_ids:
        return {}
    bodies: list[SearchBody] = [
        {
            "query": {"bool": {"filter": [{"term": {"story_id": each}}]}},
            "size": most,
            "_source": _FIELDS,
            "sort": _BY_TIME,
            "track_total_hits": False,
        }
        for each in story_ids
    ]
    answers = await index.search(bodies)
    return {
        story_id: [hit["_source"] for hit in answer["hits"]["hits"]]
        for story_id, answer in zip(story_ids, answers, strict=True)
    }


def _item(story_id: str, members: Sequence[Mapping[str, Any]], reader: Sequence[str]) -> dict[str, Any]:
    dated = [each["published_at"] for each in members if each.get("published_at")]
    languages = Counter(_language(each) for each in members)
    outlets = Counter(_outlet(each) for each in members)
    return {
        "story_id": story_id,
        "headline": _brief(_headline(members, reader)),
        "first": _brief(members[0]),
        "articles": len(members),
        "languages": [_count(tag, language_name(tag), number) for tag, number in _ordered(languages)],
        "publishers": [_count(name, name, number) for name, number in _ordered(outlets)],
        "first_published_at": dated[0] if dated else None,
        "last_published_at": dated[-1] if dated else None,
    }


def _headline(members: Sequence[Mapping[str, Any]], reader: Sequence[str]) -> Mapping[str, Any]:
    """The newest in the first of the reader's languages that the story is told in, else who was first."""
    for language in reader:
        alike = varieties(language)
        found = [each for each in members if primary(each.get("language") or UNDETERMINED) in alike]
        if found:
            return max(found, key=lambda each: each.get("published_at") or "")
    return members[0]


def _count(value: str, name: str, count: int) -> dict[str, Any]:
    return {"value": value, "name": name, "count": count}


def _ordered(counter: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counter.items(), key=lambda each: (-each[1], each[0]))


def _language(member: Mapping[str, Any]) -> str:
    return without_variety(member.get("language") or UNDETERMINED)


def _outlet(member: Mapping[str, Any]) -> str:
    publisher = member.get("publisher") or {}
    return str(publisher.get("name") or publisher.get("domain") or "")


def _brief(source: Mapping[str, Any]) -> dict[str, Any]:
    whole = public(dict(source))
    return {name: whole[name] for name in BRIEF_FIELDS}


def _place(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if not cursor.isascii() or not cursor.isdigit() or int(cursor) > _RANKED:
        raise InvalidCursor("this cursor is not one of a list of stories")
    return int(cursor)
