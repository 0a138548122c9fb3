"""What the benchmark asks OpenSearch itself."""

import asyncio
import time
from typing import Any, Final, TypeVar

import httpx
import msgspec

T = TypeVar("T")

_QUIET_SECONDS: Final = 60.0


class Store:
    """The index of a stack, beside the services."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._client = httpx.AsyncClient(base_url=url, timeout=120, trust_env=False)

    async def close(self) -> None:
        await self._client.aclose()

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The answer as JSON. Raises httpx.HTTPStatusError."""
        answer = await self._client.request(method, path, json=body)
        return answer.raise_for_status().json()

    async def count(self) -> int:
        """Articles that can be found, everything written included."""
        await self.ask("POST", "/articles/_refresh")
        return int((await self.ask("GET", "/articles/_count"))["count"])

    async def written(self) -> int:
        """Documents written to the articles' index since OpenSearch started, rewritten ones counted again."""
        return int((await self.ask("GET", "/articles/_stats/indexing"))["_all"]["total"]["indexing"]["index_total"])

    async def quiet(self) -> None:
        """Waits until OpenSearch merges no segments, a minute at most, so that no phase pays for the one before."""
        deadline = time.monotonic() + _QUIET_SECONDS
        while time.monotonic() < deadline:
            merges = (await self.ask("GET", "/_all/_stats/merge"))["_all"]["total"].get("merges", {})
            if not merges.get("current"):
                return
            await asyncio.sleep(0.2)

    async def read(self, path: str, body: Any, type_: type[T]) -> T:
        """The answer to a search, decoded as `type_`. Raises httpx.HTTPStatusError."""
        answer = await self._client.post(path, json=body)
        return msgspec.json.decode(answer.raise_for_status().content, type=type_)
