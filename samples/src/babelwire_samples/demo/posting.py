"""Posts rendered files to ingest."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

import httpx

from babelwire_samples.demo.errors import DemoFailed
from babelwire_samples.manifest import RenderedFile
from babelwire_samples.rendering import NDJSON

_BUSY: Final = frozenset({httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE})
_ATTEMPTS: Final = 30
_LONGEST_WAIT: Final = 10.0


@dataclass(frozen=True, slots=True)
class Answer:
    """Ingest's answer to one file: the capture ids in order, or why it refused."""

    ids: list[str]
    refusal: str | None = None


class Poster:
    """Posts files to one ingest; `sleep` takes seconds."""

    def __init__(self, client: httpx.AsyncClient, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._client = client
        self._sleep = sleep

    async def post(self, file: RenderedFile) -> Answer:
        """Posts a file, again while ingest is busy. Raises `DemoFailed` where ingest stays busy, errs or is away."""
        for _ in range(_ATTEMPTS):
            response = await self._send(file)
            if response.status_code not in _BUSY:
                return _answer(file, response)
            await self._sleep(_retry_after(response.headers))
        raise DemoFailed(f"ingest is busy and did not take {file.name}; ./babelwire status says what is behind")

    async def _send(self, file: RenderedFile) -> httpx.Response:
        parameters = {}
        if file.content_type != NDJSON:
            if file.url is not None:
                parameters["url"] = file.url
            if file.captured_at is not None:
                parameters["captured_at"] = file.captured_at.isoformat()
        try:
            return await self._client.post(
                "/articles" if file.content_type == NDJSON else "/pages",
                params=parameters,
                content=file.content,
                headers={"Content-Type": file.content_type},
            )
        except httpx.HTTPError as error:
            raise DemoFailed(
                f"ingest does not answer at {self._client.base_url} ({type(error).__name__}); make up starts the stack"
            ) from error


def _retry_after(headers: Mapping[str, str]) -> float:
    """Seconds to wait, bounded; one where the header is missing or a date."""
    value = headers.get("Retry-After", "")
    return min(float(value), _LONGEST_WAIT) if value.isdecimal() else 1.0


def _answer(file: RenderedFile, response: httpx.Response) -> Answer:
    if response.status_code == httpx.codes.ACCEPTED:
        return Answer(ids=response.json()["ids"])
    if response.is_client_error:
        problem = response.json() if "json" in response.headers.get("Content-Type", "") else {}
        return Answer(ids=[], refusal=str(problem.get("detail") or f"HTTP {response.status_code}"))
    raise DemoFailed(f"ingest answered {response.status_code} to {file.name}; its log says why: make logs")
