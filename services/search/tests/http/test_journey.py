"""The journey of an article over HTTP, through the wiring of the service and a broker in memory."""

import httpx
import pytest
from aiokafka.errors import KafkaConnectionError

from babelwire_contracts.topics import ARTICLES_INGESTED, CATALOGUE
from babelwire_messaging.memory import MemoryKafka
from babelwire_search.app import build_app
from babelwire_search.settings import SearchSettings

ARTICLE = "a" * 32


@pytest.fixture
def broker() -> MemoryKafka:
    """Every topic, with nothing on it."""
    made = MemoryKafka()
    for topic in CATALOGUE.values():
        made.create(topic.name, topic.partitions, topic.config())
    return made


@pytest.fixture
def service(broker: MemoryKafka) -> httpx.AsyncClient:
    """A client of the service; OpenSearch is never asked."""
    transport = httpx.ASGITransport(app=build_app(SearchSettings(), broker))
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080")


async def test_a_journey_is_told_step_by_step(broker: MemoryKafka, service: httpx.AsyncClient) -> None:
    headers = [("capture-id", b"c" * 32), ("predecessor", b"pages.captured/0/0")]
    value = b'{"content": {"title": "Ferry returns"}}'
    producer = broker.producer(SearchSettings().kafka, "ingest")
    await producer.send_and_wait(ARTICLES_INGESTED.name, value, ARTICLE.encode(), headers=headers)
    answer = await service.get(f"/api/articles/{ARTICLE}/journey")
    assert answer.status_code == 200
    journey = answer.json()
    assert (journey["article_id"], journey["title"]) == (ARTICLE, "Ferry returns")
    assert [step["topic"] for step in journey["steps"]] == ["pages.captured", "articles.ingested"]


async def test_an_article_that_never_was_is_not_found(service: httpx.AsyncClient) -> None:
    answer = await service.get(f"/api/articles/{ARTICLE}/journey")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_kafka_away_is_said_with_when_to_ask_again(broker: MemoryKafka, service: httpx.AsyncClient) -> None:
    broker.away = KafkaConnectionError("gone")
    answer = await service.get(f"/api/articles/{ARTICLE}/journey")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert "does not answer" in answer.text
    assert int(answer.headers["retry-after"]) > 0
