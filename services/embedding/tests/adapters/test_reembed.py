"""The whole run against a real OpenSearch; Kafka is in memory."""

import argparse
import contextlib
import uuid
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

from babelwire_contracts.codec import encode
from babelwire_contracts.topics import CATALOGUE, EMBEDDING_BACKFILL
from babelwire_embedding.adapters import index as index_adapter
from babelwire_embedding.errors import CannotReembed, DocumentUnreadable
from babelwire_embedding.reembed import Reembed, parser
from babelwire_embedding.settings import EmbeddingSettings
from babelwire_embedding.stored_articles import article_of
from babelwire_embedding.tasks import task_of
from babelwire_messaging.memory.broker import MemoryKafka
from babelwire_opensearch.bodies import body, lines
from babelwire_opensearch.client import OpenSearchClient
from babelwire_opensearch.settings import OpenSearchSettings

pytestmark = pytest.mark.stack

MODEL = "none-00000000"


def document(number: int, language: str = "ja") -> dict[str, Any]:
    """A document of the index."""
    return {
        "article_id": f"{number:032x}",
        "capture_id": f"{number:032x}",
        "revision": f"2026-03-01T00:00:00.000000Z-{number:032x}",
        "captured_at": "2026-03-01T00:00:00Z",
        "title": f"Deprem {number}",
        "body": "İzmir sallandı.",
        "language": language,
        "keywords": ["not asked for"],
        "sections": {"content": {"generation": 1, "content_hash": f"{number:032x}"}},
    }


class Indices:
    """An index of articles, and one of the vectors of a model, of one test's own."""

    def __init__(self, url: str) -> None:
        name = uuid.uuid4().hex[:12]
        self.articles, self.alias, self.vectors = f"reembed-{name}", f"reembed-alias-{name}", f"reembed-vectors-{name}"
        self.broker = MemoryKafka()
        self.client = OpenSearchClient(OpenSearchSettings(url=url), timeout=60, connections=2)

    async def make(self) -> None:
        """Both indices, without the fields that nothing here looks for."""
        keyword, mute = {"type": "keyword"}, {"type": "object", "enabled": False}
        shown: dict[str, Any] = {"properties": {"article_id": keyword, "revision": keyword}, "dynamic": False}
        alias = {"filter": {"exists": {"field": "revision"}}, "is_write_index": True}
        await self._put(self.articles, {"mappings": shown, "aliases": {self.alias: alias}})
        vectors = {"article_id": keyword, "text_hash": keyword, "vector": mute}
        for model in (MODEL, "other-11111111"):
            mapping = {"_meta": {"model": model}, "properties": vectors}
            await self._put(f"{self.vectors}-{model}", {"mappings": mapping})
        for topic in CATALOGUE.values():
            self.broker.create(topic.name, topic.partitions, topic.config())

    async def _put(self, index: str, made: dict[str, Any]) -> None:
        await self.client.request("PUT", f"/{index}", dict, body=body(made))

    async def write(self, index: str, *sources: dict[str, Any]) -> None:
        """Documents, which are not refreshed."""
        bulk = [line for source in sources for line in ({"index": {"_id": source["article_id"]}}, source)]
        await self.client.request("POST", f"/{index}/_bulk", dict, body=lines(bulk))

    async def vector(self, source: dict[str, Any], *, of: str | None = None) -> None:
        """The vector of an article, or of another text."""
        task = task_of(article_of(source))
        entry = {"article_id": task.article_id, "text_hash": of or task.text_hash}
        await self.write(f"{self.vectors}-{MODEL}", entry)

    async def reembed(self, *arguments: str) -> dict[str, Any]:
        """What `babelwire reembed` does."""
        given: argparse.Namespace = parser().parse_args(arguments)
        places = {"articles": self.alias, "vectors": f"{self.vectors}-*"}
        return await Reembed(self.client, EmbeddingSettings(), given, clients=self.broker, **places).run()

    def tasks(self) -> list[dict[str, Any]]:
        """What waits for embedding."""
        partitions = self.broker.topics[EMBEDDING_BACKFILL.name]
        found = [msgspec.json.decode(record.value or b"") for place in partitions for record in place.since(0)]
        return sorted(found, key=lambda task: str(task["article_id"]))


@pytest.fixture
async def indices(opensearch_url: str) -> AsyncIterator[Indices]:
    made = Indices(opensearch_url)
    async with contextlib.aclosing(made.client):
        yield made
        for name in (made.articles, f"{made.vectors}-{MODEL}", f"{made.vectors}-other-11111111"):
            await made.client.request("DELETE", f"/{name}?ignore_unavailable=true", dict)


async def test_gaps_are_found_in_the_index_and_their_tasks_written_once(
    indices: Indices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_adapter, "_ARTICLES_AT_ONCE", 4)
    monkeypatch.setattr(index_adapter, "_VECTORS_AT_ONCE", 3)
    with pytest.raises(CannotReembed, match="there is no index yet"):
        await indices.reembed("--model", MODEL, "--dry-run")
    await indices.make()
    documents = [document(number, "ja" if number % 2 else "tr") for number in range(11)]
    waiting = {"article_id": "ff" * 16, "sections": {}}
    await indices.write(indices.articles, *documents, waiting)
    for number in (0, 1, 2, 3, 5, 8, 9, 10):
        await indices.vector(documents[number])
    await indices.vector(document(77))
    await indices.vector(documents[5], of="0" * 32)

    found = await indices.reembed("--model", MODEL, "--dry-run")
    told = found.pop("speed")
    assert found == {
        "model": MODEL,
        "index": f"{indices.vectors}-{MODEL}",
        "articles": 11,
        "gaps": 4,
        "missing": 3,
        "outdated": 1,
        "waiting": 0,
        "by_language": {"tr": 2, "ja": 2},
        "done": False,
        "processes": 1,
        "articles_per_second": None,
        "seconds": None,
    }
    assert told.startswith("not measured: ")
    assert indices.tasks() == []

    written = await indices.reembed("--model", MODEL)
    assert (written["done"], written["gaps"], written["published"], written["waiting"]) == (True, 4, 4, 0)
    expected = [task_of(article_of(documents[number])) for number in (4, 5, 6, 7)]
    assert indices.tasks() == [msgspec.json.decode(encode(task)) for task in expected]

    await indices.vector(documents[4])
    again = await indices.reembed("--model", MODEL)
    assert (again["gaps"], again["published"], again["waiting"]) == (3, 0, 3)
    other = await indices.reembed("--model", "third-22222222", "--dry-run")
    assert (other["index"], other["gaps"], other["waiting"]) == (None, 11, 4)

    await indices.write(indices.articles, documents[3] | {"title": {"not": "a title"}})
    with pytest.raises(DocumentUnreadable, match=documents[3]["article_id"]):
        await indices.reembed("--model", MODEL)
