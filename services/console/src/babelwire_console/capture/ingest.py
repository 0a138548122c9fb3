"""Sends captures to the ingest service."""

import asyncio

import httpx

from babelwire_console.capture.sources import ARTICLE_TYPES, Source
from babelwire_console.errors import CommandFailed
from babelwire_console.problems import problem

_ATTEMPTS = 20
_LONGEST_WAIT = 10.0
_BUSY = frozenset({httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE})


class Refused(Exception):
    """Ingest will not take a source; the message says what to mend."""


class IngestClient:
    """The HTTP API of ingest."""

    def __init__(self, client: httpx.AsyncClient, address: str) -> None:
        self._client = client
        self._address = address

    async def send(self, source: Source) -> list[str]:
        """The capture ids that ingest gave, in order. Waits and tries again while Kafka cannot take more.

        Raises `Refused` for a source that is wrong and `CommandFailed` when ingest is away.
        """
        path = "/articles" if source.content_type in ARTICLE_TYPES else "/pages"
        params: dict[str, str] = {}
        if path == "/pages":
            if source.url is not None:
                params["url"] = source.url
            if source.captured_at is not None:
                params["captured_at"] = source.captured_at.isoformat()
        for _ in range(_ATTEMPTS):
            answer = await self._post(path, params, source)
            if answer.status_code not in _BUSY:
                break
            await asyncio.sleep(min(_retry_after(answer), _LONGEST_WAIT))
        if answer.is_success:
            ids: list[str] = answer.json()["ids"]
            return ids
        if answer.status_code in _BUSY:
            raise CommandFailed(f"ingest at {self._address} still cannot take more after {_ATTEMPTS} attempts")
        raise Refused(problem(answer))

    async def _post(self, path: str, params: dict[str, str], source: Source) -> httpx.Response:
        try:
            return await self._client.post(
                path, params=params, content=source.body, headers={"Content-Type": source.content_type}
            )
        except httpx.HTTPError as error:
            raise CommandFailed(
                f"ingest at {self._address} does not answer ({error!r}); is it up? Try `make up`."
            ) from error


def _retry_after(answer: httpx.Response) -> float:
    try:
        return float(answer.headers.get("Retry-After", "1"))
    except ValueError:
        return 1.0
