"""The search: what is listed, how many, how they divide, and what was perhaps meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from babelwire_search.cursor import decode_cursor, encode_cursor, search_mark
from babelwire_search.facets import counts, facets, total
from babelwire_search.filters import Filters, matching
from babelwire_search.highlighting import opening
from babelwire_search.language_coverage import LanguageCoverage
from babelwire_search.meaning.finding import Meaning
from babelwire_search.meaning.looking import Match, look_for
from babelwire_search.pagination import Listing, Sort
from babelwire_search.parameters import PageParameters, SearchParameters
from babelwire_search.ports import ArticleIndex
from babelwire_search.query_language import Query
from babelwire_search.results import present
from babelwire_search.suggesting import suggestions, with_suggesting


@dataclass(frozen=True, slots=True)
class Reading:
    """What a listing answers from: the index, its languages, and the languages its reader prefers."""

    index: ArticleIndex
    coverage: LanguageCoverage
    languages: tuple[str, ...] = ()
    meaning: Meaning | None = None


async def search(reading: Reading, parameters: SearchParameters) -> dict[str, Any]:
    """The answer of `/api/search`.

    Raises `InvalidParameter`, `InvalidCursor` and `IndexUnavailable`.
    """
    query, filters, sort, notes = parameters.understood()
    return await listed(reading, parameters, query, filters, sort, notes=notes, match=parameters.match)


async def listed(
    reading: Reading,
    parameters: PageParameters,
    words: Query,
    filters: Filters,
    sort: Sort,
    *,
    notes: Sequence[str] = (),
    match: Match = Match.WORDS,
) -> dict[str, Any]:
    """One page of a listing, with totals, facets, suggestions and notes."""
    mark = search_mark(words, filters, sort, parameters.duplicates, match)
    cursor = decode_cursor(parameters.cursor, mark) if parameters.cursor else None
    languages = await reading.coverage.languages(reading.index)
    collapse = parameters.collapse
    # Meaning has an order of its own, which no other can be mixed with.
    by = match if match is not Match.BOTH or sort is Sort.RELEVANCE else Match.WORDS
    looked = await look_for(
        words,
        filters,
        by,
        meaning=reading.meaning,
        index=reading.index,
        languages=languages,
        collapse=collapse,
    )
    query = matching(looked.query, filters)
    counting = with_suggesting(counts(query, collapse=collapse), words)
    (counted,) = await reading.index.search([counting])
    listing = Listing(query=query, sort=sort, collapse=collapse, mark=mark)
    places, following = await listing.page(reading.index, parameters.size, cursor)
    items = await present(
        reading.index,
        places,
        query=query,
        words=words,
        reader=reading.languages,
        collapse=collapse,
        told=lambda place: {"found_by": looked.found_by(place)},
    )
    for item in items:
        if item["found_by"] is Match.MEANING:
            item["highlights"] = opening(item)
    number, exact = total(counted, collapse=collapse)
    return {
        "items": items,
        "total": number,
        "total_exact": exact,
        "next": encode_cursor(following) if following is not None else None,
        "facets": facets(counted, collapse=collapse),
        "suggestions": suggestions(counted, words),
        "notes": [*notes, *looked.notes],
    }
