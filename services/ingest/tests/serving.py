"""The whole service in this process, on a real broker."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import httpx

from babelwire_ingest.app import build_app
from babelwire_ingest.settings import IngestSettings

WITHIN = 120.0


@contextlib.asynccontextmanager
async def served(settings: IngestSettings) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the service while entered, once it is ready."""
    app = build_app(settings)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8081", timeout=WITHIN) as client,
    ):
        await until_ready(client)
        yield client


async def until_ready(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(WITHIN):
        while (await client.get("/readyz")).status_code != 200:  # noqa: ASYNC110 - only asking tells
            await asyncio.sleep(0.1)
