"""Requests to OpenSearch as bytes, answers as msgspec models, failures as the domain's errors."""

import io
from collections.abc import Hashable, Mapping
from typing import Any, Final, TypeVar, cast

import msgspec
from opensearchpy import AsyncOpenSearch
from opensearchpy.exceptions import ConnectionError as NoConnection
from opensearchpy.exceptions import TransportError
from opensearchpy.serializer import Serializer

from babelwire_contracts.codec import decoder
from babelwire_indexing.errors import IndexOverloaded, IndexUnavailable, RequestRefused
from babelwire_indexing.settings import OpenSearchSettings

T = TypeVar("T")

_TOO_MANY: Final = 429
_NOT_NOW: Final = frozenset({401, 403, 408, 429, 500, 502, 503, 504})
"""Statuses of a whole request that say nothing about what is in it: no access, too much, or broken over there."""


class _Verbatim(Serializer):
    """Bodies go out as the bytes they are, and answers come back as text, so that nothing is serialised twice."""

    mimetype = "application/json"

    def loads(self, s: str) -> Any:
        return s

    def dumps(self, data: Any) -> Any:
        return data


class OpenSearchClient:
    """A pool of connections to one cluster. Never retries by itself: the batch is what is tried again."""

    def __init__(self, settings: OpenSearchSettings, *, timeout: float, connections: int) -> None:
        auth = None
        if settings.user is not None and settings.password is not None:
            auth = (settings.user, settings.password.get_secret_value())
        self._url = settings.url
        self._client = AsyncOpenSearch(
            hosts=[url.strip() for url in settings.url.split(",")],
            http_auth=auth,
            ca_certs=str(settings.ca) if settings.ca is not None else None,
            serializer=_Verbatim(),
            max_retries=0,
            timeout=timeout,
            pool_maxsize=connections,
        )

    async def request(
        self,
        method: str,
        path: str,
        type_: type[T],
        *,
        body: bytes | None = None,
        params: Mapping[str, str] | None = None,
    ) -> T:
        """The answer of a 2xx, decoded as `type_`.

        Raises `IndexUnavailable` where trying again may help, and `RequestRefused` where it will not.
        """
        # A stream is sent in pieces, so that a large body does not keep the event loop.
        stream = io.BytesIO(body) if body is not None else None
        try:
            text = await self._client.transport.perform_request(method, path, params=params, body=stream)
        except NoConnection as error:
            raise IndexUnavailable(f"OpenSearch at {self._url} does not answer: {type(error.info).__name__}") from error
        except TransportError as error:
            raise self._failure(error) from error
        return cast("T", decoder(cast("Hashable", type_)).decode(text))

    async def aclose(self) -> None:
        """Closes the connections."""
        await self._client.close()

    def _failure(self, error: TransportError) -> Exception:
        status = int(error.status_code)
        kind, reason = str(error.error), ""
        if isinstance(error.info, dict) and isinstance(error.info.get("error"), dict):
            reason = str(error.info["error"].get("reason", ""))
        if status in _NOT_NOW:
            unavailable = IndexOverloaded if status == _TOO_MANY else IndexUnavailable
            return unavailable(f"OpenSearch at {self._url} answers {status} {kind}: {reason}")
        return RequestRefused(status, kind, reason)


def body(value: Any) -> bytes:
    """A request body in JSON."""
    return msgspec.json.encode(value)
