"""Asks the index how it is."""

import contextlib
from collections.abc import AsyncIterator, Iterable
from typing import Any, Final

import httpx

from babelwire_console.capture.outcomes import Shown
from babelwire_console.errors import CommandFailed
from babelwire_console.settings import Settings
from babelwire_messaging.handling import Position

_IDS_A_REQUEST: Final = 500


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

    async def sources(self, article_ids: Iterable[str]) -> dict[str, Shown]:
        """What each article's document shows, by article id, as of the last write; less those without a document."""
        found: dict[str, Shown] = {}
        wanted = sorted(set(article_ids))
        for start in range(0, len(wanted), _IDS_A_REQUEST):
            body = {"ids": wanted[start : start + _IDS_A_REQUEST]}
            answer = await self._ask("POST", "/articles/_mget?_source=capture_id,source", body)
            for document in answer.raise_for_status().json()["docs"]:
                told = document.get("_source", {})
                if (source := told.get("source")) is not None:
                    at = Position(source["topic"], source["partition"], source["offset"])
                    found[document["_id"]] = Shown(told.get("capture_id"), at)
        return found

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
        return await self._ask("GET", path)

    async def _ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        try:
            return await self._client.request(method, path, json=body)
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
