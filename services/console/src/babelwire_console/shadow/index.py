"""The index of a shadow, beside the live one."""

import contextlib
from collections.abc import AsyncIterator, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from babelwire_console.index import opensearch
from babelwire_console.settings import Settings
from babelwire_opensearch.bodies import body
from babelwire_opensearch.errors import NotFound

if TYPE_CHECKING:
    from babelwire_opensearch.client import OpenSearchClient

_AT_ONCE = 500
_WHERE_THERE = {"ignore_unavailable": "true"}

Documents = dict[str, dict[str, Any]]
"""By article id."""


class _Document(msgspec.Struct, frozen=True):
    id_: str = msgspec.field(name="_id")
    source: dict[str, Any] = msgspec.field(name="_source", default={})
    sort: list[Any] = []


class _Documents(msgspec.Struct, frozen=True):
    docs: list[_Document]


class _Hits(msgspec.Struct, frozen=True):
    hits: list[_Document]


class _Found(msgspec.Struct, frozen=True):
    hits: _Hits


class ShadowIndex:
    """An index named `articles-shadow-…`, and the live documents to compare it with."""

    def __init__(self, client: "OpenSearchClient", name: str) -> None:
        self._client = client
        self._name = name

    async def exists(self) -> bool:
        """Whether there is such an index already."""
        try:
            await self._client.request("GET", f"/{self._name}", dict)
        except NotFound:
            return False
        return True

    async def pages(self) -> AsyncIterator[Documents]:
        """All documents that show, some hundreds at a time."""
        await self._client.request("POST", f"/{self._name}/_refresh", dict)
        query: dict[str, Any] = {
            "size": _AT_ONCE,
            "sort": ["article_id"],
            "query": {"exists": {"field": "revision"}},
        }
        while hits := await self._hits(self._name, query):
            yield {hit.id_: hit.source for hit in hits}
            query["search_after"] = hits[-1].sort

    async def live(self, article_ids: Sequence[str]) -> Documents:
        """The live documents of some articles, those that are there."""
        ids = body({"ids": list(article_ids)})
        try:
            found = await self._client.request("POST", "/articles/_mget", _Documents, body=ids)
        except NotFound:
            return {}
        return {one.id_: one.source for one in found.docs if one.source.get("revision")}

    async def live_of_captures(self, capture_ids: Iterable[str]) -> AsyncIterator[Documents]:
        """The live documents that show one of some captures."""
        rest = iter(sorted(capture_ids))
        while ids := list(islice(rest, _AT_ONCE)):
            query = {"size": _AT_ONCE, "query": {"terms": {"capture_id": ids}}}
            yield {hit.id_: hit.source for hit in await self._hits("articles", query)}

    async def delete(self) -> None:
        """Deletes the shadow's index where it is there."""
        await self._client.request("DELETE", f"/{self._name}", dict, params=_WHERE_THERE)

    async def _hits(self, where: str, query: dict[str, Any]) -> list[_Document]:
        found = await self._client.request("POST", f"/{where}/_search", _Found, body=body(query), params=_WHERE_THERE)
        return found.hits.hits


@contextlib.asynccontextmanager
async def shadow_index(settings: Settings, name: str) -> AsyncIterator[ShadowIndex]:
    """The index while entered. Raises `CommandFailed` when OpenSearch is away or refuses."""
    async with opensearch(settings) as client:
        yield ShadowIndex(client, name)
