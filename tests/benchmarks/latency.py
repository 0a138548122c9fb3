"""How long it takes from accept to searchable, at a steady pace."""

import asyncio
import time
from collections.abc import Sequence
from typing import Final

import httpx
from tests.benchmarks.errors import NeverFound
from tests.benchmarks.figures import LatencyFigures, quantile
from tests.benchmarks.sending import NDJSON
from tests.benchmarks.stage_latency import stage_latencies
from tests.benchmarks.store import Store

from babelwire_stack import Stack

PER_SECOND: Final = 20
_LOOK_SECONDS: Final = 0.03
_GIVE_UP_SECONDS: Final = 60.0


async def measure_latency(stack: Stack, store: Store, bodies: Sequence[bytes]) -> LatencyFigures:
    """Sends one article a request at `PER_SECOND`, and searches for those still missing until all are found.

    Raises `NeverFound`.
    """
    watch = _Watch(store)
    async with (
        httpx.AsyncClient(base_url=stack.url("ingest"), timeout=60, trust_env=False) as client,
        asyncio.TaskGroup() as all_,
    ):
        looking = all_.create_task(watch.until_found(len(bodies)))
        start = time.monotonic()
        for number, body in enumerate(bodies):
            await asyncio.sleep(max(0.0, start + number / PER_SECOND - time.monotonic()))
            all_.create_task(watch.post(client, body))
        await looking
    return LatencyFigures(
        articles=len(bodies),
        asked_per_second=PER_SECOND,
        p50=quantile(watch.waited, 0.5),
        p95=quantile(watch.waited, 0.95),
        longest=max(watch.waited),
        request_p95=quantile(watch.requests, 0.95),
        stages=await stage_latencies(stack.kafka_bootstrap, watch.found),
    )


class _Watch:
    """`waited` and `requests` are in seconds, `found` in seconds since the epoch by capture id."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._accepted: dict[str, float] = {}
        self._last_accepted = time.monotonic()
        self.waited: list[float] = []
        self.requests: list[float] = []
        self.found: dict[str, float] = {}

    async def post(self, client: httpx.AsyncClient, body: bytes) -> None:
        start = time.monotonic()
        answer = await client.post("/articles", content=body, headers=NDJSON)
        (capture_id,) = answer.raise_for_status().json()["ids"]
        self._last_accepted = self._accepted[capture_id] = time.monotonic()
        self.requests.append(self._last_accepted - start)

    async def until_found(self, count: int) -> None:
        while len(self.waited) < count:
            if self._accepted:
                await self._look()
            if time.monotonic() > self._last_accepted + _GIVE_UP_SECONDS:
                raise NeverFound(f"{count - len(self.waited)} of {count} accepted articles cannot be found")
            await asyncio.sleep(_LOOK_SECONDS)

    async def _look(self) -> None:
        query = {
            "query": {"terms": {"capture_id": list(self._accepted)}},
            "size": len(self._accepted),
            "_source": False,
            "docvalue_fields": ["capture_id"],
        }
        found = await self._store.ask("POST", "/articles/_search", query)
        answered = time.monotonic()
        for hit in found["hits"]["hits"]:
            (capture_id,) = hit["fields"]["capture_id"]
            self.found[capture_id] = time.time()
            self.waited.append(answered - self._accepted.pop(capture_id))
