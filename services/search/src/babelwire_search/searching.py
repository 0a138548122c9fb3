"""The search: what is listed, how many, how they divide, and what was perhaps meant."""

from dataclasses import dataclass
from typing import Any

from babelwire_search.cursor import decode_cursor, encode_cursor, search_mark
from babelwire_search.facets import counts, facets, total
from babelwire_search.filters import Filters, matching
from babelwire_search.language_coverage import LanguageCoverage
from babelwire_search.matching import text_query
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


async def search(reading: Reading, parameters: SearchParameters) -> dict[str, Any]:
    """The answer of `/api/search`.

    Raises `InvalidParameter`, `InvalidCursor` and `IndexUnavailable`.
    """
    query, filters, sort, notes = parameters.understood()
    answer = await listed(reading, parameters, query, filters, sort)
    return answer | {"notes": list(notes)}


async def listed(
    reading: Reading, parameters: PageParameters, words: Query, filters: Filters, sort: Sort
) -> dict[str, Any]:
    """One page of a listing, with totals, facets and suggestions."""
    mark = search_mark(words, filters, sort, parameters.duplicates)
    cursor = decode_cursor(parameters.cursor, mark) if parameters.cursor else None
    languages = await reading.coverage.languages(reading.index)
    query = matching(text_query(words, languages, filters.language), filters)
    collapse = parameters.collapse
    counting = with_suggesting(counts(query, collapse=collapse), words)
    (counted,) = await reading.index.search([counting])
    listing = Listing(query=query, sort=sort, collapse=collapse, mark=mark)
    places, following = await listing.page(reading.index, parameters.size, cursor)
    items = await present(reading.index, places, query=query, words=words, reader=reading.languages, collapse=collapse)
    number, exact = total(counted, collapse=collapse)
    return {
        "items": items,
        "total": number,
        "total_exact": exact,
        "next": encode_cursor(following) if following is not None else None,
        "facets": facets(counted, collapse=collapse),
        "suggestions": suggestions(counted, words),
    }
