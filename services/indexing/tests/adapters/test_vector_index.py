"""Indices of vectors in a real OpenSearch."""

import random
from collections.abc import AsyncIterator
from typing import Any

import pytest

from babelwire_indexing.adapters.vector_index import OpenSearchVectors
from babelwire_indexing.errors import VectorUnusable
from babelwire_indexing.vectors import VectorEntry, VectorNames, vector_names
from babelwire_opensearch.bodies import lines

from ..conftest import LiveIndex

pytestmark = pytest.mark.stack

OLD, NEW = "old-00000000", "new-11111111"
AHEAD, BEHIND = bytes([9, 1, 1, 1]), bytes([1, 1, 1, 9])


def one(article_id: str, version: int, vector: bytes) -> VectorEntry:
    return VectorEntry(article_id, version, vector, {"article_id": article_id, "language": "pt-BR"})


class LiveVectors:
    """Indices of one test's own, counted against articles of its own."""

    def __init__(self, live: LiveIndex) -> None:
        self.live = live
        self.names: VectorNames = vector_names(live.names)
        self.store = self.instance()

    def instance(self) -> OpenSearchVectors:
        """The store as another instance would have it."""
        return OpenSearchVectors(self.live.client, self.live.settings, self.names, self.live.names.alias)

    async def nearest(self, vector: bytes) -> list[tuple[str, int]]:
        """Ids and versions of the nearest behind the alias, the nearest first."""
        await self.live.request("POST", f"/{self.names.prefix}*/_refresh")
        query = {"knn": {"vector": {"vector": list(vector), "k": 10, "filter": {"term": {"language.primary": "pt"}}}}}
        found = await self.live.request("POST", f"/{self.names.alias}/_search", {"query": query, "version": True})
        return [(hit["_id"], hit["_version"]) for hit in found["hits"]["hits"]]

    async def searched(self) -> list[str]:
        """The indices behind the alias."""
        found: dict[str, Any] = await self.live.request("GET", f"/_alias/{self.names.alias}")
        return list(found)


@pytest.fixture
async def vectors(live: LiveIndex) -> AsyncIterator[LiveVectors]:
    """No index of vectors yet."""
    made = LiveVectors(live)
    yield made
    for model in (OLD, NEW):
        await live.request("DELETE", f"/{made.names.index(model)}?ignore_unavailable=true")


async def test_vectors_are_found_and_the_newest_stay_whatever_the_order(vectors: LiveVectors) -> None:
    versions = [one("a", version, BEHIND if version == 7 else AHEAD) for version in range(1, 8)]
    random.Random(3).shuffle(versions)
    refused = [one("zeros", 1, bytes(4)), one("long", 1, bytes([1] * 5))]
    answers = await vectors.store.write(OLD, [*versions, one("b", 1, AHEAD), one("nothing", 1, b""), *refused])
    assert answers[:-2] == [None] * 9
    assert [type(answer) for answer in answers[-2:]] == [VectorUnusable, VectorUnusable]
    assert await vectors.instance().write(OLD, [one("a", 6, AHEAD)]) == [None]
    assert await vectors.nearest(BEHIND) == [("a", 7), ("b", 1)]
    found = await vectors.live.request("GET", f"/{vectors.names.alias}/_doc/a?_source_includes=vector")
    assert found["_source"] == {"vector": list(BEHIND)}


async def test_searches_go_over_to_a_newer_model_once_it_has_nearly_all(vectors: LiveVectors, live: LiveIndex) -> None:
    documents = [{"index": {}}, {"article_id": "x", "revision": "r"}] * 3
    await live.client.request("POST", f"/{live.names.index}/_bulk?refresh=true", dict, body=lines(documents))
    await vectors.store.go_over()
    for model, ids in ((OLD, "abc"), (NEW, "ab")):
        await vectors.instance().write(model, [one(each, 1, AHEAD) for each in ids])
        await vectors.nearest(AHEAD)
        await vectors.store.go_over()
        assert await vectors.searched() == [vectors.names.index(OLD)]
    await vectors.store.write(OLD, [one("a", 2, BEHIND)])
    await vectors.store.write(NEW, [one("c", 1, BEHIND)])
    await vectors.nearest(AHEAD)
    await vectors.instance().go_over()
    assert await vectors.searched() == [vectors.names.index(NEW)]
    assert await vectors.nearest(BEHIND) == [("c", 1), ("a", 1), ("b", 1)]
