"""The limit that the same OpenSearch sets: the same documents, serialised beforehand, in raw bulk requests."""

import asyncio
import multiprocessing
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx
import msgspec
from tests.benchmarks.errors import RefusedDocument
from tests.benchmarks.figures import FloorFigures
from tests.benchmarks.processes import Machine, Programs
from tests.benchmarks.store import Store

from babelwire_contracts.document import Document
from babelwire_indexing.document import to_source

SIZES: Final = (500, 1000, 2000)
_INDEX: Final = "articles-v0-floor"
"""Named so that the template of the articles gives it mapping and refresh; the alias does not know it."""

_CONNECTIONS: Final = 2
_PAGE: Final = 1000


class _Hit(msgspec.Struct, frozen=True):
    source: Document = msgspec.field(name="_source")
    sort: list[Any]


class _Hits(msgspec.Struct, frozen=True):
    hits: list[_Hit]


class _Found(msgspec.Struct, frozen=True):
    hits: _Hits


async def write_documents(store: Store, to: Path, count: int) -> None:
    """Writes the lines of bulk requests for so many articles of the index, as indexing sent them.

    They come in the order of their ids, which are hashes: a sample of all.
    """
    after: list[Any] | None = None
    with to.open("wb") as file:
        while count > 0:
            query: dict[str, Any] = {"size": min(count, _PAGE), "sort": ["article_id"]}
            found = await store.read("/articles/_search", query | ({"search_after": after} if after else {}), _Found)
            for hit in found.hits.hits:
                action = msgspec.json.encode({"create": {"_id": hit.source.article_id}})
                file.write(action + b"\n" + to_source(hit.source, datetime.now(UTC)) + b"\n")
            count -= len(found.hits.hits)
            after = found.hits.hits[-1].sort


async def measure_floor(store: Store, programs: Programs, documents: Path, size: int, count: int) -> FloorFigures:
    """Sends the documents in requests of `size` into a new index, from a process of its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        await asyncio.wrap_future(process.submit(time.monotonic))
        await store.ask("PUT", f"/{_INDEX}")
        try:
            await store.quiet()
            machine, before = Machine(programs), programs.cpu()["opensearch"]
            sending = process.submit(send_raw, f"{store.url}/{_INDEX}/_bulk", documents, size)
            seconds = await asyncio.wrap_future(sending)
            cpu = programs.cpu()["opensearch"] - before
            noise = machine.noise()
        finally:
            await store.ask("DELETE", f"/{_INDEX}")
    return FloorFigures(
        articles_per_second=count / seconds, opensearch_cpu_ms_per_article=cpu / count * 1000, noise=noise
    )


def send_raw(url: str, documents: Path, per_request: int) -> float:
    """Returns the seconds that it took over two connections; runs in the other process. Raises `RefusedDocument`."""
    lines = documents.read_bytes().splitlines(keepends=True)
    bodies = [b"".join(lines[at : at + 2 * per_request]) for at in range(0, len(lines), 2 * per_request)]
    waiting, lock = iter(bodies), threading.Lock()
    start = time.perf_counter()
    with ThreadPoolExecutor(_CONNECTIONS) as threads:
        for sent in [threads.submit(_send_all, url, waiting, lock) for _ in range(_CONNECTIONS)]:
            sent.result()
    return time.perf_counter() - start


def _send_all(url: str, waiting: Iterator[bytes], lock: threading.Lock) -> None:
    headers = {"Content-Type": "application/x-ndjson"}
    with httpx.Client(timeout=120, trust_env=False) as client:
        while True:
            with lock:
                body = next(waiting, None)
            if body is None:
                return
            answer = client.post(url, content=body, headers=headers, params={"filter_path": "errors"})
            if answer.raise_for_status().json()["errors"]:
                raise RefusedDocument(f"a raw bulk request to {url} had errors")
