import asyncio
import contextlib
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from functools import partial

import httpx
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from starlette.applications import Starlette

from babelwire_contracts.codec import decode, encode
from babelwire_contracts.receipts import Outcome, Receipt
from babelwire_contracts.topics import ARTICLES_INDEXED, ARTICLES_TAGGED, Topic, dead_letters
from babelwire_indexing.app import build_app, open_search
from babelwire_indexing.settings import IndexingSettings
from babelwire_messaging.settings import KafkaSettings
from babelwire_opensearch.settings import OpenSearchSettings

from .conftest import Articles, LiveIndex

WITHIN = 90.0


@contextlib.asynccontextmanager
async def serving(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        yield http


async def until(http: httpx.AsyncClient, path: str, words: str) -> httpx.Response:
    """The first answer that has the words in it."""
    async with asyncio.timeout(WITHIN):
        while True:
            answer = await http.get(path)
            if words in answer.text:
                return answer
            await asyncio.sleep(0.1)


async def write(bootstrap: str, values: Sequence[bytes], key: str) -> None:
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all") as producer:
        for value in values:
            await producer.send_and_wait(ARTICLES_TAGGED.name, value, key=key.encode())


async def records(bootstrap: str, topic: Topic) -> AsyncGenerator[ConsumerRecord, None]:
    """The records of a topic from its beginning, and those that follow, for as long as a test may wait."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    async with consumer, asyncio.timeout(WITHIN):
        consumer.assign([TopicPartition(topic.name, number) for number in range(topic.partitions)])
        while True:
            for batch in (await consumer.getmany(timeout_ms=200)).values():
                for record in batch:
                    yield record


async def first_receipt(bootstrap: str, capture_id: str) -> Receipt:
    async with contextlib.aclosing(records(bootstrap, ARTICLES_INDEXED)) as found:
        return await anext(
            receipt async for r in found if (receipt := decode(r.value, Receipt)).capture_id == capture_id
        )


async def errors_of(bootstrap: str, key: str, count: int) -> set[str]:
    """Why the records of a key were dead-lettered, once so many were: other tests break records on the same topic."""
    async with contextlib.aclosing(records(bootstrap, dead_letters("indexing"))) as found:
        letters = (record async for record in found if record.key == key.encode())
        return {dict((await anext(letters)).headers)["dead-letter-error"].decode() for _ in range(count)}


def settings(opensearch_url: str, kafka_bootstrap: str) -> IndexingSettings:
    return IndexingSettings(
        opensearch=OpenSearchSettings(url=opensearch_url),
        kafka=KafkaSettings(kafka_bootstrap=kafka_bootstrap),
        check_seconds=0.2,
    )


@pytest.mark.stack
async def test_articles_on_the_topic_end_as_documents_and_receipts(
    nothing_yet: LiveIndex, opensearch_url: str, kafka_bootstrap: str, make: Articles
) -> None:
    key = uuid.uuid4().hex
    # Captures of this run alone: a broker that runs already has the receipts of runs before.
    minutes = uuid.UUID(key).int % 1_000_000_000
    content = make.content(minutes, title=key)
    later = make.content(minutes + 5, title=key)
    poison = make.article(later, key, translations={"en.title": make.translation(later)})
    values = [
        encode(make.tags_amendment(content, key, n=1, language="es")),
        b"{broken",
        encode(make.article(content, key)),
        encode(poison),
    ]
    open_index = partial(open_search, names=nothing_yet.names)
    async with serving(build_app(settings(opensearch_url, kafka_bootstrap), open_index=open_index)) as http:
        assert (await until(http, "/readyz", '"ready"')).status_code == 200
        await write(kafka_bootstrap, values, key)
        receipt = await first_receipt(kafka_bootstrap, content.revision.rpartition("-")[2])
        assert receipt.outcome is Outcome.INDEXED
        assert (await nothing_yet.document(key)).language == "es"
        assert (await http.get("/healthz")).status_code == 200
        assert await errors_of(kafka_bootstrap, key, 2) == {"DocumentRefused", "UndecodableMessage"}
        assert 'babelwire_dead_letters_total{error="DocumentRefused"' in (await http.get("/metrics")).text
        assert (await http.get("/asyncapi.json")).json()["operations"].keys() >= {"receive articles.tagged"}


async def test_a_service_whose_index_is_away_is_alive_and_says_why_it_is_not_ready() -> None:
    async with serving(build_app(settings("http://127.0.0.1:1", "127.0.0.1:1"))) as http:
        answer = await until(http, "/readyz", "does not answer")
        assert answer.status_code == 503
        assert "127.0.0.1:1" in answer.text
        assert (await http.get("/healthz")).status_code == 200
