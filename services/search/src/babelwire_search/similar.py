"""Articles like one article, whatever language they are in: no copies of it or of each other, and none that is not.

What may be like it is found twice, by vectors and by words; what is, is judged by `likeness`, over all of them. Where
there are no vectors, words alone must do, and where they end to be alike is not known.
"""

import asyncio
from collections.abc import Mapping
from typing import Any, Final

import structlog

from babelwire_search.errors import ArticleNotFound, MeaningUnavailable
from babelwire_search.filters import Filters, in_groups, matching
from babelwire_search.likeness.pairs import likeness, told
from babelwire_search.likeness.reasons import reason
from babelwire_search.likeness.sampled import SampledRarity
from babelwire_search.likeness.words import bag_of
from babelwire_search.meaning.finding import Meaning, allowed
from babelwire_search.pagination import Listed, Listing, Sort
from babelwire_search.ports import ArticleIndex, Entry, Sample, SearchBody
from babelwire_search.query_language import Query
from babelwire_search.results import one, present
from babelwire_search.searching import Reading
from babelwire_search.similar_words import words_like
from babelwire_vectors import as_floats

log = structlog.get_logger(__name__)

ALIKE: Final = 1.5
"""The likeness that an article must have to be shown; chosen by `make quality-similar`."""

_BY_MEANING: Final = 100
_BY_WORDS: Final = 50
_TEXT: Final = 1_200
"""Characters of an article that tell why it is shown."""


async def similar(reading: Reading, article_id: str, size: int) -> dict[str, Any]:
    """At most `size` articles, the most alike first, each with a `reason`. Raises `ArticleNotFound`."""
    found = await one(reading.index, article_id)
    if found is None:
        raise ArticleNotFound(f"there is no article {article_id}")
    article, group = found
    own_group = {"bool": {"must_not": [{"term": {"duplicate_group": group}}]}}
    query = matching(words_like(article), Filters(), own_group)
    listing = Listing(query=query, sort=Sort.RELEVANCE, collapse=True, mark=b"")
    places = await _alike(reading, listing, article_id, own_group)
    if places is None:
        places, _ = await listing.page(reading.index, size, None)
    else:
        query = in_groups([place.group for place in places])
    items = await present(
        reading.index,
        places[:size],
        query=query,
        words=Query(),
        reader=reading.languages,
        collapse=True,
        told=lambda _place: {},
    )
    for item in items:
        item["reason"] = reason(article, item, one_text=_text(article), other_text=_text(item))
    return {"items": items, "total": len(items), "total_exact": True, "next": None}


async def _alike(reading: Reading, by_words: Listing, article_id: str, own_group: SearchBody) -> list[Listed] | None:
    """The groups that are alike, each with the member that is the most; None where vectors cannot tell."""
    if reading.meaning is None:
        return None
    try:
        return await _judged(reading.index, reading.meaning, by_words, article_id, own_group)
    except MeaningUnavailable as error:
        log.info("similar_by_words_alone", reason=str(error))
        return None


async def _judged(
    index: ArticleIndex, meaning: Meaning, by_words: Listing, article_id: str, own_group: SearchBody
) -> list[Listed]:
    vectors = meaning.vectors
    itself = (await vectors.entries([article_id])).get(article_id)
    if itself is None:
        raise MeaningUnavailable("the article has no vector")
    near = await vectors.nearest(itself.vector, _BY_MEANING)
    groups = await allowed(index, near, own_group, collapse=True)
    heads, _ = await by_words.page(index, _BY_WORDS, None)
    groups |= {place.head: place.group for place in heads if place.head not in groups}
    entries = await vectors.entries(list(groups))
    sample = await vectors.sample()
    scored = await asyncio.to_thread(_scores, itself, entries, sample, meaning.rarity)
    places: dict[str, Listed] = {}
    for other, score in sorted(scored.items(), key=lambda item: (-item[1], item[0])):
        if score >= ALIKE:
            places.setdefault(groups[other], Listed(group=groups[other], head=other, position=None))
    return list(places.values())


def _scores(itself: Entry, others: Mapping[str, Entry], sample: Sample, sampled: SampledRarity) -> dict[str, float]:
    rarity = sampled.of(sample)
    entries = (itself, *others.values())
    vectors = as_floats([entry.vector for entry in entries])
    first, *rest = (
        told(vector, bag_of(entry.text), entry.language, rarity) for entry, vector in zip(entries, vectors, strict=True)
    )
    return dict(zip(others, map(float, likeness(first, rest, rarity)), strict=True))


def _text(article: Mapping[str, Any]) -> str:
    parts = (article["title"], article["lead"], article["body"])
    return "\n".join(part for part in parts if part)[:_TEXT]
