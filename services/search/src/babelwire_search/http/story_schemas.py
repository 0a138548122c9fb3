"""The shapes of answers on stories."""

from datetime import datetime

from pydantic import BaseModel, Field

from babelwire_search.http.schemas import Brief, FacetValue


class StoryInBrief(BaseModel):
    """The articles that tell one event."""

    story_id: str = Field(description="The id of the article that founded it.")
    headline: Brief = Field(description="The newest in the first of the reader's languages that it is told in.")
    first: Brief = Field(description="Who had it first, as far as dates tell.")
    articles: int
    languages: list[FacetValue]
    publishers: list[FacetValue]
    first_published_at: datetime | None
    last_published_at: datetime | None


class StoryList(BaseModel):
    """`next` is the cursor of the next page."""

    items: list[StoryInBrief]
    total: int
    total_exact: bool
    next: str | None


class StoryAnswer(StoryInBrief):
    """A story with its articles."""

    members: list[Brief] = Field(description="By time of publication, at most 500; `duplicate` says who copied whom.")
