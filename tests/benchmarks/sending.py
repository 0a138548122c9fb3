"""Sends articles to ingest."""

import asyncio
import time
from collections.abc import Sequence
from typing import Final

import httpx

NDJSON: Final = {"Content-Type": "application/x-ndjson"}
_BUSY: Final = frozenset({httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE})


async def send(ingest_url: str, bodies: Sequence[bytes]) -> tuple[int, float]:
    """Sends one request after the other. Returns how often ingest said to wait, and when it had accepted the last.

    Raises httpx.HTTPStatusError where ingest refuses a request.
    """
    waits = 0
    async with httpx.AsyncClient(base_url=ingest_url, timeout=120, trust_env=False) as client:
        for body in bodies:
            while (answer := await client.post("/articles", content=body, headers=NDJSON)).status_code in _BUSY:
                waits += 1
                await asyncio.sleep(float(answer.headers.get("Retry-After", "1")))
            answer.raise_for_status()
    return waits, time.monotonic()
