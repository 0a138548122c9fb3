"""Which languages the articles are in, so that a query asks only the analyzers that can answer it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from babelwire_search.ports import ArticleIndex

_SECONDS: Final = 15.0


@dataclass(frozen=True, slots=True)
class Languages:
    """Analyzed languages, as primary subtags, the most frequent first: of the articles, and of their translations."""

    written: tuple[str, ...] = ()
    translated: tuple[str, ...] = ()


class LanguageCoverage:
    """The languages in which there are articles or translations, counted again every `_SECONDS`.

    An article in a language counted too late is found meanwhile by its words as they are.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._languages = Languages()
        self._counted_at: float | None = None

    async def languages(self, index: ArticleIndex) -> Languages:
        """As of the last count. Raises `IndexUnavailable`."""
        if self._counted_at is None or self._clock() - self._counted_at > _SECONDS:
            self._languages = await self._count(index)
            self._counted_at = self._clock()
        return self._languages

    async def _count(self, index: ArticleIndex) -> Languages:
        analyzed = await index.analyzed_languages()
        if not analyzed:
            return Languages()
        present = {section: _present(section, analyzed) for section in ("localized", "translations")}
        (found,) = await index.search([{"size": 0, "track_total_hits": False, "aggs": present}])
        counted = found["aggregations"]
        return Languages(written=_by_frequency(counted["localized"]), translated=_by_frequency(counted["translations"]))


def _present(section: str, languages: tuple[str, ...]) -> dict[str, Any]:
    return {"filters": {"filters": {one: {"exists": {"field": f"{section}.{one}.title"}} for one in languages}}}


def _by_frequency(counted: dict[str, Any]) -> tuple[str, ...]:
    ordered = sorted((-bucket["doc_count"], language) for language, bucket in counted["buckets"].items())
    return tuple(language for count, language in ordered if count)
