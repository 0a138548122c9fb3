"""Template, index and alias: made once, checked at every start, watched while the service runs."""

import asyncio
from dataclasses import dataclass
from typing import Any

import msgspec
import structlog

from babelwire_indexing.adapters.origins import IndexOrigin
from babelwire_indexing.errors import AliasMissing, IndexMismatch, IndexOutdated
from babelwire_indexing.settings import IndexingSettings
from babelwire_indexing.template import ALIAS_SETTINGS, ARTICLES, MAPPING_VERSION, TEMPLATE, IndexNames, index_template
from babelwire_opensearch.bodies import body
from babelwire_opensearch.client import OpenSearchClient
from babelwire_opensearch.errors import NotFound, OpenSearchUnavailable, RequestRefused

log = structlog.get_logger(__name__)


class _Meta(msgspec.Struct, frozen=True):
    mapping_version: int | None = None


class _Mappings(msgspec.Struct, frozen=True):
    meta: _Meta = msgspec.field(name="_meta", default=_Meta())


class _Index(msgspec.Struct, frozen=True):
    mappings: _Mappings = _Mappings()


@dataclass(frozen=True, slots=True)
class Behind:
    """The index behind the alias; `mapping_version` is 0 where it says none."""

    name: str
    mapping_version: int


class _Versioned(msgspec.Struct, frozen=True):
    version: int = 0


class _NamedTemplate(msgspec.Struct, frozen=True):
    index_template: _Versioned


class _Templates(msgspec.Struct, frozen=True):
    index_templates: list[_NamedTemplate] = []


class _Health(msgspec.Struct, frozen=True):
    status: str


class ArticlesIndex:
    """The index behind the alias. Any number of instances may start at once."""

    def __init__(self, client: OpenSearchClient, settings: IndexingSettings, names: IndexNames = ARTICLES) -> None:
        self._client = client
        self._alias = names.alias
        self._index = names.index
        self._beside = names.beside
        self._replicas = settings.replicas
        self._seconds = settings.check_seconds
        self._reason: str | None = None

    def not_ready(self) -> str | None:
        """Why nothing can be written, as of the last look, or None."""
        return self._reason

    async def ensure(self) -> None:
        """Puts the template, and index and alias where there are none.

        Raises `IndexMismatch` where something else is there, and `OpenSearchUnavailable`.
        """
        if not self._beside:
            await self._put_template()
        if not await self._indices():
            await self._create()
        await self._check_mapping()

    async def _put_template(self) -> None:
        try:
            there = await self._client.request("GET", f"/_index_template/{TEMPLATE}", _Templates)
        except NotFound:
            pass
        else:
            newest = max((found.index_template.version for found in there.index_templates), default=0)
            if newest > MAPPING_VERSION:
                raise IndexMismatch(
                    f"the index template {TEMPLATE} is of mapping version {newest}, this release writes "
                    f"{MAPPING_VERSION}: upgrade it"
                )
        # Putting what is there already changes nothing.
        await self._client.request(
            "PUT", f"/_index_template/{TEMPLATE}", dict, body=body(index_template(self._replicas))
        )

    async def _indices(self) -> dict[str, Any]:
        try:
            return await self._client.request("GET", f"/_alias/{self._alias}", dict)
        except NotFound:
            return {}

    async def _create(self) -> None:
        made: dict[str, Any] = {"aliases": {self._alias: ALIAS_SETTINGS}}
        if self._beside:
            made |= index_template(self._replicas)["template"]
        try:
            await self._client.request("PUT", f"/{self._index}", dict, body=body(made))
        except RequestRefused as error:
            if error.kind == "invalid_alias_name_exception":
                raise IndexMismatch(
                    f"an index is named {self._alias}, as the alias must be: reindex it under another name"
                ) from error
            if error.kind != "resource_already_exists_exception":
                raise
            if not await self._indices():
                await self._add_alias()
        else:
            log.info("index_created", index=self._index, alias=self._alias)

    async def _add_alias(self) -> None:
        action = {"add": {"index": self._index, "alias": self._alias} | ALIAS_SETTINGS}
        await self._client.request("POST", "/_aliases", dict, body=body({"actions": [action]}))
        log.info("alias_added", index=self._index, alias=self._alias)

    async def behind_the_alias(self) -> Behind | None:
        """The one index that the alias stands for, or None. Raises `IndexMismatch` where there are several."""
        if not await self._indices():
            return None
        indices = await self._client.request("GET", f"/{self._alias}/_mapping", dict[str, _Index])
        if len(indices) != 1:
            raise IndexMismatch(
                f"the alias {self._alias} stands for {', '.join(sorted(indices))}; one index is possible"
            )
        ((name, index),) = indices.items()
        return Behind(name, index.mappings.meta.mapping_version or 0)

    async def documents(self, index: str) -> int:
        """How many documents an index has, those that only wait among them."""
        return await IndexOrigin(self._client, index).size()

    async def _check_mapping(self) -> None:
        behind = await self.behind_the_alias()
        if behind is None or behind.mapping_version == MAPPING_VERSION:
            return
        difference = f"the index {behind.name} has mapping version {behind.mapping_version or 'none'}"
        difference += f", this release writes {MAPPING_VERSION}"
        if 0 < behind.mapping_version < MAPPING_VERSION:
            documents = await self.documents(behind.name)
            raise IndexOutdated(f"{difference}: run `babelwire reindex`", behind.name, documents)
        raise IndexMismatch(f"{difference}: run the release that wrote it")

    async def watch(self) -> None:
        """Keeps `not_ready` true to the cluster until cancelled."""
        while True:
            reason = await self._look()
            if reason != self._reason:
                log.warning("index_not_ready" if reason else "index_ready", reason=reason)
                self._reason = reason
            await asyncio.sleep(self._seconds)

    async def _look(self) -> str | None:
        try:
            if not await self._indices():
                return str(AliasMissing(f"the alias {self._alias} is missing: restart indexing to make it"))
            # One node has no place for a replica, so yellow is as good as it gets there.
            health = await self._client.request("GET", f"/_cluster/health/{self._alias}", _Health)
        except (OpenSearchUnavailable, RequestRefused) as error:
            return str(error)
        return "the index is red: its shard is not available" if health.status == "red" else None
