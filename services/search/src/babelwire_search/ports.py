"""What search needs of an index."""

from collections.abc import Sequence
from typing import Any, Protocol

SearchBody = dict[str, Any]
"""A request in OpenSearch's query DSL."""
SearchResult = dict[str, Any]
"""OpenSearch's answer to one."""


class Journeys(Protocol):
    """The ways of articles through the topics. Raises `TopicsUnavailable`."""

    async def journey(self, article_id: str) -> dict[str, Any] | None:
        """Every record of an article, in the order of time; None where nothing is known of it."""
        ...


class ArticleIndex(Protocol):
    """The articles, as OpenSearch answers for them. Raises `IndexUnavailable` when it does not."""

    async def search(self, bodies: Sequence[SearchBody]) -> list[SearchResult]:
        """Returns the results of several searches, made in one round trip, in their order."""
        ...

    async def analyzed_languages(self) -> tuple[str, ...]:
        """Primary subtags of the languages that have an analyzer of their own in the index."""
        ...
