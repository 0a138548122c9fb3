"""The articles of the index and the vectors that it has of them, read in the order of their ids."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from babelwire_embedding.errors import CannotReembed
from babelwire_embedding.ports import IndexedVector
from babelwire_embedding.stored_articles import FIELDS, article_of
from babelwire_embedding.tasks import TaggedView
from babelwire_opensearch.bodies import body
from babelwire_opensearch.client import OpenSearchClient
from babelwire_opensearch.errors import NotFound

ARTICLES: Final = "articles"
"""The alias of the articles."""

VECTORS: Final = "articles-vectors-*"
"""The indices of vectors, one of each model."""

_ID: Final = "article_id"
_ARTICLES_AT_ONCE: Final = 200
_VECTORS_AT_ONCE: Final = 2000


class _Hit(msgspec.Struct, frozen=True):
    source: dict[str, Any] = msgspec.field(name="_source")


class _Hits(msgspec.Struct, frozen=True):
    hits: list[_Hit]


class _Found(msgspec.Struct, frozen=True):
    hits: _Hits


class _Count(msgspec.Struct, frozen=True):
    count: int


class _Meta(msgspec.Struct, frozen=True):
    model: str | None = None


class _Mappings(msgspec.Struct, frozen=True):
    meta: _Meta = msgspec.field(name="_meta", default=_Meta())


class _Index(msgspec.Struct, frozen=True):
    mappings: _Mappings = _Mappings()


class ArticlesOfIndex:
    """The `StoredArticles` behind an alias, as of the last refresh."""

    def __init__(self, client: OpenSearchClient, alias: str = ARTICLES) -> None:
        self._client = client
        self._alias = alias

    async def count(self) -> int:
        """How many there are, those just written among them. Raises `CannotReembed` where there is no index."""
        try:
            await self._client.request("POST", f"/{self._alias}/_refresh", dict)
            return (await self._client.request("GET", f"/{self._alias}/_count", _Count)).count
        except NotFound as error:
            raise CannotReembed("there is no index yet: indexing makes it when it starts") from error

    async def after(self, article_id: str) -> Sequence[TaggedView]:
        """See `StoredArticles`."""
        found = await _page(self._client, self._alias, article_id, FIELDS, _ARTICLES_AT_ONCE)
        return [article_of(source) for source in found]


class VectorsOfIndex:
    """The `IndexedVectors` of one index, as of the last refresh; none where there is no index."""

    def __init__(self, client: OpenSearchClient, index: str | None) -> None:
        self._client = client
        self._index = index

    async def after(self, article_id: str) -> Sequence[IndexedVector]:
        """See `IndexedVectors`."""
        if self._index is None:
            return []
        fields = (_ID, "text_hash")
        found = await _page(self._client, self._index, article_id, fields, _VECTORS_AT_ONCE)
        return [IndexedVector(source[_ID], source.get("text_hash", "")) for source in found]


async def index_of(client: OpenSearchClient, model: str, pattern: str = VECTORS) -> str | None:
    """The index of the vectors of a model, refreshed; of several that with the highest name; None where none is."""
    indices = await client.request("GET", f"/{pattern}/_mapping", dict[str, _Index])
    name = max((name for name, index in indices.items() if index.mappings.meta.model == model), default=None)
    if name is not None:
        await client.request("POST", f"/{name}/_refresh", dict)
    return name


async def _page(
    client: OpenSearchClient, index: str, after: str, fields: Sequence[str], size: int
) -> Sequence[Mapping[str, Any]]:
    query = {
        "size": size,
        "sort": [{_ID: "asc"}],
        "search_after": [after],
        "_source": fields,
        "track_total_hits": False,
    }
    return [
        hit.source for hit in (await client.request("POST", f"/{index}/_search", _Found, body=body(query))).hits.hits
    ]
