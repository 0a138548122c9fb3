"""What search needs of an index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An article, and the cosine of its vector to that which was asked for."""

    article_id: str
    cosine: float


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of an article beside its vector: the text that was made from, and its language (BCP 47)."""

    vector: bytes
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Sample:
    """Some of the articles that have vectors, by id, and how many there are in all."""

    entries: Mapping[str, Entry]
    articles: int


class VectorIndex(Protocol):
    """The vectors of the articles, of one model. Raises `MeaningUnavailable` where it does not answer."""

    async def model(self) -> str:
        """The model whose vectors are searched now."""
        ...

    async def nearest(self, vector: bytes, count: int, clauses: Sequence[dict[str, Any]] = ()) -> list[Neighbour]:
        """The articles whose vectors are nearest, the nearest first, of those that all `clauses` match.

        Clauses may speak of `article_id`, `language`, `language.primary` and `published_at`.
        """
        ...

    async def sample(self) -> Sample:
        """Some of the articles, mostly the same ones from call to call."""
        ...

    async def entries(self, article_ids: Sequence[str]) -> dict[str, Entry]:
        """Articles by id, those that have a vector."""
        ...


class QueryEmbedder(Protocol):
    """Turns queries into vectors. Raises `MeaningUnavailable` where it cannot, now or at all."""

    def model(self) -> str:
        """The model of its vectors."""
        ...

    async def embed(self, text: str, language: str | None) -> bytes | None:
        """The vector of a query; None where there is nothing in it to embed."""
        ...
