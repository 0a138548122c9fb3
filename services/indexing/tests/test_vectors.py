"""What is indexed of an article with its vector, without an index."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from babelwire_contracts.codec import decode
from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_contracts.identity import revision
from babelwire_contracts.schemas import examples
from babelwire_contracts.topics import ARTICLES_EMBEDDED
from babelwire_indexing.errors import VectorUnusable
from babelwire_indexing.template import ARTICLES, shadow
from babelwire_indexing.vector_handlers import index_vectors
from babelwire_indexing.vectors import VectorEntry, VectorNames, entry, vector_names, version
from babelwire_messaging.errors import PermanentError
from babelwire_messaging.handling import Position, Record

AT = datetime(2026, 3, 2, 14, 15, tzinfo=UTC)


class Entries:
    """Implements `VectorStore`; refuses vectors of zeros."""

    def __init__(self) -> None:
        self.written: dict[str, list[str]] = {}

    async def write(self, model: str, entries: Sequence[VectorEntry]) -> list[PermanentError | None]:
        self.written.setdefault(model, []).extend(one.article_id for one in entries)
        return [VectorUnusable("zeros") if one.vector and not any(one.vector) else None for one in entries]

    async def watch(self) -> None:
        """See `VectorStore`."""


@pytest.fixture
def embedded() -> EmbeddedArticle:
    """An article with its vector."""
    return decode(examples(ARTICLES_EMBEDDED)["earthquake"], EmbeddedArticle)


def test_later_revisions_have_greater_versions() -> None:
    times = [datetime(1969, 1, 1, tzinfo=UTC), AT, AT + timedelta(microseconds=1), datetime(2200, 1, 1, tzinfo=UTC)]
    revisions = [revision(at, capture) for at in times for capture in ("0" * 32, "1" * 32, "f" * 32)]
    versions = [version(each) for each in revisions]
    assert versions[3:] == sorted(set(versions[3:]))
    assert max(versions[:3]) < versions[3]
    assert 0 <= versions[0] < versions[-1] < 2**63


def test_a_vector_is_signed_numbers(embedded: EmbeddedArticle) -> None:
    source = entry(msgspec.structs.replace(embedded, vector=bytes([1, 127, 128, 255]))).source
    assert source["vector"] == [1, 127, -128, -1]
    assert source["language"] == "tr"


def test_a_text_with_nothing_to_embed_has_an_entry_without_a_vector(embedded: EmbeddedArticle) -> None:
    assert "vector" not in entry(msgspec.structs.replace(embedded, vector=b"")).source


def test_each_model_has_an_index_that_no_index_of_articles_is_taken_for() -> None:
    names = VectorNames()
    assert names.index("multilingual-e5-small-0a1b2c3d") == "articles-vectors-multilingual-e5-small-0a1b2c3d-v1"
    assert names.index("Org/Model_XL") == "articles-vectors-org-model-xl-v1"
    assert vector_names(ARTICLES) == names
    beside = vector_names(shadow("articles-shadow-monday"))
    assert beside.beside
    assert beside.alias not in (names.alias, "articles")


async def test_what_cannot_be_indexed_is_answered_alone(embedded: EmbeddedArticle) -> None:
    values = [
        msgspec.structs.replace(embedded, model=model, vector=vector)
        for model, vector in (("one", b"\1\2"), ("other", b"\1\2"), ("one", b"\0\0"), ("one", b""))
    ]
    records = [
        Record(Position(ARTICLES_EMBEDDED.name, 0, place), b"", value, AT, {}) for place, value in enumerate(values)
    ]
    store = Entries()
    first, second, third, fourth = await index_vectors(store)(records)
    assert (first, second, fourth) == ([], [], [])
    assert isinstance(third, VectorUnusable)
    assert {model: len(written) for model, written in store.written.items()} == {"one": 3, "other": 1}
