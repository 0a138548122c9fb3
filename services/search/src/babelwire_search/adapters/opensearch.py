"""The articles in OpenSearch, read through the alias."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Sequence
from functools import partial
from typing import Any, Final

import msgspec
import structlog

from babelwire_observability.supervision import Supervisor
from babelwire_opensearch.bodies import lines
from babelwire_opensearch.client import OpenSearchClient
from babelwire_opensearch.errors import NotFound, OpenSearchUnavailable, RequestRefused, failure
from babelwire_search.adapters.vectors import OpenSearchVectors
from babelwire_search.errors import IndexUnavailable
from babelwire_search.ports import SearchBody, SearchResult
from babelwire_search.settings import SearchSettings

log = structlog.get_logger(__name__)

_LEFT_OUT: Final = "-responses.aggregations.groups.buckets"
"""Groups are counted; their names, up to ten thousand, stay where they are."""
_CONNECTIONS: Final = 10


class _Answers(msgspec.Struct, frozen=True):
    responses: list[SearchResult]


class _Fields(msgspec.Struct, frozen=True):
    fields: dict[str, Any] = {}


class OpenSearchArticles:
    """Implements `ArticleIndex`. `not_ready` says why nothing can be searched, as of the last look."""

    def __init__(self, client: OpenSearchClient, alias: str) -> None:
        self._client = client
        self._alias = alias
        self._reason: str | None = "OpenSearch has not been asked yet"

    def not_ready(self) -> str | None:
        """Why the articles cannot be searched, or None."""
        return self._reason

    async def search(self, bodies: Sequence[SearchBody]) -> list[SearchResult]:
        """One round trip for all `bodies`. Raises `IndexUnavailable`, and `RequestRefused` for an error of ours."""
        header = {"index": self._alias}
        with _understood():
            answers = await self._client.request(
                "POST",
                "/_msearch",
                _Answers,
                params={"filter_path": f"responses,{_LEFT_OUT}", "rest_total_hits_as_int": "false"},
                body=lines(line for body in bodies for line in (header, body)),
            )
            for response in answers.responses:
                _check(response)
        return answers.responses

    async def analyzed_languages(self) -> tuple[str, ...]:
        """Those for which the mapping has `localized.<language>.title`. Raises as `search` does."""
        with _understood():
            params = {"fields": "localized.*.title", "filter_path": "fields"}
            found = await self._client.request("GET", f"/{self._alias}/_field_caps", _Fields, params=params)
        # The parents of a field are among the answers.
        titles = (name.split(".") for name in found.fields if name.endswith(".title"))
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
        except (IndexUnavailable, RequestRefused) as error:
            return str(error)
        return None


@contextlib.asynccontextmanager
async def connected(
    settings: SearchSettings, supervisor: Supervisor
) -> AsyncIterator[tuple[OpenSearchArticles, OpenSearchVectors]]:
    """The articles and their vectors, with a connection pool that closes on leaving."""
    client = OpenSearchClient(settings.opensearch, timeout=settings.timeout_seconds, connections=_CONNECTIONS)
    async with contextlib.aclosing(client):
        articles = OpenSearchArticles(client, settings.alias)
        async with supervisor.keeping("watching the index", partial(articles.watch, settings.watch_seconds)):
            yield articles, OpenSearchVectors(client, settings.vectors_alias)


@contextlib.contextmanager
def _understood() -> Iterator[None]:
    try:
        yield
    except NotFound as error:
        raise IndexUnavailable("the alias is not there yet; indexing makes it") from error
    except OpenSearchUnavailable as error:
        raise IndexUnavailable(f"OpenSearch {error.detail}") from error


def _check(response: SearchResult) -> None:
    error = response.get("error")
    if error is not None:
        reason = f"{error.get('reason')}: {error.get('root_cause')}"
        raise failure(int(response["status"]), str(error.get("type")), reason)
