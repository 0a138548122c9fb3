"""The JSON API of stories."""

from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from babelwire_search import stories
from babelwire_search.errors import StoryMoved
from babelwire_search.http.problems import PROBLEM_RESPONSES
from babelwire_search.http.reading import Service, reading_of, service_of
from babelwire_search.http.story_schemas import StoryAnswer, StoryList
from babelwire_search.parameters import MAX_SIZE

router: Final = APIRouter(prefix="/api/stories", responses=PROBLEM_RESPONSES)

ServiceNow = Annotated[Service, Depends(service_of)]
StoryId = Annotated[str, Path(max_length=512, description="The id of the article that founded the story.")]


class StoryParameters(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reader: str | None = Field(default=None, max_length=200, description="Languages preferred for headlines.")


class StoriesParameters(StoryParameters):
    size: int = Field(default=20, ge=1, le=MAX_SIZE, description="How many to list.")
    cursor: str | None = Field(default=None, max_length=20, description="`next` of the page before.")


@router.get("", response_model=StoryList, summary="Stories")
async def all_stories(
    request: Request, service: ServiceNow, parameters: Annotated[StoriesParameters, Query()]
) -> JSONResponse:
    """Events that two articles or more tell, in whatever languages; the fresh and widely told first."""
    reading = reading_of(request, service, parameters.reader)
    return JSONResponse(await stories.stories(reading, parameters.size, parameters.cursor))


@router.get(
    "/{story_id}",
    response_model=StoryAnswer,
    summary="One story",
    responses={308: {"description": "The article of this id is in another story, which `Location` names."}},
)
async def one_story(
    request: Request, story_id: StoryId, service: ServiceNow, parameters: Annotated[StoryParameters, Query()]
) -> Response:
    """Its articles by time, who had it first, how many tell it in which language."""
    try:
        return JSONResponse(await stories.story(reading_of(request, service, parameters.reader), story_id))
    except StoryMoved as moved:
        return RedirectResponse(f"/api/stories/{quote(moved.story_id, safe='')}", status_code=308)
