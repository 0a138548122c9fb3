"""What is reported more than before: words of headlines in a window of time, against the time before it.

A word counts once for each group of duplicates. Its score is how often it is printed now over how often it was in
the `BEFORE` windows before, smoothed, so that a new word must be printed by several to rank at all. Left out are words
that carry no meaning in the headline's language (the Stopwords ISO lists), and scripts without spaces between words.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from babelwire_search.errors import InvalidParameter
from babelwire_search.filters import Filters
from babelwire_search.languages import stop_words
from babelwire_search.ports import ArticleIndex
from babelwire_text.language_tags import primary, without_variety
from babelwire_text.scripts import UNSPACED

BEFORE: Final = 7
MAX_WINDOW: Final = timedelta(days=30)

_HEADLINES: Final = 2_000
_CANDIDATES: Final = 200
_FEWEST_GROUPS: Final = 2
_SHORTEST: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_UNSPACED: Final = re.compile(f"[{UNSPACED}]")
_WINDOW: Final = re.compile(r"(\d{1,4})([hd])")


@dataclass(slots=True)
class _Mentions:
    groups: set[str] = field(default_factory=set)
    publishers: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    forms: dict[str, int] = field(default_factory=dict)
    example: dict[str, Any] = field(default_factory=dict)


def window(text: str) -> timedelta:
    """A window such as `24h` or `7d`, at most `MAX_WINDOW`. Raises `InvalidParameter`."""
    match = _WINDOW.fullmatch(text.strip().lower())
    length = timedelta(**{"hours" if match[2] == "h" else "days": int(match[1])}) if match else timedelta()
    if not timedelta() < length <= MAX_WINDOW:
        raise InvalidParameter("window", f"“{text}” is not a window like 24h or 7d of at most {MAX_WINDOW.days}d")
    return length


async def trends(index: ArticleIndex, length: timedelta, size: int, clock: Callable[[], datetime]) -> dict[str, Any]:
    """The words that rose most in the `length` up to now: {`word`, `articles`, `publishers`, `languages`, `before`,
    `score`, `example`}; `before` is the number of articles in an average window before.
    """
    now = clock()
    since = now - length
    found = _read(await _headlines(index, Filters(since=since)))
    often = sorted(found.items(), key=lambda one: (-len(one[1].groups), one[0]))
    candidates = {word: mentions for word, mentions in often[:_CANDIDATES] if len(mentions.groups) >= _FEWEST_GROUPS}
    before = await _before(index, list(candidates), Filters(since=since - BEFORE * length, until=since))
    items = [_trend(word, mentions, before[word] / BEFORE) for word, mentions in candidates.items()]
    items.sort(key=lambda item: (-item["score"], -item["articles"], item["word"]))
    return {
        "items": items[:size],
        "total": len(items),
        "total_exact": len(candidates) < _CANDIDATES,
        "next": None,
        "since": since.isoformat(timespec="seconds"),
        "until": now.isoformat(timespec="seconds"),
    }


async def _headlines(index: ArticleIndex, filters: Filters) -> list[dict[str, Any]]:
    body = {
        "query": {"bool": {"filter": filters.clauses()}},
        "size": _HEADLINES,
        "track_total_hits": False,
        "sort": [{"published_at": "desc"}, {"article_id": "asc"}],
        "_source": ["article_id", "title", "language", "publisher", "duplicate_group"],
    }
    (found,) = await index.search([body])
    return [hit["_source"] for hit in found["hits"]["hits"]]


def _read(headlines: list[dict[str, Any]]) -> dict[str, _Mentions]:
    found: dict[str, _Mentions] = {}
    for headline in headlines:
        language = primary(headline.get("language") or "und")
        publisher = headline.get("publisher") or {}
        for form in dict.fromkeys(_WORD.findall(headline.get("title") or "")):
            word = form.lower().removesuffix("'s").removesuffix("’s")
            if len(word) < _SHORTEST or _UNSPACED.search(word) or word in stop_words(language):
                continue
            mentions = found.setdefault(word, _Mentions())
            mentions.groups.add(headline.get("duplicate_group") or headline["article_id"])
            mentions.publishers.add(publisher.get("name") or publisher.get("domain") or "")
            mentions.languages.add(without_variety(language))
            mentions.forms[form[: len(word)]] = mentions.forms.get(form[: len(word)], 0) + 1
            mentions.example = mentions.example or {
                name: headline.get(name) for name in ("article_id", "title", "language")
            }
    return found


async def _before(index: ArticleIndex, words: list[str], filters: Filters) -> dict[str, int]:
    if not words:
        return {}
    aggregations = {
        "words": {
            "filters": {"filters": {word: {"match": {"title": {"query": word, "operator": "and"}}} for word in words}},
            "aggs": {"listed": {"cardinality": {"field": "duplicate_group"}}},
        }
    }
    query = {"bool": {"filter": filters.clauses()}}
    (found,) = await index.search([{"query": query, "size": 0, "track_total_hits": False, "aggs": aggregations}])
    buckets = found["aggregations"]["words"]["buckets"]
    return {word: buckets[word]["listed"]["value"] for word in words}


def _trend(word: str, mentions: _Mentions, before: float) -> dict[str, Any]:
    articles = len(mentions.groups)
    # Several outlets weigh more than one that repeats itself.
    score = (articles + len(mentions.publishers)) / 2 / (before + 1)
    return {
        "word": max(mentions.forms, key=lambda form: (mentions.forms[form], form)),
        "articles": articles,
        "publishers": len(mentions.publishers),
        "languages": sorted(mentions.languages),
        "before": round(before, 2),
        "score": round(score, 3),
        "example": mentions.example,
    }
