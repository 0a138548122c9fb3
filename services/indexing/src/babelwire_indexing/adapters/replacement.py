"""One index in another's place: filled beside live traffic, compared, and swapped behind the alias in one call."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import structlog

from babelwire_contracts.document import Document
from babelwire_indexing.adapters.index import ArticlesIndex
from babelwire_indexing.adapters.origins import IndexOrigin
from babelwire_indexing.adapters.store import OpenSearchStore
from babelwire_indexing.errors import IndexMismatch
from babelwire_indexing.filling import Comparison, Filling, Origin, Progress
from babelwire_indexing.ports import Stored
from babelwire_indexing.settings import IndexingSettings
from babelwire_indexing.template import ALIAS_SETTINGS, IndexNames
from babelwire_indexing.writing import ArticleWriter
from babelwire_opensearch.bodies import body
from babelwire_opensearch.client import OpenSearchClient
from babelwire_opensearch.errors import NotFound

log = structlog.get_logger(__name__)

_FEW: Final = 500
"""A round of filling that reads no more than this has caught up: the rest is read once nothing is written any more."""
_ROUNDS: Final = 20
_LOOKS: Final = 3

Report = Callable[[str, Progress], None]
"""Takes the name of a step, and how far it has come."""


class Replacement:
    """The index of `names` in the place of `old` behind their alias. Steps may be done again, and by several at once.

    All raise `TransientError` where OpenSearch is away; the old index serves until the swap.
    """

    def __init__(
        self, client: OpenSearchClient, settings: IndexingSettings, old: str, names: IndexNames, report: Report
    ) -> None:
        self._client = client
        self._settings = settings
        self._alias = names.alias
        self._old = old
        self._new = names.index
        self._report = report
        # Until all is done the new index is written through an alias of its own: no write makes an index by accident.
        self._names = IndexNames(alias=f"{names.index}-filling", index=names.index)
        self._store = OpenSearchStore(client, settings, _now, self._names)

    async def prepare(self, *, of_this_release: bool = True) -> None:
        """Makes the new index where it is not there.

        Raises `IndexMismatch` where it is of another mapping, or, unless it is to be `of_this_release`, not there.
        """
        if of_this_release:
            await ArticlesIndex(self._client, self._settings, self._names).ensure()
            return
        try:
            await self._block(self._new, blocked=False)
        except NotFound as error:
            raise IndexMismatch(f"there is no index {self._new}") from error
        await self._aliases({"add": {"index": self._new, "alias": self._names.alias} | ALIAS_SETTINGS})

    def filling(self, origin: Origin, rate: float | None = None) -> Filling:
        """What fills the new index from an origin, no more than `rate` documents a second."""
        return Filling(
            origin, ArticleWriter(self._store), rate=rate, report=lambda progress: self._report("filling", progress)
        )

    async def catch_up(self, filling: Filling) -> None:
        """Fills until little is left to be read."""
        for _ in range(_ROUNDS):
            if await filling.to_the_end() <= _FEW:
                return

    async def compare(self, filling: Filling) -> Comparison:
        """Whether the new index has all that the old one has; what changes meanwhile is filled in first."""
        comparison, origin = Comparison(), IndexOrigin(self._client, self._old)
        progress = Progress(total=await origin.size())
        while records := await origin.read():
            documents = [record.value for record in records if isinstance(record.value, Document)]
            there = await self._read(self._store, [document.article_id for document in documents])
            for document in documents:
                comparison.add(document, there.get(document.article_id))
            progress.read += len(records)
            self._report("comparing", progress)
        before = OpenSearchStore(self._client, self._settings, _now, IndexNames(alias=self._old))
        for _ in range(_LOOKS):
            behind = sorted(comparison.behind)
            if not behind:
                break
            await filling.to_the_end()
            old, new = await self._read(before, behind), await self._read(self._store, behind)
            for article_id, document in old.items():
                comparison.again(document, new.get(article_id))
        return comparison

    async def _read(self, store: OpenSearchStore, article_ids: Sequence[str]) -> dict[str, Document]:
        found = await store.read(article_ids) if article_ids else {}
        return {each: stored.document for each, stored in found.items() if isinstance(stored, Stored)}

    async def swap(self, filling: Filling) -> None:
        """Copies the last of what the old index was given, then points the alias at the new one, in one call.

        What is on its way to the old one meanwhile waits: killed anywhere here, nothing is in the old one alone.
        """
        await self._block(self._old, blocked=True)
        await filling.to_the_end()
        await self._aliases(
            {"remove": {"index": self._old, "alias": self._alias, "must_exist": False}},
            {"remove": {"index": self._new, "alias": self._names.alias, "must_exist": False}},
            {"add": {"index": self._new, "alias": self._alias} | ALIAS_SETTINGS},
        )
        log.info("index_replaced", old=self._old, new=self._new, alias=self._alias)

    async def _aliases(self, *actions: dict[str, Any]) -> None:
        await self._client.request("POST", "/_aliases", dict, body=body({"actions": actions}))

    async def _block(self, index: str, *, blocked: bool) -> None:
        settings = {"index.blocks.write": True if blocked else None}
        await self._client.request("PUT", f"/{index}/_settings", dict, body=body(settings))


def _now() -> datetime:
    return datetime.now(UTC)
