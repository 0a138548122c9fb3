"""The articles of one day, by the UTC day of `published_at`."""

from datetime import date
from typing import Any

from babelwire_search.errors import InvalidParameter
from babelwire_search.filters import Filters
from babelwire_search.pagination import Sort
from babelwire_search.parameters import DayParameters, day_bounds
from babelwire_search.ports import ArticleIndex
from babelwire_search.query_language import Query
from babelwire_search.searching import Reading, listed


async def articles_of(reading: Reading, day: date, parameters: DayParameters) -> dict[str, Any]:
    """One page of a day's articles, newest first, and the nearest days before and after that have any.

    Raises `InvalidParameter`, `InvalidCursor` and `IndexUnavailable`.
    """
    languages = parameters.languages()
    since, until = day_bounds(day)
    filters = Filters(language=languages, since=since, until=until)
    answer = await listed(reading, parameters, Query(), filters, Sort.NEWEST)
    del answer["suggestions"]
    return answer | {
        "date": day.isoformat(),
        "previous_day": await _nearest(reading.index, Filters(language=languages, until=since), "max"),
        "next_day": await _nearest(reading.index, Filters(language=languages, since=until), "min") if until else None,
    }


async def latest_day(index: ArticleIndex) -> str | None:
    """The last day that has articles."""
    return await _nearest(index, Filters(), "max")


async def _nearest(index: ArticleIndex, filters: Filters, which: str) -> str | None:
    body = {
        "query": {"bool": {"filter": filters.clauses()}},
        "size": 0,
        "track_total_hits": False,
        "aggs": {"day": {which: {"field": "published_at"}}},
    }
    (found,) = await index.search([body])
    text = found["aggregations"]["day"].get("value_as_string")
    return str(text)[:10] if text else None


def day_of(text: str) -> date:
    """A day written as 2021-06-19. Raises `InvalidParameter`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidParameter("date", f"“{text[:40]}” is not a day like 2021-06-19") from None
