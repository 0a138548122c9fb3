"""What search needs of an index."""

from collections.abc import Sequence
from typing import Any, Protocol

SearchBody = dict[str, Any]
"""A request in OpenSearch's query DSL."""
SearchResult = dict[str, Any]
"""OpenSearch's answer to one."""


class ArticleIndex(Protocol):
    """The articles, as OpenSearch answers for them. Raises `IndexUnavailable` when it does not."""

    async def search(self, bodies: Sequence[SearchBody]) -> list[SearchResult]:
        """Answers several searches in one round trip, in their order."""
        ...

    async def analyzed_languages(self) -> tuple[str, ...]:
        """Primary subtags of the languages that have an analyzer of their own in the index."""
        ...
