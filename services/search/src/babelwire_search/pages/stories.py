"""The pages of stories."""

from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from babelwire_search import stories
from babelwire_search.errors import ArticleNotFound, StoryMoved
from babelwire_search.http.reading import Service, reading_of, service_of
from babelwire_search.languages import language_name
from babelwire_search.pages import wording
from babelwire_search.pages.addresses import article_href, comparison_href
from babelwire_search.pages.rendering import render
from babelwire_search.pages.sharing import sharing
from babelwire_search.pages.views import Words, words
from babelwire_text.language_tags import without_variety

router: Final = APIRouter(include_in_schema=False)

_ON_A_PAGE: Final = 20
_TOLD: Final = 6

ServiceNow = Annotated[Service, Depends(service_of)]


@dataclass(frozen=True, slots=True)
class StoryCard:
    """A story in a list. `languages` are told with how many articles are in each."""

    href: str
    title: Words
    articles: str
    outlets: str
    languages: list[str]
    published: str
    published_at: str | None


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a story; `copies` says whose text it is, where it is another's, and `comparison` shows both."""

    href: str
    title: Words
    outlet: str
    language: str
    published: str
    published_at: str | None
    copies: str | None
    comparison: str | None


@dataclass(frozen=True, slots=True)
class Beside:
    """Who else tells an article's story, in words."""

    href: str
    text: str


@router.get("/stories")
async def all_stories(request: Request, service: ServiceNow, cursor: str | None = None) -> Response:
    """The events that several tell."""
    found = await stories.stories(reading_of(request, service, None), _ON_A_PAGE, cursor)
    return render(
        "stories.html",
        sharing=sharing(request, f"/stories?cursor={cursor}" if cursor else "/stories", "Told in many places"),
        stories=[story_card(item) for item in found["items"]],
        total=wording.counted(found["total"], "story", "stories", exact=found["total_exact"]),
        next=f"/stories?cursor={found['next']}" if found["next"] else None,
        first="/stories" if cursor else None,
    )


@router.get("/stories/{story_id}")
async def one_story(request: Request, story_id: str, service: ServiceNow) -> Response:
    """One event, as all tell it."""
    try:
        found = await stories.story(reading_of(request, service, None), story_id)
    except StoryMoved as moved:
        return RedirectResponse(story_href(moved.story_id), status_code=308)
    except ArticleNotFound:
        raise ArticleNotFound("There is no story at this address.") from None
    outlets = {member["article_id"]: _outlet(member) for member in found["members"]}
    headline = found["headline"]
    return render(
        "story.html",
        sharing=sharing(request, story_href(story_id), headline["title"] or "A story"),
        title=words(headline["title"] or "Untitled", headline["language"]),
        card=story_card(found),
        first=_member(found["first"], outlets),
        members=[_member(each, outlets) for each in found["members"]],
        publishers=[(one["name"] or "not named", one["count"]) for one in found["publishers"]],
        story_id=story_id,
    )


def story_href(story_id: str) -> str:
    """The page of a story."""
    return f"/stories/{quote(story_id, safe='')}"


def story_card(item: dict[str, Any]) -> StoryCard:
    """A story of a list."""
    headline, last = item["headline"], item["last_published_at"]
    languages = [f"{one['name']} {one['count']}" for one in item["languages"]]
    return StoryCard(
        href=story_href(item["story_id"]),
        title=words(headline["title"] or "Untitled", headline["language"]),
        articles=wording.counted(item["articles"], "article", "articles"),
        outlets=wording.counted(len(item["publishers"]), "outlet", "outlets"),
        languages=[
            *languages[:_TOLD],
            *([f"{len(languages) - _TOLD} more languages"] if len(languages) > _TOLD else []),
        ],
        published=wording.published(last, "minute"),
        published_at=last,
    )


def beside(told: dict[str, Any] | None) -> Beside | None:
    """Who else tells the story of an article, or None."""
    if told is None:
        return None
    others = "1 other" if told["others"] == 1 else f"{told['others']:,} others"
    languages = wording.counted(told["languages"], "language", "languages")
    return Beside(story_href(told["story_id"]), f"also told by {others} in {languages}")


def _member(brief: dict[str, Any], outlets: dict[str, str]) -> Member:
    of, kind = brief["duplicate"]["of"], brief["duplicate"]["kind"]
    is_copy = of is not None and kind != "none"
    return Member(
        href=article_href(brief["article_id"]),
        title=words(brief["title"] or "Untitled", brief["language"]),
        outlet=_outlet(brief),
        language=language_name(without_variety(brief["language"] or "und")),
        published=wording.published(brief["published_at"], brief["published_at_precision"]),
        published_at=brief["published_at"],
        copies=outlets.get(of, "another article") if is_copy else None,
        comparison=comparison_href(brief["article_id"], of) if is_copy else None,
    )


def _outlet(brief: dict[str, Any]) -> str:
    return wording.outlet(brief["publisher"]["name"], brief["publisher"]["domain"]) or "publisher not named"
