"""Asks the index how it is."""

import contextlib
from collections.abc import AsyncIterator

import httpx

from babelwire_console.errors import CommandFailed
from babelwire_console.settings import Settings


class Index:
    """OpenSearch, as far as the console asks it."""

    def __init__(self, client: httpx.AsyncClient, address: str) -> None:
        self._client = client
        self._address = address

    async def addresses(self, article_id: str) -> frozenset[str]:
        """The URLs an article's document gives; none where there is no document."""
        answer = await self._get(f"/articles/_doc/{article_id}?_source=url,canonical_url")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return frozenset()
        return frozenset(answer.raise_for_status().json().get("_source", {}).values())

    async def count(self) -> int | None:
        """How many articles there are; None before the alias exists."""
        answer = await self._get("/articles/_count")
        return int(answer.json()["count"]) if answer.status_code == httpx.codes.OK else None

    async def health(self) -> str:
        """The cluster's name, version and colour in one line."""
        about = (await self._get("/")).raise_for_status().json()
        health = (await self._get("/_cluster/health")).raise_for_status().json()
        return f"{about['cluster_name']}, OpenSearch {about['version']['number']}, {health['status']}"

    async def _get(self, path: str) -> httpx.Response:
        try:
            return await self._client.get(path)
        except httpx.HTTPError as error:
            raise CommandFailed(
                f"OpenSearch at {self._address} does not answer ({error!r}); is it up? Try `make up`."
            ) from error


@contextlib.asynccontextmanager
async def index(settings: Settings) -> AsyncIterator[Index]:
    """The index while entered."""
    async with client_of(settings) as client:
        yield Index(client, settings.opensearch)


def client_of(settings: Settings) -> httpx.AsyncClient:
    """A client of OpenSearch; enter it before use."""
    auth = None
    if settings.opensearch_user and settings.opensearch_password:
        auth = (settings.opensearch_user, settings.opensearch_password.get_secret_value())
    return httpx.AsyncClient(base_url=settings.opensearch, auth=auth, timeout=10, trust_env=False)
