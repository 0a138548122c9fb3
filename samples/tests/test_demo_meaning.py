"""The demo waits until articles are in stories, and no longer than it was told."""

from typing import Any

import httpx

from babelwire_samples.demo.meaning import understood
from babelwire_samples.demo.reading import Reader


class _Search:
    """Two articles, of which `later` comes to a story when it is asked for the second time, and `never` to none."""

    def __init__(self) -> None:
        self._asked = 0

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path == "/api/articles/later":
            self._asked += 1
        answers: dict[str, dict[str, Any]] = {
            "/api/articles/at-once": {"story_id": "at-once"},
            "/api/articles/later": {"story_id": "at-once" if self._asked > 1 else None},
            "/api/articles/never": {"story_id": None},
            "/api/search": {"items": [{"article_id": "later"}]},
            "/api/stories": {
                "items": [
                    {"story_id": "never", "languages": [{"value": "en"}], "articles": 9},
                    {"story_id": "at-once", "languages": [{"value": "en"}, {"value": "tr"}], "articles": 2},
                ]
            },
            "/api/stories/at-once": {"story_id": "at-once", "members": []},
        }
        return httpx.Response(200, json=answers[path])


async def _understood(articles: list[str], within: float) -> tuple[Any, list[int]]:
    steps: list[int] = []
    transport = httpx.MockTransport(_Search().answer)
    async with httpx.AsyncClient(base_url="http://search", transport=transport) as client:
        return await understood(Reader(client), articles, within, steps.append), steps


async def test_it_waits_until_every_article_is_in_a_story() -> None:
    meant, steps = await _understood(["at-once", "later"], within=60)
    assert (meant.in_stories, meant.articles, steps) == (2, 2, [1, 2])
    assert meant.story is not None
    assert meant.story["story_id"] == "at-once"
    assert [item["article_id"] for item in meant.found] == ["later"]


async def test_it_goes_on_without_those_that_come_to_none_in_time() -> None:
    meant, _ = await _understood(["at-once", "never"], within=0)
    assert (meant.in_stories, meant.articles) == (1, 2)
