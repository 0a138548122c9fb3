"""From an article's document to the task that its record led to, and from a gap in the index to a vector."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from fnmatch import fnmatch
from typing import Generic, TypeVar

import msgspec
import pytest
from tests.inner_loop.test_embedding import done, embedded, tagged, write
from tests.inner_loop.test_services_in_memory import House

from babelwire_contracts import schemas
from babelwire_contracts.codec import decode
from babelwire_contracts.document import Document, Source
from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_contracts.records import TaggedArticle
from babelwire_contracts.topics import ARTICLES_EMBEDDED, ARTICLES_TAGGED, EMBEDDING_BACKFILL
from babelwire_embedding.adapters import index
from babelwire_embedding.adapters.backfill_lane import BackfillLane, waiting_tasks
from babelwire_embedding.errors import CannotReembed, DocumentUnreadable
from babelwire_embedding.filling import Filled, fill_gaps
from babelwire_embedding.ports import IndexedVector
from babelwire_embedding.stored_articles import FIELDS, article_of
from babelwire_embedding.tasks import TaggedView, task_of
from babelwire_indexing.document import to_source
from babelwire_indexing.join import join
from babelwire_indexing.template import ARTICLES as ARTICLES_NAMES
from babelwire_indexing.vectors import VectorNames, entry, index_template, model_mapping
from babelwire_messaging import headers
from babelwire_messaging.memory.broker import MemoryKafka
from babelwire_messaging.producer import Producer
from babelwire_messaging.reading import log_reader
from babelwire_messaging.settings import KafkaSettings

T = TypeVar("T", TaggedView, IndexedVector)

KAFKA = KafkaSettings()
NOW = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
ARTICLES = {
    name: value
    for name, value in schemas.examples(ARTICLES_TAGGED).items()
    if msgspec.json.decode(value)["record"] == "article"
}


def document(value: bytes) -> dict[str, object]:
    """What the index has of an article: the fields that are asked for, as it gives them."""
    joined: Document = join(
        None, decode(value, TaggedArticle), Source(topic="articles.tagged", partition=0, offset=0)
    ).document
    whole = msgspec.json.decode(to_source(joined, NOW))
    shown = {name: whole[name] for name in FIELDS if name in whole}
    return shown | {"sections": {"content": {"content_hash": whole["sections"]["content"]["content_hash"]}}}


def changed(**content: object) -> bytes:
    """An example whose content says something else."""
    message = msgspec.json.decode(ARTICLES["spanish-original"])
    message["content"] |= content
    return msgspec.json.encode(message)


@pytest.mark.parametrize(
    "value",
    [
        *(pytest.param(value, id=name) for name, value in ARTICLES.items()),
        pytest.param(changed(published_at="2199-01-01T00:00:00Z"), id="published-after-its-capture"),
        pytest.param(
            changed(published_at=datetime(2026, 3, 1, tzinfo=timezone(timedelta(hours=2))).isoformat()),
            id="another-zone",
        ),
        pytest.param(changed(body="", lead=None, title="🙂"), id="nothing-to-embed"),
        pytest.param(changed(publisher={}), id="no-publisher"),
    ],
)
def test_the_document_leads_to_the_task_that_its_record_led_to(value: bytes) -> None:
    task = task_of(decode(value, TaggedView))
    assert task_of(article_of(document(value))) == task
    assert task.published_at is None or task.published_at <= task.captured_at


@pytest.mark.parametrize("broken", [{"capture_id": None}, {"sections": {}}, {"title": 7}, {"revision": None}])
def test_what_is_no_document_is_named(broken: dict[str, object]) -> None:
    whole = document(ARTICLES["spanish-original"])
    with pytest.raises(DocumentUnreadable, match=str(whole["article_id"])):
        article_of(whole | broken)


class InIndex:
    """The articles of an index, and the vectors that it has of them."""

    def __init__(self, values: Sequence[bytes], vectors: Sequence[IndexedVector]) -> None:
        self.articles = [article_of(document(value)) for value in values]
        self.vectors = list(vectors)

    async def fill(self, broker: MemoryKafka, *, dry_run: bool = False) -> Filled:
        """As `babelwire reembed` does it."""
        async with log_reader(KAFKA, broker) as log:
            waiting = await waiting_tasks(log, "embedding")
            producer = Producer("embedding", KAFKA, broker)
            async with producer.running():
                lane = None if dry_run else BackfillLane(log, producer, "embedding")
                return await fill_gaps(
                    _All(self.articles), _All(self.vectors), waiting, lane, rate=1e6, report=lambda _filled: None
                )


class _All(Generic[T]):
    def __init__(self, all_: Sequence[T]) -> None:
        self._all: list[T] = sorted(all_, key=lambda each: each.article_id)

    async def after(self, article_id: str) -> Sequence[T]:
        return [each for each in self._all if each.article_id > article_id]


@pytest.fixture
def house() -> House:
    return House()


async def test_a_gap_is_filled_once_and_what_the_topic_has_is_not_embedded_again(house: House) -> None:
    value = tagged("Vuelve")
    async with house.running("embedding"):
        await write(house, ARTICLES_TAGGED, value)
        await done(house)
    held = InIndex([value], [])
    assert (await held.fill(house.broker, dry_run=True)).waiting == 0
    assert (await held.fill(house.broker)).written == 1
    again = await held.fill(house.broker)
    assert (again.gaps, again.waiting, again.written) == (1, 1, 0)
    async with house.running("embedding"):
        await done(house)
    first, second = embedded(house)
    assert (second.vector, second.revision, second.text) == (first.vector, first.revision, first.text)
    assert len(house.model.asked) == 1
    held.vectors = [IndexedVector(second.article_id, second.text_hash)]
    assert (await held.fill(house.broker)).gaps == 0
    (record,) = house.on(EMBEDDING_BACKFILL)
    fields = dict(record.headers)
    assert fields[headers.REEMBED_ID]
    assert headers.ACCEPTED_AT not in fields
    assert fields[headers.CAPTURE_ID].decode() == first.capture_id


def test_indexing_makes_an_index_that_is_found_here() -> None:
    vectors, model = VectorNames(), "multilingual-e5-small-01234567"
    assert fnmatch(vectors.index(model), index.VECTORS)
    assert vectors.alias != index.ARTICLES == ARTICLES_NAMES.alias
    assert model_mapping(model, 384)["_meta"]["model"] == model
    of_entry = entry(
        msgspec.json.decode(schemas.examples(ARTICLES_EMBEDDED)["earthquake"], type=EmbeddedArticle)
    ).source
    assert of_entry.keys() >= {"article_id", "text_hash"}
    assert {"article_id", "text_hash"} <= index_template("x-", 0)["template"]["mappings"]["properties"].keys()


async def test_without_the_lane_nothing_is_written() -> None:
    with pytest.raises(CannotReembed, match=r"no topic embedding\.backfill yet: embedding makes it when it starts"):
        await InIndex([tagged()], []).fill(MemoryKafka())
