"""The web pages."""

import asyncio
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse
from pydantic import ConfigDict
from starlette.responses import Response

from babelwire_observability.problem_documents import Problem
from babelwire_search import days, results, searching, stories, trends
from babelwire_search.comparing import compare
from babelwire_search.errors import ArticleNotFound, InvalidParameter
from babelwire_search.http.reading import Service, reading_of, service_of
from babelwire_search.languages import language_name, language_tag
from babelwire_search.pages import views, wording
from babelwire_search.pages.addresses import article_href, comparison_href
from babelwire_search.pages.links import Link, Links
from babelwire_search.pages.rendering import render
from babelwire_search.pages.sharing import shared_article, sharing
from babelwire_search.pages.side_by_side import side_by_side
from babelwire_search.pages.stories import beside, story_card
from babelwire_search.pagination import Sort
from babelwire_search.parameters import DayParameters, SearchParameters
from babelwire_search.similar import similar
from babelwire_text.language_tags import UNDETERMINED, without_variety

router: Final = APIRouter(include_in_schema=False)

_TRENDS_AT_HOME: Final = 10
_STORIES_AT_HOME: Final = 8
_SIMILAR: Final = 5
_HOME_WINDOW: Final = timedelta(days=7)
_WINDOWS: Final = ("24h", "7d", "30d")
_FEW: Final = 3

ServiceNow = Annotated[Service, Depends(service_of)]


class AskedSearch(SearchParameters):
    """As the API takes them; what else stands in the address of a page is not its business."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)


class AskedDay(DayParameters):
    """The same of a day."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)


@router.get("/")
async def home(request: Request, service: ServiceNow, parameters: Annotated[AskedSearch, Query()]) -> Response:
    """The latest, by language, and what the news is about."""
    latest = parameters.model_copy(update={"sort": Sort.NEWEST, "q": None})
    (found, status), trending, told = await asyncio.gather(
        _found(request, service, latest),
        trends.trends(service.index(), _HOME_WINDOW, _TRENDS_AT_HOME, service.clock),
        stories.stories(reading_of(request, service, None), _STORIES_AT_HOME, None),
    )
    links = Links("/", latest.model_copy(update={"sort": None}))
    chosen = [language_name(language_tag(tag) or tag) for tag in parameters.language if tag.strip()]
    return render(
        "home.html",
        status=status,
        sharing=sharing(request, links.here, "Babelwire: the news of the world, as it was written"),
        cards=[views.card(item) for item in found["items"]],
        total=wording.counted(found["total"], "article", "articles", exact=found["total_exact"]),
        languages=links.facets(found["facets"], most=40)[:1] if not chosen else [],
        chosen=chosen,
        next=Links("/search", latest).next_page(found["next"]),
        trends=[_trend_link(one) for one in trending["items"]],
        stories=[] if parameters.language else [story_card(one) for one in told["items"]],
        notes=found["notes"],
    )


@router.get("/search")
async def search(request: Request, service: ServiceNow, parameters: Annotated[AskedSearch, Query()]) -> Response:
    """What a search finds."""
    found, status = await _found(request, service, parameters)
    links = Links("/search", parameters)
    q = parameters.q or ""
    return render(
        "search.html",
        status=status,
        sharing=sharing(request, links.here, f"{q} · Search" if q else "Search the news of the world"),
        q=q,
        parameters=parameters,
        cards=[views.card(item) for item in found["items"]],
        total=wording.counted(found["total"], "article", "articles", exact=found["total_exact"]),
        unread=status is not HTTPStatus.OK,
        empty=not found["total"],
        applied=links.applied(),
        facets=links.facets(found["facets"]),
        suggestions=[Link(links.searching(one["q"]), one["q"]) for one in found["suggestions"]],
        notes=found["notes"],
        next=links.next_page(found["next"]),
        first=links.first_page,
        hidden=links.hidden(("q", "from", "to", "sort", "match", "duplicates")),
    )


@router.get("/articles/{article_id}")
async def article(request: Request, article_id: str, service: ServiceNow) -> Response:
    """One article to be read."""
    found = await results.one(service.index(), article_id)
    if found is None:
        raise ArticleNotFound("There is no article at this address.")
    alike, told = await asyncio.gather(
        similar(reading_of(request, service, None), article_id, _SIMILAR),
        stories.told_beside(service.index(), found[0]),
    )
    shown = views.page(found[0])
    return render(
        "article.html",
        sharing=shared_article(request, shown),
        article=shown,
        story=beside(told),
        similar=[views.card(item) for item in alike["items"]],
    )


@router.get("/articles/{article_id}/copies/{other}")
async def comparison(request: Request, article_id: str, other: str, service: ServiceNow) -> Response:
    """Two articles side by side, with what differs marked."""
    shown = side_by_side(await compare(service.index(), article_id, other))
    titles = " · ".join(str(side.title.text) for side in shown.sides)
    address = comparison_href(article_id, other)
    return render("copies.html", sharing=sharing(request, address, f"Side by side: {titles}"), shown=shown)


@router.get("/days")
async def some_day(service: ServiceNow, date: str | None = None) -> Response:
    """Goes to the day asked for, else to the last that has articles."""
    day = days.day_of(date).isoformat() if date else await days.latest_day(service.index())
    return RedirectResponse(f"/days/{day}" if day else "/", status_code=303)


@router.get("/days/{date}")
async def day(request: Request, date: str, service: ServiceNow, parameters: Annotated[AskedDay, Query()]) -> Response:
    """The articles of one day, by language."""
    shown = days.day_of(date)
    status = HTTPStatus.OK
    try:
        found = await days.articles_of(reading_of(request, service, parameters.reader), shown, parameters)
    except InvalidParameter as error:
        found, status = _nothing(error) | {"previous_day": None, "next_day": None}, HTTPStatus.UNPROCESSABLE_ENTITY
    by_language: dict[str, list[views.Card]] = {}
    for item in found["items"]:
        named = language_name(without_variety(item["language"] or UNDETERMINED))
        by_language.setdefault(named, []).append(views.card(item))
    groups = sorted(by_language.items(), key=lambda one: (-len(one[1]), one[0]))
    links = Links(f"/days/{shown.isoformat()}", _as_search(parameters))
    return render(
        "day.html",
        status=status,
        sharing=sharing(request, links.here, f"The news of {wording.weekday(shown)}"),
        date=shown.isoformat(),
        heading=wording.weekday(shown),
        total=wording.counted(found["total"], "article", "articles", exact=found["total_exact"]),
        long_groups=[one for one in groups if len(one[1]) > _FEW],
        short_groups=[one for one in groups if len(one[1]) <= _FEW],
        previous=_day_link(found["previous_day"]),
        following=_day_link(found["next_day"]),
        notes=found["notes"],
        next=links.next_page(found["next"]),
        on_first_page=parameters.cursor is None,
    )


@router.get("/trends")
async def trending(request: Request, service: ServiceNow, window: str = "24h") -> Response:
    """Words of headlines that rose."""
    found = await trends.trends(service.index(), trends.window(window), 50, service.clock)
    return render(
        "trends.html",
        sharing=sharing(request, f"/trends?{urlencode({'window': window})}", "What is told more than before"),
        window=window,
        windows=_WINDOWS,
        trends=[
            (_trend_link(one), one, views.words(one["example"]["title"], one["example"]["language"]))
            for one in found["items"]
        ],
        names=language_name,
        article_href=article_href,
    )


def failure_page(problem: Problem) -> Response:
    """A problem as a page."""
    headings = {
        400: "That page cannot be shown",
        404: "There is nothing here",
        405: "That cannot be done here",
        422: "Something in the address could not be read",
        503: "The articles cannot be reached at the moment",
    }
    return render(
        "failure.html",
        status=problem.status,
        headers=problem.headers,
        heading=headings.get(problem.status, "Something went wrong"),
        detail=problem.detail,
    )


async def _found(request: Request, service: Service, parameters: SearchParameters) -> tuple[dict[str, Any], HTTPStatus]:
    """What a search finds; nothing, and why, where a value cannot be read."""
    try:
        found = await searching.search(reading_of(request, service, parameters.reader), parameters)
    except InvalidParameter as error:
        return _nothing(error), HTTPStatus.UNPROCESSABLE_ENTITY
    return found, HTTPStatus.OK


def _nothing(error: InvalidParameter) -> dict[str, Any]:
    listed: dict[str, Any] = {"items": [], "total": 0, "total_exact": True, "next": None}
    return listed | {"facets": {}, "suggestions": [], "notes": [f"{error}."]}


def _trend_link(trend: dict[str, Any]) -> Link:
    wanted = SearchParameters(q=trend["word"], sort=Sort.NEWEST)
    return Link(Links("/search", wanted).searching(trend["word"]), trend["word"], trend["articles"])


def _day_link(day: str | None) -> Link | None:
    return Link(f"/days/{day}", wording.on_day(days.day_of(day))) if day else None


def _as_search(parameters: DayParameters) -> SearchParameters:
    return SearchParameters(language=parameters.language, duplicates=parameters.duplicates, reader=parameters.reader)
