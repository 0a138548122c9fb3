"""Requests to OpenSearch as bytes, answers as msgspec models, failures as the errors that all share."""

import io
from collections.abc import Hashable, Mapping
from typing import Any, TypeVar, cast

import msgspec
from opensearchpy import AsyncOpenSearch
from opensearchpy.exceptions import ConnectionError as NoConnection
from opensearchpy.exceptions import ImproperlyConfigured, SerializationError, TransportError
from opensearchpy.serializer import Serializer

from babelwire_contracts.codec import decoder
from babelwire_opensearch.errors import OpenSearchUnavailable, RequestRefused, failure
from babelwire_opensearch.settings import OpenSearchSettings

T = TypeVar("T")


class _Verbatim(Serializer):
    """Bodies go out as the bytes they are, and answers come back as text, so that nothing is serialised twice."""

    mimetype = "application/json"

    def loads(self, s: str) -> Any:
        return s

    def dumps(self, data: Any) -> Any:
        return data


class OpenSearchClient:
    """A pool of connections to one cluster. Never retries by itself: whoever asks knows what is tried again."""

    def __init__(self, settings: OpenSearchSettings, *, timeout: float, connections: int) -> None:
        """`timeout` bounds a request, in seconds; `connections` how many of them go on at once with each node.

        Nothing is connected before the first request. Nothing is compressed: to a cluster near by that costs more than
        it saves.
        """
        auth = None
        if settings.user is not None and settings.password is not None:
            auth = (settings.user, settings.password.get_secret_value())
        self._address = settings.url
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
        """The answer of a 2xx, decoded as `type_`; `body` is JSON, or JSON lines.

        Raises `OpenSearchUnavailable` where trying again may help, and `RequestRefused` where it will not.
        """
        # A stream is sent in pieces, so that a large body does not keep the event loop.
        stream = io.BytesIO(body) if body is not None else None
        try:
            text = await self._client.transport.perform_request(method, path, params=params, body=stream)
            return cast("T", decoder(cast("Hashable", type_)).decode(text))
        except NoConnection as error:
            raise OpenSearchUnavailable(f"does not answer: {type(error.info).__name__}", self._address) from error
        except TransportError as error:
            raise self._failure(error) from error
        except ImproperlyConfigured as error:
            raise OpenSearchUnavailable(f"cannot be reached as configured: {error}", self._address) from error
        except (SerializationError, msgspec.DecodeError) as error:
            raise OpenSearchUnavailable(f"answers with something else: {error}", self._address) from error

    async def aclose(self) -> None:
        """Closes the connections."""
        pool = self._client.transport.connection_pool
        await self._client.close()
        # Which leaves those open that did not answer last.
        for connection in getattr(pool, "orig_connections", ()):
            await connection.close()

    def _failure(self, error: TransportError) -> OpenSearchUnavailable | RequestRefused:
        reason = ""
        if isinstance(error.info, dict) and isinstance(error.info.get("error"), dict):
            reason = str(error.info["error"].get("reason", ""))
        found = failure(int(error.status_code), str(error.error), reason)
        return found if isinstance(found, RequestRefused) else type(found)(found.detail, self._address)
