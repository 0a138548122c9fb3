"""The vector of an article as it is indexed: one index for each model, since vectors of two cannot be compared."""

import re
from array import array
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_indexing.template import ARTICLES, IndexNames

VECTORS_MAPPING_VERSION: Final = 1
"""Raised with every change of the mapping; it is also in the index's name."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_CAPTURE_BITS: Final = 10
_UNFIT_FOR_A_NAME: Final = re.compile(r"[^a-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class VectorNames:
    """The alias that is searched, and what the indices of the models are called. `beside`: as in `IndexNames`."""

    alias: str = "vectors"
    prefix: str = "articles-vectors-"
    beside: bool = False

    def index(self, model: str) -> str:
        """The name of the index for a model."""
        return f"{self.prefix}{_UNFIT_FOR_A_NAME.sub('-', model.lower())}-v{VECTORS_MAPPING_VERSION}"


def vector_names(articles: IndexNames) -> VectorNames:
    """The names of the vectors' indices beside those of an index of articles."""
    if articles == ARTICLES:
        return VectorNames()
    return VectorNames(alias=f"{articles.alias}-vectors", prefix=f"{articles.alias}-vectors-", beside=True)


@dataclass(frozen=True, slots=True)
class VectorEntry:
    """An article's vector, with the fields it is filtered by. An older `version` never replaces a newer one.

    `vector` is empty where the article's text has nothing to embed; the entry says that this is known.
    """

    article_id: str
    version: int
    vector: bytes
    fields: dict[str, Any]

    @property
    def source(self) -> dict[str, Any]:
        """The document."""
        return self.fields | ({"vector": array("b", self.vector).tolist()} if self.vector else {})


def entry(article: EmbeddedArticle) -> VectorEntry:
    """What is indexed of an article with its vector."""
    fields = {
        "article_id": article.article_id,
        "revision": article.revision,
        "text_hash": article.text_hash,
        "text": article.text,
        "language": article.language,
        "published_at": article.published_at,
    }
    return VectorEntry(article.article_id, version(article.revision), article.vector, fields)


def version(revision: str) -> int:
    """A revision as a number with the same order: microseconds since 1970, then the first bits of the capture id."""
    moment, _, capture_id = revision.rpartition("-")
    microseconds = (datetime.fromisoformat(moment) - _EPOCH) // timedelta(microseconds=1)
    tie = int(capture_id[:8], 16) >> (32 - _CAPTURE_BITS)
    return (max(microseconds, 0) << _CAPTURE_BITS) | tie


def index_template(prefix: str, replicas: int) -> dict[str, Any]:
    """The body of `PUT _index_template` for the indices of all models; how long a vector is comes with each index."""
    return {
        "index_patterns": [f"{prefix}*"],
        # Above that of the articles, whose pattern their names match too.
        "priority": 300,
        "version": VECTORS_MAPPING_VERSION,
        "template": {
            "settings": {
                "index": {
                    "number_of_shards": 1,
                    "number_of_replicas": replicas,
                    "refresh_interval": "1s",
                    "knn": True,
                    "analysis": {
                        "char_filter": {
                            "primary_subtag": {"type": "pattern_replace", "pattern": "[-_].*$", "replacement": ""}
                        },
                        "normalizer": {
                            "primary_subtag": {
                                "type": "custom",
                                "char_filter": ["primary_subtag"],
                                "filter": ["lowercase"],
                            }
                        },
                    },
                }
            },
            "mappings": {
                "dynamic": "strict",
                "properties": {
                    "article_id": {"type": "keyword"},
                    "revision": {"type": "keyword", "index": False},
                    "text_hash": {"type": "keyword"},
                    "text": {"type": "text", "index": False, "norms": False},
                    "language": {
                        "type": "keyword",
                        "fields": {"primary": {"type": "keyword", "normalizer": "primary_subtag"}},
                    },
                    "published_at": {"type": "date"},
                },
            },
        },
    }


def model_mapping(model: str, dimensions: int) -> dict[str, Any]:
    """What the index of one model has beside the template: its vectors, and the model's name.

    OpenSearch keeps a vector once, in the graph's own file, and gives it as part of `_source` where it is asked for.
    """
    return {
        "_meta": {"model": model, "dimensions": dimensions},
        "properties": {
            "vector": {
                "type": "knn_vector",
                "dimension": dimensions,
                "data_type": "byte",
                "space_type": "cosinesimil",
                "method": {"name": "hnsw", "engine": "lucene", "parameters": {"m": 16, "ef_construction": 128}},
            }
        },
    }
