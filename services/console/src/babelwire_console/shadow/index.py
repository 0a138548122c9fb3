"""The index of a shadow, beside the live one."""

import contextlib
from collections.abc import AsyncIterator, Iterable, Sequence
from itertools import islice
from typing import Any

import httpx

from babelwire_console.errors import CommandFailed
from babelwire_console.index import client_of
from babelwire_console.settings import Settings

_AT_ONCE = 500

Documents = dict[str, dict[str, Any]]
"""By article id."""


class ShadowIndex:
    """An index named `articles-shadow-…`, and the live documents to compare it with."""

    def __init__(self, client: httpx.AsyncClient, name: str) -> None:
        self._client = client
        self._name = name

    async def exists(self) -> bool:
        """Whether there is such an index already."""
        return (await self._client.head(f"/{self._name}")).status_code == httpx.codes.OK

    async def pages(self) -> AsyncIterator[Documents]:
        """All documents that show, some hundreds at a time."""
        (await self._client.post(f"/{self._name}/_refresh")).raise_for_status()
        query: dict[str, Any] = {
            "size": _AT_ONCE,
            "sort": ["article_id"],
            "query": {"exists": {"field": "revision"}},
        }
        while hits := await self._hits(self._name, query):
            yield {hit["_id"]: hit["_source"] for hit in hits}
            query["search_after"] = hits[-1]["sort"]

    async def live(self, article_ids: Sequence[str]) -> Documents:
        """The live documents of some articles, those that are there."""
        answer = await self._client.post("/articles/_mget", json={"ids": list(article_ids)})
        if answer.status_code == httpx.codes.NOT_FOUND:
            return {}
        found = answer.raise_for_status().json()["docs"]
        return {one["_id"]: one["_source"] for one in found if one.get("found") and one["_source"].get("revision")}

    async def live_of_captures(self, capture_ids: Iterable[str]) -> AsyncIterator[Documents]:
        """The live documents that show one of some captures."""
        rest = iter(sorted(capture_ids))
        while ids := list(islice(rest, _AT_ONCE)):
            query = {"size": _AT_ONCE, "query": {"terms": {"capture_id": ids}}}
            yield {hit["_id"]: hit["_source"] for hit in await self._hits("articles", query)}

    async def delete(self) -> None:
        """Deletes the shadow's index where it is there."""
        answer = await self._client.delete(f"/{self._name}", params={"ignore_unavailable": "true"})
        answer.raise_for_status()

    async def _hits(self, where: str, query: dict[str, Any]) -> list[dict[str, Any]]:
        answer = await self._client.post(f"/{where}/_search", json=query, params={"ignore_unavailable": "true"})
        hits: list[dict[str, Any]] = answer.raise_for_status().json()["hits"]["hits"]
        return hits


@contextlib.asynccontextmanager
async def shadow_index(settings: Settings, name: str) -> AsyncIterator[ShadowIndex]:
    """The index while entered. Raises `CommandFailed` when OpenSearch is away or refuses."""
    try:
        async with client_of(settings) as client:
            yield ShadowIndex(client, name)
    except httpx.HTTPError as error:
        raise CommandFailed(f"OpenSearch at {settings.opensearch} does not do its part ({error!r})") from error
