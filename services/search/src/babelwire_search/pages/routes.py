"""The web pages."""

import asyncio
from datetime import timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from babelwire_search import days, presenting, searching, trends
from babelwire_search.errors import ArticleNotFound
from babelwire_search.http.problems import Failure
from babelwire_search.http.reading import Service, reading_of, service_of
from babelwire_search.languages import language_name
from babelwire_search.listing import Sort
from babelwire_search.pages import views, wording
from babelwire_search.pages.links import Link, Links
from babelwire_search.pages.rendering import render
from babelwire_search.parameters import DayParameters, SearchParameters
from babelwire_search.similar import similar

router: Final = APIRouter(include_in_schema=False)

_TRENDS_AT_HOME: Final = 10
_SIMILAR: Final = 5
_HOME_WINDOW: Final = timedelta(days=7)
_WINDOWS: Final = ("24h", "7d", "30d")

ServiceNow = Annotated[Service, Depends(service_of)]


@router.get("/")
async def home(request: Request, service: ServiceNow, parameters: Annotated[SearchParameters, Query()]) -> Response:
    """The latest, by language, and what the news is about."""
    reading = reading_of(request, service, parameters.reader)
    latest = parameters.model_copy(update={"sort": Sort.NEWEST, "q": None})
    found, trending = await asyncio.gather(
        searching.search(reading, latest),
        trends.trends(reading.index, _HOME_WINDOW, _TRENDS_AT_HOME, service.clock),
    )
    links = Links("/", latest)
    chosen = [language_name(tag) for tag in parameters.language if tag.strip()]
    return render(
        "home.html",
        cards=[views.card(item) for item in found["items"]],
        total=wording.counted(found["total"], "article", "articles", exact=found["total_exact"]),
        languages=links.facets(found["facets"], most=40)[:1] if not chosen else [],
        chosen=chosen,
        next=Links("/search", latest).next_page(found["next"]),
        trends=[_trend_link(one) for one in trending["items"]],
        notes=found["notes"],
    )


@router.get("/search")
async def search(request: Request, service: ServiceNow, parameters: Annotated[SearchParameters, Query()]) -> Response:
    """What a search finds."""
    found = await searching.search(reading_of(request, service, parameters.reader), parameters)
    links = Links("/search", parameters)
    return render(
        "search.html",
        q=parameters.q or "",
        parameters=parameters,
        cards=[views.card(item) for item in found["items"]],
        total=wording.counted(found["total"], "article", "articles", exact=found["total_exact"]),
        empty=not found["total"],
        applied=links.applied(),
        facets=links.facets(found["facets"]),
        suggestions=[Link(links.searching(one["q"]), one["q"]) for one in found["suggestions"]],
        notes=found["notes"],
        next=links.next_page(found["next"]),
        first=links.first_page,
        hidden=links.hidden(("q", "from", "to", "sort", "duplicates")),
    )


@router.get("/articles/{article_id}")
async def article(request: Request, article_id: str, service: ServiceNow) -> Response:
    """One article to be read."""
    found = await presenting.one(service.index(), article_id)
    if found is None:
        raise ArticleNotFound("There is no article at this address.")
    alike = await similar(reading_of(request, service, None), article_id, _SIMILAR)
    return render(
        "article.html",
        article=views.page(found[0]),
        similar=[views.card(item) for item in alike["items"]],
    )


@router.get("/days")
async def some_day(service: ServiceNow, date: str | None = None) -> Response:
    """Goes to the day asked for, else to the last that has articles."""
    day = days.day_of(date).isoformat() if date else await days.latest_day(service.index())
    return RedirectResponse(f"/days/{day}" if day else "/", status_code=303)


@router.get("/days/{date}")
async def day(
    request: Request, date: str, service: ServiceNow, parameters: Annotated[DayParameters, Query()]
) -> Response:
    """The articles of one day, by language."""
    shown = days.day_of(date)
    found = await days.articles_of(reading_of(request, service, parameters.reader), shown, parameters)
    by_language: dict[str, list[views.Card]] = {}
    for item in found["items"]:
        made = views.card(item)
        by_language.setdefault(made.provenance.language, []).append(made)
    cursor = found["next"]
    return render(
        "day.html",
        date=shown.isoformat(),
        heading=wording.weekday(shown),
        total=wording.counted(found["total"], "article", "articles", exact=found["total_exact"]),
        groups=sorted(by_language.items(), key=lambda one: (-len(one[1]), one[0])),
        previous=_day_link(found["previous_day"]),
        following=_day_link(found["next_day"]),
        next=Links(f"/days/{shown.isoformat()}", _as_search(parameters)).next_page(cursor),
        on_first_page=parameters.cursor is None,
    )


@router.get("/trends")
async def trending(service: ServiceNow, window: str = "24h") -> Response:
    """Words of headlines that rose."""
    found = await trends.trends(service.index(), trends.window(window), 50, service.clock)
    return render(
        "trends.html",
        window=window,
        windows=_WINDOWS,
        trends=[
            (_trend_link(one), one, views.words(one["example"]["title"], one["example"]["language"]))
            for one in found["items"]
        ],
        names=language_name,
        article_href=views.article_href,
    )


def failure_page(failure: Failure) -> Response:
    """A failure as a page."""
    headings = {
        400: "That page cannot be shown",
        404: "There is nothing here",
        405: "That cannot be done here",
        422: "Something in the address could not be read",
        503: "The articles cannot be reached at the moment",
    }
    return render(
        "failure.html",
        status=failure.status,
        headers=failure.headers(),
        heading=headings.get(failure.status, "Something went wrong"),
        detail=failure.detail,
    )


def _trend_link(trend: dict[str, Any]) -> Link:
    wanted = SearchParameters(q=trend["word"], sort=Sort.NEWEST)
    return Link(Links("/search", wanted).searching(trend["word"]), trend["word"], trend["articles"])


def _day_link(day: str | None) -> Link | None:
    return Link(f"/days/{day}", wording.on_day(days.day_of(day))) if day else None


def _as_search(parameters: DayParameters) -> SearchParameters:
    return SearchParameters(language=parameters.language, duplicates=parameters.duplicates, reader=parameters.reader)
