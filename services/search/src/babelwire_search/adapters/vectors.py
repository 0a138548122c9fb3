"""The vectors of the articles in OpenSearch, read through their alias."""

import contextlib
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import msgspec
import structlog

from babelwire_opensearch.bodies import body
from babelwire_opensearch.client import OpenSearchClient
from babelwire_opensearch.errors import NotFound, OpenSearchUnavailable, RequestRefused
from babelwire_search.errors import MeaningUnavailable
from babelwire_search.ports import Entry, Neighbour, Sample
from babelwire_text.language_tags import UNDETERMINED

log = structlog.get_logger(__name__)

_SAMPLE: Final = 500
_SAMPLED_EVERY: Final = 300.0
_SAMPLED_SOON: Final = 15.0
"""Seconds for which a sample holds, of many articles and of few, whose number soon is another."""
_FEW: Final = 5_000
_MODEL_EVERY: Final = 15.0
_READ: Final = ("vector", "text", "language")


class _Meta(msgspec.Struct, frozen=True):
    model: str = ""


class _Mappings(msgspec.Struct, frozen=True):
    meta: _Meta = msgspec.field(name="_meta", default=_Meta())


class _Index(msgspec.Struct, frozen=True):
    mappings: _Mappings = _Mappings()


class _Source(msgspec.Struct, frozen=True):
    vector: list[int] = []
    text: str = ""
    language: str = UNDETERMINED


class _Hit(msgspec.Struct, frozen=True, rename={"id_": "_id"}):
    id_: str
    score: float | None = msgspec.field(name="_score", default=None)
    source: _Source = msgspec.field(name="_source", default=_Source())


class _Total(msgspec.Struct, frozen=True):
    value: int = 0


class _Hits(msgspec.Struct, frozen=True):
    hits: list[_Hit] = []
    total: _Total = _Total()


class _Found(msgspec.Struct, frozen=True):
    hits: _Hits = _Hits()


class OpenSearchVectors:
    """Implements `VectorIndex`."""

    def __init__(self, client: OpenSearchClient, alias: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._alias = alias
        self._clock = clock
        self._model: tuple[float, str] | None = None
        self._sample: tuple[float, str, Sample] | None = None

    async def model(self) -> str:
        """As of at most some seconds ago."""
        if self._model is None or self._clock() - self._model[0] > _MODEL_EVERY:
            with _understood():
                indices = await self._client.request("GET", f"/{self._alias}/_mapping", dict[str, _Index])
            names = {index.mappings.meta.model for index in indices.values()}
            if len(names) != 1:
                raise MeaningUnavailable("the articles have vectors of several models")
            self._model = (self._clock(), names.pop())
        return self._model[1]

    async def nearest(self, vector: bytes, count: int, clauses: Sequence[dict[str, Any]] = ()) -> list[Neighbour]:
        """See `VectorIndex`."""
        near: dict[str, Any] = {"vector": array("b", vector).tolist(), "k": count}
        if clauses:
            near["filter"] = {"bool": {"filter": list(clauses)}}
        wanted = {"query": {"knn": {"vector": near}}, "size": count, "_source": False, "track_total_hits": False}
        found = await self._search(wanted)
        # Lucene's score of a cosine c is (1 + c) / 2.
        return [Neighbour(hit.id_, 2 * (hit.score or 0.0) - 1) for hit in found.hits]

    async def sample(self) -> Sample:
        """Drawn by chance with the same seed each time, so that one query is judged in one way."""
        model = await self.model()
        if self._sample is not None:
            drawn_at, of_model, sample = self._sample
            holds = _SAMPLED_SOON if sample.articles < _FEW else _SAMPLED_EVERY
            if of_model == model and self._clock() - drawn_at <= holds:
                return sample
        drawn = {"query": {"exists": {"field": "vector"}}, "random_score": {"seed": 1, "field": "_seq_no"}}
        found = await self._search(
            {"query": {"function_score": drawn}, "size": _SAMPLE, "_source": _READ, "track_total_hits": True}
        )
        sample = Sample({hit.id_: _entry(hit) for hit in found.hits}, found.total.value)
        self._sample = (self._clock(), model, sample)
        return sample

    async def entries(self, article_ids: Sequence[str]) -> dict[str, Entry]:
        """See `VectorIndex`."""
        wanted = {"query": {"ids": {"values": list(article_ids)}}, "size": len(article_ids), "_source": _READ}
        found = await self._search(wanted)
        return {hit.id_: _entry(hit) for hit in found.hits if hit.source.vector}

    async def _search(self, wanted: dict[str, Any]) -> _Hits:
        with _understood():
            found = await self._client.request("POST", f"/{self._alias}/_search", _Found, body=body(wanted))
        return found.hits


@contextlib.contextmanager
def _understood() -> Iterator[None]:
    try:
        yield
    except NotFound as error:
        raise MeaningUnavailable("no article has a vector yet") from error
    except OpenSearchUnavailable as error:
        raise MeaningUnavailable("the vectors cannot be reached") from error
    except RequestRefused as error:
        log.warning("vectors_not_searched", error=str(error))
        raise MeaningUnavailable("the vectors cannot be searched") from error


def _entry(hit: _Hit) -> Entry:
    return Entry(array("b", hit.source.vector).tobytes(), hit.source.text, hit.source.language)
