"""Which languages the articles are in, so that a query asks only the analyzers that can answer it."""

import time
from collections.abc import Callable
from typing import Any, Final

from babelwire_search.ports import ArticleIndex

_SECONDS: Final = 15.0


class Census:
    """The analyzed languages in which there are articles or translations, counted again every `_SECONDS`.

    An article in a language counted too late is found meanwhile by its words as they are.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._languages: tuple[str, ...] = ()
        self._counted_at: float | None = None

    async def languages(self, index: ArticleIndex) -> tuple[str, ...]:
        """Primary subtags, the most frequent first. Raises `IndexUnavailable`."""
        if self._counted_at is None or self._clock() - self._counted_at > _SECONDS:
            self._languages = await self._count(index)
            self._counted_at = self._clock()
        return self._languages

    async def _count(self, index: ArticleIndex) -> tuple[str, ...]:
        analyzed = await index.analyzed_languages()
        if not analyzed:
            return ()
        present = {
            language: {
                "bool": {
                    "should": [{"exists": {"field": f"{of}.{language}.title"}} for of in ("localized", "translations")]
                }
            }
            for language in analyzed
        }
        aggregations = {"languages": {"filters": {"filters": present}}}
        (found,) = await index.search([{"size": 0, "track_total_hits": False, "aggs": aggregations}])
        buckets = found["aggregations"]["languages"]["buckets"]
        counted = sorted((-bucket["doc_count"], language) for language, bucket in buckets.items())
        return tuple(language for count, language in counted if count)


def _present(language: str) -> dict[str, Any]:
    fields = (f"localized.{language}.title", f"translations.{language}.title")
    return {"bool": {"should": [{"exists": {"field": field}} for field in fields]}}
