"""The articles in OpenSearch, read through the alias."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from functools import partial
from typing import Any, Final

import msgspec
import structlog
from opensearchpy import AsyncOpenSearch
from opensearchpy.exceptions import ConnectionError as OpenSearchUnreachable
from opensearchpy.exceptions import ImproperlyConfigured, NotFoundError, TransportError

from babelwire_observability.supervision import Supervisor
from babelwire_search.errors import IndexUnavailable
from babelwire_search.ports import SearchBody, SearchResult
from babelwire_search.settings import SearchSettings

log = structlog.get_logger(__name__)

_LEFT_OUT: Final = "-responses.aggregations.groups.buckets"
"""Groups are counted; their names, up to ten thousand, stay where they are."""
_PASSING: Final = frozenset({408, 429, 502, 503, 504})
"""Statuses of a whole answer, or of one search in it, that say "not now"."""
_NO_ALIAS: Final = "the alias is not there yet; indexing makes it"
_encoder: Final = msgspec.json.Encoder()


class QueryRefused(Exception):
    """OpenSearch cannot read what this service sent it: an error in the service."""


class OpenSearchArticles:
    """Implements `ArticleIndex`. `not_ready` says why nothing can be searched, as of the last look."""

    def __init__(self, client: AsyncOpenSearch, alias: str) -> None:
        self._client = client
        self._alias = alias
        self._reason: str | None = "OpenSearch has not been asked yet"

    def not_ready(self) -> str | None:
        """Why the articles cannot be searched, or None."""
        return self._reason

    async def search(self, bodies: Sequence[SearchBody]) -> list[SearchResult]:
        """One round trip for all `bodies`. Raises `IndexUnavailable`, and `QueryRefused` for an error of ours."""
        header = _encoder.encode({"index": self._alias})
        lines = b"".join(header + b"\n" + _encoder.encode(body) + b"\n" for body in bodies)
        with _understood():
            answer: dict[str, Any] = await self._client.transport.perform_request(
                "POST",
                "/_msearch",
                params={"filter_path": f"responses,{_LEFT_OUT}", "rest_total_hits_as_int": "false"},
                body=lines,
                headers={"Content-Type": "application/x-ndjson"},
            )
        responses: list[SearchResult] = answer["responses"]
        for response in responses:
            _check(response)
        return responses

    async def analyzed_languages(self) -> tuple[str, ...]:
        """Those for which the mapping has `localized.<language>.title`. Raises as `search` does."""
        with _understood():
            answer: dict[str, Any] = await self._client.transport.perform_request(
                "GET", f"/{self._alias}/_field_caps", params={"fields": "localized.*.title", "filter_path": "fields"}
            )
        # The parents of a field are among the answers.
        titles = (name.split(".") for name in answer.get("fields", {}) if name.endswith(".title"))
        return tuple(sorted(language for _, language, _ in titles))

    async def watch(self, seconds: float) -> None:
        """Keeps `not_ready` true to the alias, looking every so many seconds, until cancelled."""
        while True:
            reason = await self._look()
            if reason != self._reason:
                log.warning("index_not_ready" if reason else "index_ready", reason=reason)
                self._reason = reason
            await asyncio.sleep(seconds)

    async def _look(self) -> str | None:
        try:
            await self.search([{"size": 0, "terminate_after": 1}])
        except (IndexUnavailable, QueryRefused) as error:
            return str(error)
        return None


@contextlib.asynccontextmanager
async def connected(settings: SearchSettings, supervisor: Supervisor) -> AsyncIterator[OpenSearchArticles]:
    """The articles, with a connection pool that closes on leaving."""
    given = settings.opensearch
    credentials = (given.user, given.password.get_secret_value()) if given.user and given.password else None
    client = AsyncOpenSearch(
        hosts=[given.url],
        http_auth=credentials,
        ca_certs=given.ca,
        timeout=settings.timeout_seconds,
        max_retries=0,
    )
    try:
        articles = OpenSearchArticles(client, settings.alias)
        async with supervisor.keeping("watching the index", partial(articles.watch, settings.watch_seconds)):
            yield articles
    finally:
        await client.close()


@contextlib.contextmanager
def _understood() -> Any:
    try:
        yield
    except OpenSearchUnreachable as error:
        raise IndexUnavailable(f"OpenSearch does not answer: {type(error).__name__}") from error
    except NotFoundError as error:
        raise IndexUnavailable(_NO_ALIAS) from error
    except TransportError as error:
        if error.status_code in _PASSING:
            raise IndexUnavailable(f"OpenSearch answers {error.status_code}") from error
        raise QueryRefused(f"OpenSearch answers {error.status_code}: {error.error}") from error
    except ImproperlyConfigured as error:
        raise IndexUnavailable(f"OpenSearch cannot be reached as configured: {error}") from error


def _check(response: SearchResult) -> None:
    error = response.get("error")
    if error is None:
        return
    kind, reason = error.get("type"), error.get("reason")
    if kind == "index_not_found_exception":
        raise IndexUnavailable(_NO_ALIAS)
    if response.get("status") in _PASSING or _is_passing(error):
        raise IndexUnavailable(f"OpenSearch answers {response.get('status')}: {kind}")
    raise QueryRefused(f"{kind}: {reason}: {error.get('root_cause')}")


def _is_passing(error: dict[str, Any]) -> bool:
    return error.get("type") in {"no_shard_available_action_exception", "cluster_block_exception"}
