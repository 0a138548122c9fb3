"""Puts a new index in the place of the one behind the alias: `python -m babelwire_indexing.reindex`.

Prints one JSON object a line: each step as it goes on, and at the end what was done. `babelwire reindex` runs it.
"""

import argparse
import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, Final

import msgspec
import structlog

from babelwire_contracts.codec import SchemaFromTheFuture
from babelwire_contracts.topics import ARTICLES_TAGGED
from babelwire_indexing.adapters.index import ArticlesIndex
from babelwire_indexing.adapters.origins import IndexOrigin, TopicOrigin
from babelwire_indexing.adapters.replacement import Replacement
from babelwire_indexing.errors import IndexMismatch, StoredDocumentUnreadable
from babelwire_indexing.filling import Comparison, Filling, Origin, Progress
from babelwire_indexing.settings import IndexingSettings
from babelwire_indexing.template import ARTICLES, MAPPING_VERSION, IndexNames
from babelwire_messaging.errors import TransientError
from babelwire_messaging.reading import log_reader
from babelwire_opensearch.client import OpenSearchClient
from babelwire_opensearch.errors import RequestRefused

_CONNECTIONS: Final = 4
_REPORT_SECONDS: Final = 0.5


class CannotReindex(Exception):
    """The message says why, and what to do; the old index still serves."""


class Reindex:
    """One run of the command."""

    def __init__(
        self,
        client: OpenSearchClient,
        settings: IndexingSettings,
        given: argparse.Namespace,
        names: IndexNames = ARTICLES,
    ) -> None:
        self._client = client
        self._settings = settings
        self._given = given
        self._names = names
        self._reported_at = 0.0

    async def run(self) -> dict[str, Any]:
        """What was done. Raises `CannotReindex`, `IndexMismatch` and `TransientError`."""
        index = ArticlesIndex(self._client, self._settings, self._names)
        old = await index.behind_the_alias()
        if old is None:
            raise CannotReindex("there is no index yet: indexing makes it when it starts")
        if self._given.drop is not None:
            return await self._drop(self._given.drop, old.name)
        new = self._given.back_to or self._given.into or self._names.index
        if new == old.name:
            raise CannotReindex(
                f"the alias stands for {new} already (mapping version {old.mapping_version}); --into NAME fills another"
            )
        documents = await index.documents(old.name)
        plan = {"from": self._given.source or old.name, "old": old.name, "into": new, "documents": documents}
        if self._given.dry_run:
            return plan | {"done": False}
        replacement = Replacement(self._client, self._settings, old.name, replace(self._names, index=new), self._report)
        await replacement.prepare(of_this_release=self._given.back_to is None)
        async with self._origin(old.name) as origin:
            filling = replacement.filling(origin, self._given.rate)
            await replacement.catch_up(filling)
            comparison = await replacement.compare(filling)
            self._judge(filling, comparison, old.name, new)
            await replacement.swap(filling)
        return plan | {"done": True, "read": filling.progress.read, **_shown(comparison)}

    @contextlib.asynccontextmanager
    async def _origin(self, old: str) -> AsyncIterator[Origin]:
        if self._given.source == ARTICLES_TAGGED.name:
            async with log_reader(self._settings.kafka) as log:
                yield TopicOrigin(log)
        else:
            yield IndexOrigin(self._client, old)

    def _judge(self, filling: Filling, comparison: Comparison, old: str, new: str) -> None:
        refused = filling.progress.refused
        if (refused or comparison.behind) and not self._given.yes:
            named = "; ".join([*filling.progress.named, *sorted(comparison.behind)][:5])
            raise CannotReindex(
                f"{new} lacks something of {len(comparison.behind)} documents of {old} and refused {refused}: {named}. "
                "Fill it from the index as well (run again without --from), or go on without all that with --yes"
            )

    async def _drop(self, name: str, serving: str) -> dict[str, Any]:
        if name == serving:
            raise CannotReindex(f"{name} is the index behind the alias")
        if not name.startswith("articles-v"):
            raise CannotReindex(f"{name} is no index of articles: their names begin with articles-v")
        if not self._given.yes:
            raise CannotReindex(f"this deletes {name} for good; say --yes")
        try:
            await self._client.request("DELETE", f"/{name}", dict)
        except RequestRefused as error:
            raise CannotReindex(f"{name} is not deleted: {error}") from error
        return {"dropped": name, "done": True}

    def _report(self, step: str, progress: Progress) -> None:
        if time.monotonic() - self._reported_at >= _REPORT_SECONDS or progress.read >= progress.total:
            self._reported_at = time.monotonic()
            _print({"step": step, "read": progress.read, "total": progress.total})


def _shown(comparison: Comparison) -> dict[str, Any]:
    old, new = comparison.digests
    counts = {"same": comparison.same, "ahead": comparison.ahead, "behind": len(comparison.behind)}
    return counts | {"digest": {"old": old, "new": new}}


def _print(value: dict[str, Any]) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.buffer.flush()


async def _main(given: argparse.Namespace) -> int:
    settings = IndexingSettings()
    client = OpenSearchClient(settings.opensearch, timeout=settings.request_timeout, connections=_CONNECTIONS)
    async with contextlib.aclosing(client):
        try:
            _print(await Reindex(client, settings, given).run())
        except (CannotReindex, IndexMismatch, RequestRefused, StoredDocumentUnreadable, SchemaFromTheFuture) as error:
            _print({"error": str(error)})
            return 1
        except TransientError as error:
            _print({"error": f"{error}; the old index serves on, and to run this again goes on where it stopped"})
            return 1
    return 0


def parser() -> argparse.ArgumentParser:
    """What the command takes."""
    parser = argparse.ArgumentParser(prog="python -m babelwire_indexing.reindex", description=__doc__)
    parser.add_argument("--into", help=f"the new index; articles-v{MAPPING_VERSION} unless given")
    parser.add_argument("--from", dest="source", choices=[ARTICLES_TAGGED.name], help="instead of the index there is")
    parser.add_argument("--rate", type=float, help="documents a second, at most")
    parser.add_argument("--back-to", help="an index that was replaced")
    parser.add_argument("--drop", help="an index that was replaced, to be deleted")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done")
    parser.add_argument("--yes", action="store_true", help="delete, or go on without what the new index lacks")
    return parser


def main() -> None:
    """Runs until it is done. Exit code 1 where the old index stays."""
    # Only what it has to say is on stdout.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    sys.exit(asyncio.run(_main(parser().parse_args())))


if __name__ == "__main__":
    main()
