"""An index of vectors for each model, and the alias that says which of them is searched."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

import msgspec
import structlog

from babelwire_indexing.adapters.bulk import Action, BulkRequests, Item
from babelwire_indexing.adapters.classification import document_failure
from babelwire_indexing.errors import DocumentRefused, VectorsImpossible, VectorUnusable
from babelwire_indexing.settings import IndexingSettings
from babelwire_indexing.vectors import VectorEntry, VectorNames, index_template, model_mapping
from babelwire_messaging.errors import PermanentError
from babelwire_opensearch.bodies import body
from babelwire_opensearch.client import OpenSearchClient
from babelwire_opensearch.errors import NotFound, OpenSearchUnavailable, RequestRefused

log = structlog.get_logger(__name__)

TEMPLATE: Final = "articles-vectors"
ENOUGH: Final = 0.999
"""The share of the articles that must have a vector of a newer model before searches go over to it."""

_CONFLICT: Final = 409
_WATCHED_EVERY: Final = 4
"""Nothing is lost while searches stay with the older model, so it is looked for less often than whether all is well."""


class _Meta(msgspec.Struct, frozen=True):
    dimensions: int | None = None


class _Mappings(msgspec.Struct, frozen=True):
    meta: _Meta = msgspec.field(name="_meta", default=_Meta())


class _Settings(msgspec.Struct, frozen=True):
    creation_date: str = "0"


class _IndexSettings(msgspec.Struct, frozen=True):
    index: _Settings = _Settings()


class _Index(msgspec.Struct, frozen=True):
    aliases: dict[str, Any] = {}
    mappings: _Mappings = _Mappings()
    settings: _IndexSettings = _IndexSettings()


class _Count(msgspec.Struct, frozen=True):
    count: int


class OpenSearchVectors:
    """The `VectorStore` of the domain. Any number of instances may write, and any may let the alias go over."""

    def __init__(self, client: OpenSearchClient, settings: IndexingSettings, names: VectorNames, articles: str) -> None:
        """`articles` is the alias of the articles, which the vectors are counted against."""
        self._client = client
        self._names = names
        self._articles = articles
        self._replicas = settings.replicas
        self._seconds = settings.check_seconds * _WATCHED_EVERY
        self._bulk = BulkRequests(client, settings)
        self._dimensions: dict[str, int] = {}

    async def write(self, model: str, entries: Sequence[VectorEntry]) -> list[PermanentError | None]:
        """See `VectorStore`."""
        lengths = [len(entry.vector) for entry in entries if any(entry.vector)]
        dimensions = await self._made(model, lengths)
        answers: list[PermanentError | None] = [_unusable(entry, dimensions) for entry in entries]
        fit = [place for place, error in enumerate(answers) if error is None]
        if dimensions is None:
            return answers
        index = self._names.index(model)
        items = await self._bulk.send(index, map(_action, (entries[place] for place in fit)), is_alias=False)
        for place, item in zip(fit, items, strict=True):
            answers[place] = self._result(model, item)
        return answers

    async def _made(self, model: str, lengths: Sequence[int]) -> int | None:
        """How long the vectors of a model are; makes its index where there is none, and any has come."""
        if model not in self._dimensions:
            index = self._names.index(model)
            there = await self._indices(index)
            if index not in there:
                if not lengths:
                    return None
                await self._create(model, max(set(lengths), key=lengths.count))
                there = await self._indices(index)
            self._dimensions[model] = there[index].mappings.meta.dimensions or 0
        return self._dimensions[model]

    async def _indices(self, pattern: str) -> dict[str, _Index]:
        try:
            return await self._client.request("GET", f"/{pattern}", dict[str, _Index])
        except NotFound:
            return {}

    async def _create(self, model: str, dimensions: int) -> None:
        made: dict[str, Any] = {"mappings": model_mapping(model, dimensions)}
        template = index_template(self._names.prefix, self._replicas)
        try:
            if self._names.beside:
                inner = template["template"]
                made["mappings"]["properties"] |= inner["mappings"]["properties"]
                made |= {"settings": inner["settings"]}
            else:
                await self._client.request("PUT", f"/_index_template/{TEMPLATE}", dict, body=body(template))
            await self._client.request("PUT", f"/{self._names.index(model)}", dict, body=body(made))
        except RequestRefused as error:
            if error.kind != "resource_already_exists_exception":
                raise VectorsImpossible(f"no index for the vectors of {model} can be made: {error}") from error
        log.info("vector_index_created", index=self._names.index(model), model=model, dimensions=dimensions)
        if not await self._indices(self._names.alias):
            await self._point_alias(self._names.index(model), instead_of=[])

    def _result(self, model: str, item: Item) -> DocumentRefused | None:
        """Raises `TransientError` for an item that may be written another time."""
        if item.error is None or item.status == _CONFLICT:
            return None
        error = document_failure(item.status, item.error.type, item.error.reasons())
        if isinstance(error, DocumentRefused):
            return error
        self._dimensions.pop(model, None)
        raise error

    async def watch(self) -> None:
        """See `VectorStore`."""
        while True:
            try:
                await self.go_over()
            except (OpenSearchUnavailable, RequestRefused) as error:
                log.warning("vector_indices_not_seen", error=str(error))
            await asyncio.sleep(self._seconds)

    async def go_over(self) -> None:
        """Points the alias at the index that was made last, once it has nearly all articles."""
        indices = await self._indices(f"{self._names.prefix}*")
        if not indices:
            return
        newest = max(indices, key=lambda name: (int(indices[name].settings.index.creation_date), name))
        searched = [name for name, index in indices.items() if self._names.alias in index.aliases]
        if searched == [newest]:
            return
        articles, vectors = await self._count(self._articles), await self._count(newest)
        if not searched or (vectors and vectors >= ENOUGH * articles):
            await self._point_alias(newest, instead_of=searched)

    async def _count(self, index: str) -> int:
        return (await self._client.request("GET", f"/{index}/_count", _Count)).count

    async def _point_alias(self, index: str, instead_of: Sequence[str]) -> None:
        alias = self._names.alias
        actions: list[dict[str, Any]] = [{"remove": {"index": name, "alias": alias}} for name in instead_of]
        actions.append({"add": {"index": index, "alias": alias}})
        await self._client.request("POST", "/_aliases", dict, body=body({"actions": actions}))
        log.info("vectors_searched", index=index, instead_of=list(instead_of))


def _unusable(entry: VectorEntry, dimensions: int | None) -> VectorUnusable | None:
    if not entry.vector:
        return None
    if not any(entry.vector):
        return VectorUnusable("a vector of zeros points nowhere")
    if len(entry.vector) != dimensions:
        return VectorUnusable(f"a vector of {len(entry.vector)} numbers, where its model has {dimensions}")
    return None


def _action(entry: VectorEntry) -> Action:
    # Equal versions replace one another: what comes of the same revision again is what its writer came to later.
    action = {"index": {"_id": entry.article_id, "version": entry.version, "version_type": "external_gte"}}
    return body(action), body(entry.source)
