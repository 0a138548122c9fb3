"""The JSON API."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from babelwire_lineage.provenance.telling import tell
from babelwire_search import days, results, searching, sources, trends
from babelwire_search.comparing import compare
from babelwire_search.errors import ArticleNotFound
from babelwire_search.http import schemas
from babelwire_search.http.comparison_schemas import ComparisonAnswer
from babelwire_search.http.journey_schemas import JourneyAnswer
from babelwire_search.http.problems import PROBLEM_RESPONSES
from babelwire_search.http.reading import Service, reading_of, service_of
from babelwire_search.parameters import MAX_SIZE, DayParameters, SearchParameters
from babelwire_search.similar import similar

router: Final = APIRouter(prefix="/api", responses=PROBLEM_RESPONSES)

ServiceNow = Annotated[Service, Depends(service_of)]
Day = Annotated[str, Path(description="A day, UTC, like 2021-06-19.", json_schema_extra={"format": "date"})]
ArticleId = Annotated[str, Path(max_length=512, description="The article's id.")]


OtherId = Annotated[str, Path(max_length=512, description="The id of another article.")]


class SimilarParameters(BaseModel):
    model_config = ConfigDict(extra="forbid")

    size: int = Field(default=10, ge=1, le=MAX_SIZE)
    reader: str | None = Field(default=None, max_length=200)


class TrendParameters(BaseModel):
    model_config = ConfigDict(extra="forbid")

    window: str = Field(default="24h", max_length=10, description="Such as `24h` or `7d`, at most `30d`.")
    size: int = Field(default=20, ge=1, le=MAX_SIZE)


class NoParameters(BaseModel):
    model_config = ConfigDict(extra="forbid")


@router.get("/search", response_model=schemas.SearchAnswer, summary="Search the articles")
async def search(
    request: Request, service: ServiceNow, parameters: Annotated[SearchParameters, Query()]
) -> JSONResponse:
    """The articles that match, a page at a time, with totals, facets, suggestions and notes."""
    return JSONResponse(await searching.search(reading_of(request, service, parameters.reader), parameters))


@router.get("/articles/{article_id}", response_model=schemas.ArticleAnswer, summary="One article")
async def article(article_id: ArticleId, service: ServiceNow, _: Annotated[NoParameters, Query()]) -> JSONResponse:
    """The document, with its copies and where it comes from in words."""
    found = await results.one(service.index(), article_id)
    if found is None:
        raise ArticleNotFound(f"there is no article {article_id}")
    told = tell(found[0])
    return JSONResponse(found[0] | {"provenance": {"sentence": told.sentence, "reasons": told.reasons}})


@router.get("/articles/{article_id}/journey", response_model=JourneyAnswer, summary="An article's way here")
async def journey(article_id: ArticleId, service: ServiceNow, _: Annotated[NoParameters, Query()]) -> JSONResponse:
    """Every record of the article in the topics: decisions, evidence, and what changed from one to the next."""
    found = await service.journeys.journey(article_id)
    if found is None:
        raise ArticleNotFound(f"no article {article_id} has left a trace")
    return JSONResponse(found)


@router.get("/articles/{article_id}/similar", response_model=schemas.SimilarList, summary="Articles like one")
async def similar_articles(
    request: Request,
    article_id: ArticleId,
    service: ServiceNow,
    parameters: Annotated[SimilarParameters, Query()],
) -> JSONResponse:
    """The most alike first, in any language, without copies of it or of each other; only as many as are alike."""
    reading = reading_of(request, service, parameters.reader)
    return JSONResponse(await similar(reading, article_id, parameters.size))


@router.get("/articles/{article_id}/copies/{other}", response_model=ComparisonAnswer, summary="Two texts side by side")
async def comparison(
    article_id: ArticleId, other: OtherId, service: ServiceNow, _: Annotated[NoParameters, Query()]
) -> JSONResponse:
    """Which passages an article shares with another, what differs between them, and what deduplication decided."""
    return JSONResponse(await compare(service.index(), article_id, other))


@router.get("/days/{date}", response_model=schemas.DayAnswer, summary="The articles of one day")
async def day(
    request: Request, date: Day, service: ServiceNow, parameters: Annotated[DayParameters, Query()]
) -> JSONResponse:
    """By the UTC day of `published_at`, newest first, with how they divide and the nearest days that have any."""
    reading = reading_of(request, service, parameters.reader)
    return JSONResponse(await days.articles_of(reading, days.day_of(date), parameters))


@router.get("/trends", response_model=schemas.TrendList, summary="What is told more than before")
async def trending(service: ServiceNow, parameters: Annotated[TrendParameters, Query()]) -> JSONResponse:
    """Words of headlines in the window against the seven windows before it."""
    length = trends.window(parameters.window)
    return JSONResponse(await trends.trends(service.index(), length, parameters.size, service.clock))


@router.get("/sources", response_model=schemas.SourceList, summary="Publishers and origins")
async def all_sources(service: ServiceNow, _: Annotated[NoParameters, Query()]) -> JSONResponse:
    """All of them, with counts, languages and when the last article came."""
    return JSONResponse(await sources.sources(service.index()))
