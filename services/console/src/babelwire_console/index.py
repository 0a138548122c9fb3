"""Asks the index how it is."""

import contextlib
from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import msgspec

from babelwire_console.capture.outcomes import Shown
from babelwire_console.errors import CommandFailed
from babelwire_console.settings import Settings
from babelwire_messaging.handling import Position
from babelwire_opensearch.bodies import body
from babelwire_opensearch.errors import NotFound, OpenSearchUnavailable, RequestRefused

if TYPE_CHECKING:
    from babelwire_opensearch.client import OpenSearchClient

_IDS_A_REQUEST: Final = 500
_SECONDS: Final = 10.0
_CONNECTIONS: Final = 2


class _Source(msgspec.Struct, frozen=True):
    topic: str
    partition: int
    offset: int


class _Shown(msgspec.Struct, frozen=True):
    capture_id: str | None = None
    source: _Source | None = None


class _Document(msgspec.Struct, frozen=True):
    id_: str = msgspec.field(name="_id")
    source: _Shown = msgspec.field(name="_source", default=_Shown())


class _Documents(msgspec.Struct, frozen=True):
    docs: list[_Document]


class _Found(msgspec.Struct, frozen=True):
    source: dict[str, str] = msgspec.field(name="_source", default={})


class _Count(msgspec.Struct, frozen=True):
    count: int


class Index:
    """OpenSearch, as far as the console asks it."""

    def __init__(self, client: "OpenSearchClient") -> None:
        self._client = client

    async def addresses(self, article_id: str) -> frozenset[str]:
        """The URLs an article's document gives; none where there is no document."""
        path, params = f"/articles/_doc/{quote(article_id, safe='')}", {"_source": "url,canonical_url"}
        try:
            found = await self._client.request("GET", path, _Found, params=params)
        except NotFound:
            return frozenset()
        return frozenset(found.source.values())

    async def sources(self, article_ids: Iterable[str]) -> dict[str, Shown]:
        """What each article's document shows, by article id, as of the last write; less those without a document."""
        found: dict[str, Shown] = {}
        wanted = sorted(set(article_ids))
        for start in range(0, len(wanted), _IDS_A_REQUEST):
            ids, params = body({"ids": wanted[start : start + _IDS_A_REQUEST]}), {"_source": "capture_id,source"}
            for document in (
                await self._client.request("POST", "/articles/_mget", _Documents, params=params, body=ids)
            ).docs:
                if (at := document.source.source) is not None:
                    shown = Shown(document.source.capture_id, Position(at.topic, at.partition, at.offset))
                    found[document.id_] = shown
        return found

    async def count(self) -> int | None:
        """How many articles there are; None before the alias exists."""
        try:
            return (await self._client.request("GET", "/articles/_count", _Count)).count
        except NotFound:
            return None

    async def health(self) -> str:
        """The cluster's name, version and colour in one line."""
        about = await self._client.request("GET", "/", dict[str, Any])
        health = await self._client.request("GET", "/_cluster/health", dict[str, Any])
        return f"{about['cluster_name']}, OpenSearch {about['version']['number']}, {health['status']}"


@contextlib.asynccontextmanager
async def index(settings: Settings) -> AsyncIterator[Index]:
    """The index while entered. Raises `CommandFailed` as `opensearch` does."""
    async with opensearch(settings) as client:
        yield Index(client)


@contextlib.asynccontextmanager
async def opensearch(settings: Settings) -> AsyncIterator["OpenSearchClient"]:
    """A client of OpenSearch while entered. Raises `CommandFailed` when OpenSearch is away or refuses."""
    # It takes as long to import as all else, which most commands need not wait for.
    from babelwire_opensearch.client import OpenSearchClient  # noqa: PLC0415

    client = OpenSearchClient(settings.opensearch, timeout=_SECONDS, connections=_CONNECTIONS)
    async with contextlib.aclosing(client):
        try:
            yield client
        except OpenSearchUnavailable as error:
            raise CommandFailed(f"{error}; is it up? Try `make up`.") from error
        except RequestRefused as error:
            raise CommandFailed(f"OpenSearch at {settings.opensearch.url} refuses: {error}") from error
