"""Every handler behind its own service's wiring, on a broker and an index in memory."""

import asyncio
import contextlib
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

import httpx
import msgspec
import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaConnectionError
from starlette.applications import Starlette
from tests.vectors import DigestModel

from babelwire_contracts.codec import decode
from babelwire_contracts.document import Document
from babelwire_contracts.receipts import Outcome, Receipt
from babelwire_contracts.sections import DuplicateKind
from babelwire_contracts.services import PIPELINE
from babelwire_contracts.topics import (
    ARTICLES_INDEXED,
    ARTICLES_INGESTED,
    CATALOGUE,
    FLOW,
    PAGES_CAPTURED,
    Topic,
    dead_letters,
)
from babelwire_deduplication import app as deduplication
from babelwire_deduplication.settings import DeduplicationSettings
from babelwire_embedding import app as embedding
from babelwire_embedding.settings import EmbeddingSettings
from babelwire_indexing import app as indexing
from babelwire_indexing.document import to_source
from babelwire_indexing.errors import DocumentRefused, StoredDocumentUnreadable
from babelwire_indexing.ports import Conflict, Index, Stored, Write, Written
from babelwire_indexing.settings import IndexingSettings
from babelwire_indexing.vectors import VectorEntry
from babelwire_ingest import app as ingest
from babelwire_ingest.settings import IngestSettings
from babelwire_messaging.errors import PermanentError
from babelwire_messaging.memory import MemoryKafka
from babelwire_messaging.memory.partition import Stored as StoredRecord
from babelwire_translation_tagging import app as translation_tagging
from babelwire_translation_tagging.settings import TranslationTaggingSettings

WITHIN = 90.0
HTML = {"Content-Type": "text/html"}
FERRY = "El transbordador entre las islas vuelve a navegar tras una semana de tormentas, dijo la oficina del puerto. "


class MemoryIndex:
    """Documents by article id; nobody else writes here, so nothing conflicts."""

    def __init__(self) -> None:
        self.documents: dict[str, Stored] = {}

    async def read(self, article_ids: Sequence[str]) -> dict[str, Stored | StoredDocumentUnreadable]:
        """See `DocumentStore`."""
        return {key: self.documents[key] for key in article_ids if key in self.documents}

    async def write(self, writes: Sequence[Write]) -> list[Written | Conflict | DocumentRefused]:
        """See `DocumentStore`."""
        for write in writes:
            source = to_source(write.document, datetime(2026, 1, 1, tzinfo=UTC))
            kept = msgspec.structs.replace(msgspec.json.decode(source, type=Document), localized={})
            self.documents[kept.article_id] = Stored(kept, "articles", len(self.documents), 1)
        return [Written("articles") for _ in writes]

    @contextlib.asynccontextmanager
    async def opened(self, _settings: IndexingSettings) -> AsyncIterator[Index]:
        """See `OpenIndex`."""
        yield Index(self, lambda: None, lambda: asyncio.sleep(math.inf), MemoryVectors())


class MemoryVectors:
    """Implements `VectorStore`; takes all."""

    async def write(self, model: str, entries: Sequence[VectorEntry]) -> list[PermanentError | None]:
        """See `VectorStore`."""
        return [None for _ in entries]

    async def watch(self) -> None:
        """See `VectorStore`."""
        await asyncio.sleep(math.inf)


@dataclass
class House:
    """The services that run, by name, each behind a client of its HTTP side."""

    broker: MemoryKafka = field(default_factory=MemoryKafka)
    index: MemoryIndex = field(default_factory=MemoryIndex)
    model: DigestModel = field(default_factory=DigestModel)
    http: dict[str, httpx.AsyncClient] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for topic in CATALOGUE.values():
            self.broker.create(topic.name, topic.partitions, topic.config())
            for service in topic.consumers:
                at_start = {TopicPartition(topic.name, number): 0 for number in range(topic.partitions)}
                self.broker.committed[service].update(at_start)

    def app(self, service: str) -> Starlette:
        """A service, wired as it is when it runs by itself."""
        match service:
            case "ingest":
                return ingest.build_app(IngestSettings(parser_workers=1), self.broker)
            case "deduplication":
                return deduplication.build_app(DeduplicationSettings(), self.broker)
            case "translation_tagging":
                return translation_tagging.build_app(TranslationTaggingSettings(), self.broker)
            case "embedding":
                return embedding.build_app(EmbeddingSettings(), self.broker, self.model.opened)
            case _:
                return indexing.build_app(IndexingSettings(), self.broker, self.index.opened)

    @contextlib.asynccontextmanager
    async def running(self, *services: str) -> AsyncIterator[None]:
        """Runs some services until left; entered once they are ready."""
        async with AsyncExitStack() as stack:
            for service in services:
                app = self.app(service)
                await stack.enter_async_context(app.router.lifespan_context(app))
                client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1")
                self.http[service] = await stack.enter_async_context(client)
                await until(partial(self.is_ready, service))
            yield

    async def is_ready(self, service: str) -> bool:
        """What its `/readyz` says."""
        return (await self.http[service].get("/readyz")).status_code == 200

    def on(self, topic: Topic) -> list[StoredRecord]:
        """What lies on a topic, in the order of its partitions."""
        return [record for partition in self.broker.topics[topic.name] for record in partition.since(0)]

    def outcomes(self) -> dict[str, Outcome]:
        """The outcome of each capture."""
        receipts = [decode(record.value, Receipt) for record in self.on(ARTICLES_INDEXED)]
        return {receipt.capture_id: receipt.outcome for receipt in receipts}

    async def outcome(self, capture_id: str) -> Outcome:
        """The outcome of a capture, once it has one."""
        await until(lambda: asyncio.sleep(0, capture_id in self.outcomes()))
        return self.outcomes()[capture_id]


async def until(condition: Callable[[], Awaitable[object]]) -> None:
    """Waits for a condition that is awaited."""
    async with asyncio.timeout(WITHIN):
        while not await condition():  # noqa: ASYNC110 - services set no event of a test's
            await asyncio.sleep(0.005)


@pytest.fixture
def house() -> House:
    return House()


async def test_a_page_becomes_a_document_and_a_copy_says_of_which(house: House) -> None:
    page = f"<html><article><h1>Vuelve</h1><p>{FERRY * 8}</p></article></html>"
    async with house.running(*PIPELINE):
        for number in range(2):
            captured = {"url": f"https://{number}.example/ferry"}
            answer = await house.http["ingest"].post("/pages", params=captured, content=page, headers=HTML)
            (capture_id,) = answer.json()["ids"]
            assert await house.outcome(capture_id) is Outcome.INDEXED
        documents = [stored.document for stored in house.index.documents.values()]
    assert [document.language for document in documents] == ["es", "es"]
    ids = {document.article_id for document in documents}
    kinds = {document.duplicate.kind: document.duplicate.of for document in documents if document.duplicate}
    assert kinds.keys() == {DuplicateKind.NONE, DuplicateKind.EXACT}
    assert kinds[DuplicateKind.EXACT] in ids


async def test_a_page_that_changes_says_which_sentences_did(house: House) -> None:
    where = {"url": "https://lake.example/ferry"}
    async with house.running(*PIPELINE):
        for added in ("Nadie sabe por qué.", "El hielo es la causa."):
            page = f"<html><article><h1>Vuelve</h1><p>{FERRY * 8}</p><p>{added}</p></article></html>"
            answer = await house.http["ingest"].post("/pages", params=where, content=page, headers=HTML)
            (capture_id,) = answer.json()["ids"]
            assert await house.outcome(capture_id) is Outcome.INDEXED
        (document,) = [stored.document for stored in house.index.documents.values()]
    assert document.revised is not None
    assert (document.revised.added, document.revised.removed) == (["El hielo es la causa."], ["Nadie sabe por qué."])
    assert document.revision is not None
    assert document.revised.since < document.revision


@pytest.mark.parametrize(("service", "topic"), [stage for stage in FLOW if stage[1] is not PAGES_CAPTURED])
async def test_what_cannot_be_read_is_a_dead_letter_and_the_rest_goes_on(
    house: House, service: str, topic: Topic
) -> None:
    producer = house.broker.producer(IndexingSettings().kafka, "test")
    async with house.running(service):
        await producer.send_and_wait(topic.name, b"{broken", b"a" * 32)
        await until(lambda: asyncio.sleep(0, house.on(dead_letters(service))))
        assert await house.is_ready(service)
    (letter,) = house.on(dead_letters(service))
    assert (letter.value, dict(letter.headers)["dead-letter-topic"]) == (b"{broken", topic.name.encode())


async def test_a_capture_waits_for_a_broker_that_is_away(house: House) -> None:
    article = {"title": "Vuelve", "body": FERRY * 8, "url": "https://lake.example/ferry"}
    async with house.running("ingest"):
        house.broker.away = KafkaConnectionError("gone")
        refused = await house.http["ingest"].post("/articles", json=article)
        assert (refused.status_code, "retry-after" in refused.headers) == (503, True)
        house.broker.away = None
        accepted = await house.http["ingest"].post("/articles", json=article)
        assert accepted.status_code == 202
        await until(lambda: asyncio.sleep(0, house.on(ARTICLES_INGESTED)))
