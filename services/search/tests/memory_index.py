"""Articles in memory behind the port that the service reads them by."""

from collections.abc import Iterable, Sequence
from typing import Any

import httpx

from babelwire_search.app import build_app
from babelwire_search.ports import SearchBody, SearchResult
from babelwire_search.settings import SearchSettings


class MemoryIndex:
    """Implements `ArticleIndex` for requests of articles by their ids."""

    def __init__(self, articles: Iterable[dict[str, Any]]) -> None:
        self._articles = {article["article_id"]: article for article in articles}

    async def search(self, bodies: Sequence[SearchBody]) -> list[SearchResult]:
        """See `ArticleIndex`."""
        return [{"hits": {"hits": self._hits(body["query"]["ids"]["values"])}} for body in bodies]

    def _hits(self, ids: Iterable[str]) -> list[dict[str, Any]]:
        return [{"_id": each, "_source": self._articles[each]} for each in ids if each in self._articles]

    async def analyzed_languages(self) -> tuple[str, ...]:
        """See `ArticleIndex`."""
        return ()


def service_over(articles: Iterable[dict[str, Any]]) -> httpx.AsyncClient:
    """A client of the service over these articles, through the service's own wiring."""
    app = build_app(SearchSettings())
    app.state.service.articles = MemoryIndex(articles)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1:8080")
