"""Asks the search service, and waits until what was indexed can be found."""

import asyncio
from collections.abc import Iterable
from typing import Any, Final

import httpx

from babelwire_samples.demo.errors import DemoFailed

QUERY: Final = {"q": "baker trusted customers debts in chalk", "original_language": "es"}
"""English words for an article that was written in Spanish."""

_PAUSE: Final = 0.3
_AT_ONCE: Final = 8
_STORIES: Final = "50"

Document = dict[str, Any]
"""A searchable document as the API shows it."""


class Reader:
    """Reads from one search service."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def find(self, within: float) -> list[Document]:
        """What the query finds. It is repeated for at most `within` seconds until it finds something."""
        async with asyncio.timeout(within):
            while True:
                if (answer := await self._get("/api/search", QUERY)) and answer["items"]:
                    return list(answer["items"])
                await asyncio.sleep(_PAUSE)

    async def found(self, query: dict[str, str]) -> list[Document]:
        """What a query finds now."""
        answer = await self._get("/api/search", query)
        return list(answer["items"]) if answer else []

    async def widest_story(self) -> Document | None:
        """The story told in the most languages, of those told last, with its members; None where there is none."""
        answer = await self._get("/api/stories", {"size": _STORIES})
        stories = answer["items"] if answer else []
        if not stories:
            return None
        widest = max(stories, key=lambda story: (len(story["languages"]), story["articles"]))
        return await self._get(f"/api/stories/{widest['story_id']}", {})

    async def documents(self, article_ids: Iterable[str]) -> dict[str, Document]:
        """The documents that are there, by article id."""
        turns = asyncio.Semaphore(_AT_ONCE)

        async def one(article_id: str) -> tuple[str, Document | None]:
            async with turns:
                return article_id, await self._get(f"/api/articles/{article_id}", {})

        found = await asyncio.gather(*map(one, dict.fromkeys(article_ids)))
        return {article_id: document for article_id, document in found if document is not None}

    async def _get(self, path: str, parameters: dict[str, str]) -> Document | None:
        """The answer as JSON; None for what is not there, or not yet."""
        try:
            response = await self._client.get(path, params=parameters)
        except httpx.HTTPError as error:
            raise DemoFailed(
                f"search does not answer at {self._client.base_url} ({type(error).__name__}); make up starts the stack"
            ) from error
        if response.status_code in (httpx.codes.NOT_FOUND, httpx.codes.SERVICE_UNAVAILABLE):
            return None
        if not response.is_success:
            raise DemoFailed(f"search answered {response.status_code} to {response.request.url}")
        answer: Document = response.json()
        return answer
