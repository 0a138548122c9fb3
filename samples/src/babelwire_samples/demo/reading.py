"""Asks the search service, and waits until what was indexed can be found."""

import asyncio
from collections.abc import Iterable
from typing import Any, Final

import httpx

from babelwire_samples.demo.errors import DemoFailed

QUERY: Final = {"q": "baker trusted customers debts in chalk", "original_language": "es"}
"""English words for an article that was written in Spanish."""

_PAUSE: Final = 0.3


class Reader:
    """Reads from one search service."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def find(self, within: float) -> list[dict[str, Any]]:
        """What the query finds, asked again for `within` seconds until there is something."""
        async with asyncio.timeout(within):
            while True:
                if (answer := await self._get("/api/search", QUERY)) and answer["items"]:
                    return list(answer["items"])
                await asyncio.sleep(_PAUSE)

    async def documents(self, article_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The documents that are there, by article id."""
        found = {}
        for article_id in dict.fromkeys(article_ids):
            if document := await self._get(f"/api/articles/{article_id}", {}):
                found[article_id] = document
        return found

    async def _get(self, path: str, parameters: dict[str, str]) -> dict[str, Any] | None:
        """The answer; None for what is not there, or not yet."""
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
        answer: dict[str, Any] = response.json()
        return answer
