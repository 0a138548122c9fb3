"""Gives articles of the index the vectors that they lack there: `python -m babelwire_embedding.reembed`.

Prints one JSON object a line: how far it has come as it goes on, and at the end what was found and done. `babelwire
reembed` runs it.
"""

import argparse
import asyncio
import contextlib
import math
import sys
import time
from collections.abc import AsyncIterator
from typing import Any, Final

import msgspec
import structlog

from babelwire_contracts.codec import SchemaFromTheFuture
from babelwire_embedding.adapters.backfill_lane import BackfillLane, waiting_tasks
from babelwire_embedding.adapters.index import ARTICLES, VECTORS, ArticlesOfIndex, VectorsOfIndex, index_of
from babelwire_embedding.app import SERVICE
from babelwire_embedding.errors import CannotReembed
from babelwire_embedding.filling import Filled, fill_gaps
from babelwire_embedding.settings import EmbeddingSettings
from babelwire_embedding.speed import measured
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.errors import TransientError
from babelwire_messaging.producer import Producer
from babelwire_messaging.reading import LogReader, log_reader
from babelwire_opensearch.client import OpenSearchClient
from babelwire_opensearch.errors import RequestRefused
from babelwire_opensearch.settings import OpenSearchSettings
from babelwire_vectors import EmbedderIsUnfit, model_of

DEFAULT_RATE: Final = 200.0
"""Tasks a second, many times as many as are embedded: it is the topic that need not be filled in one go."""

_REQUEST_SECONDS: Final = 60.0
_CONNECTIONS: Final = 2
_REPORT_SECONDS: Final = 0.5


class Reembed:
    """One run of the command."""

    def __init__(
        self,
        client: OpenSearchClient,
        settings: EmbeddingSettings,
        given: argparse.Namespace,
        *,
        clients: Clients = KAFKA,
        articles: str = ARTICLES,
        vectors: str = VECTORS,
    ) -> None:
        """`articles` and `vectors` are the alias and the pattern of names under which they are looked for."""
        self._client = client
        self._settings = settings
        self._given = given
        self._clients = clients
        self._articles = articles
        self._vectors = vectors
        self._total = 0
        self._reported_at = 0.0

    async def run(self) -> dict[str, Any]:
        """What was found and done. Raises `CannotReembed`, `EmbedderIsUnfit`, `TransientError` and `RequestRefused`."""
        given, model = self._given, self._given.model or model_of(self._settings.vectors)
        articles = ArticlesOfIndex(self._client, self._articles)
        self._total = await articles.count()
        index = await index_of(self._client, model, self._vectors)
        vectors = VectorsOfIndex(self._client, index)
        async with log_reader(self._settings.kafka, self._clients) as log:
            waiting = await waiting_tasks(log, SERVICE)
            async with self._lane(log) as lane:
                filled = await fill_gaps(articles, vectors, waiting, lane, rate=given.rate, report=self._report)
        found = {"model": model, "index": index} | _shown(filled)
        if given.dry_run:
            return found | {"done": False} | await self._estimate(filled, model)
        return found | {"done": True, "published": filled.written}

    @contextlib.asynccontextmanager
    async def _lane(self, log: LogReader) -> AsyncIterator[BackfillLane | None]:
        if self._given.dry_run:
            yield None
            return
        producer = Producer(SERVICE, self._settings.kafka, self._clients)
        lane = BackfillLane(log, producer, SERVICE)
        async with producer.running():
            yield lane

    async def _estimate(self, filled: Filled, model: str) -> dict[str, Any]:
        """How long it takes to embed the gaps, if nothing fresh comes between."""
        processes = self._given.instances * self._settings.processes
        if not filled.gaps:
            return {"processes": processes, "articles_per_second": None, "seconds": 0, "speed": "nothing to measure"}
        speed = await asyncio.to_thread(measured, self._settings.vectors, filled.sample, model)
        rate = speed.texts_per_second and speed.texts_per_second * processes
        return {
            "processes": processes,
            "articles_per_second": rate and round(rate, 1),
            "seconds": rate and math.ceil(filled.gaps / rate),
            "speed": speed.told,
        }

    def _report(self, filled: Filled) -> None:
        if time.monotonic() - self._reported_at >= _REPORT_SECONDS or filled.articles >= self._total:
            self._reported_at = time.monotonic()
            _print({"step": "looking", "read": filled.articles, "total": max(self._total, filled.articles)})


def _shown(filled: Filled) -> dict[str, Any]:
    return {
        "articles": filled.articles,
        "gaps": filled.gaps,
        "missing": filled.missing,
        "outdated": filled.outdated,
        "waiting": filled.waiting,
        "by_language": dict(filled.by_language.most_common()),
    }


def _print(value: dict[str, Any]) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.buffer.flush()


async def _main(given: argparse.Namespace) -> int:
    client = OpenSearchClient(OpenSearchSettings(), timeout=_REQUEST_SECONDS, connections=_CONNECTIONS)
    async with contextlib.aclosing(client):
        try:
            _print(await Reembed(client, EmbeddingSettings(), given).run())
        except (CannotReembed, EmbedderIsUnfit, RequestRefused, SchemaFromTheFuture) as error:
            _print({"error": str(error)})
            return 1
        except TransientError as error:
            _print({"error": f"{error}; run again, it goes on with what is still missing"})
            return 1
    return 0


def parser() -> argparse.ArgumentParser:
    """What the command takes."""
    parser = argparse.ArgumentParser(prog="python -m babelwire_embedding.reembed", description=__doc__)
    parser.add_argument("--model", help="whose vectors are wanted; that of the settings unless given")
    parser.add_argument("--rate", type=float, default=DEFAULT_RATE, help="tasks a second, at most")
    parser.add_argument("--instances", type=int, default=1, help="of the service, for the time that it will take")
    parser.add_argument("--dry-run", action="store_true", help="say how many lack theirs, and how long it would take")
    return parser


def main() -> None:
    """Runs until it is done. Exit code 1 where it could not be."""
    # Only what it has to say is on stdout.
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    sys.exit(asyncio.run(_main(parser().parse_args())))


if __name__ == "__main__":
    main()
