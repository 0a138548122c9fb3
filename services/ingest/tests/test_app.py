"""The whole service on the real broker."""

import asyncio
import contextlib
import json
import uuid
from collections.abc import AsyncIterator

import httpx
import pytest
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from babelwire_contracts.codec import decode
from babelwire_contracts.receipts import Outcome, Receipt
from babelwire_contracts.records import IngestedArticle
from babelwire_contracts.topics import ARTICLES_INDEXED, ARTICLES_INGESTED, Topic, dead_letters
from babelwire_ingest.settings import IngestSettings
from babelwire_messaging.settings import KafkaSettings

from .serving import WITHIN, served

pytestmark = pytest.mark.stack

UNREADABLE = b"<!-- nothing -->"
"""A page without an element."""


@pytest.fixture
async def client(kafka_bootstrap: str) -> AsyncIterator[httpx.AsyncClient]:
    """The service, started and ready."""
    kafka = KafkaSettings(kafka_bootstrap=kafka_bootstrap)
    settings = IngestSettings(kafka=kafka, parser_workers=1, allow_private_networks=True, min_feed_interval_seconds=1)
    async with served(settings) as client:
        yield client


async def found(kafka_bootstrap: str, topic: Topic, capture_id: str) -> ConsumerRecord:
    """The first record of a capture on a topic."""
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka_bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.assign([TopicPartition(topic.name, number) for number in range(topic.partitions)])
        async with asyncio.timeout(WITHIN):
            while True:
                for records in (await consumer.getmany(timeout_ms=200)).values():
                    for record in records:
                        if dict(record.headers).get("capture-id") == capture_id.encode():
                            return record
    finally:
        await consumer.stop()


async def sent(client: httpx.AsyncClient, path: str, content: bytes, content_type: str) -> list[str]:
    answer = await client.post(path, content=content, headers={"Content-Type": content_type})
    assert answer.status_code == 202, answer.text
    ids: list[str] = answer.json()["ids"]
    return ids


async def test_captures_become_articles_rejections_and_dead_letters(
    client: httpx.AsyncClient, kafka_bootstrap: str
) -> None:
    here = f"https://{uuid.uuid4().hex[:8]}.example"
    paragraph = "<p>The ferry between the islands runs again after a week of storms, the harbour office said.</p>"
    page = f"<html><article><h1>The ferry runs again</h1>{paragraph * 8}</article></html>".encode()
    article = json.dumps({"title": "Ferry", "body": "It runs again.", "url": f"{here}/json"}).encode()
    (captured_page,) = await sent(client, f"/pages?url={here}/page", page, "text/html")
    (captured_json,) = await sent(client, "/articles", article, "application/json")
    (listing,) = await sent(client, f"/pages?url={here}/", b"<html><a href='/'>Home</a></html>", "text/html")
    (broken,) = await sent(client, f"/pages?url={here}/empty", UNREADABLE, "text/html")

    for capture_id, title in ((captured_page, "The ferry runs again"), (captured_json, "Ferry")):
        record = await found(kafka_bootstrap, ARTICLES_INGESTED, capture_id)
        message = decode(record.value, IngestedArticle)
        assert message.content.title == title
        assert record.key == message.article_id.encode()
    rejected = decode((await found(kafka_bootstrap, ARTICLES_INDEXED, listing)).value, Receipt)
    assert (rejected.outcome, rejected.service) == (Outcome.REJECTED, "ingest")
    dead = decode((await found(kafka_bootstrap, ARTICLES_INDEXED, broken)).value, Receipt)
    assert dead.outcome is Outcome.DEAD_LETTERED
    letter = await found(kafka_bootstrap, dead_letters("ingest"), broken)
    assert dict(letter.headers)["dead-letter-error"] == b"UnreadableCapture"


async def test_a_subscribed_feed_is_polled_and_forgotten(client: httpx.AsyncClient, kafka_bootstrap: str) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = b"<rss><channel><title>F</title><item><title>One</title><link>/one</link></item></channel></rss>"
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/feed"
    try:
        assert (await client.post("/feeds", json={"url": url, "interval_seconds": 1})).status_code == 201
        async with asyncio.timeout(WITHIN):
            while True:
                (feed,) = [item for item in (await client.get("/feeds")).json()["items"] if item["url"] == url]
                if feed["entries_seen"] == 1:
                    break
                await asyncio.sleep(0.1)
        assert feed["error"] is None
    finally:
        with contextlib.suppress(httpx.HTTPError):
            assert (await client.delete("/feeds", params={"url": url})).status_code == 204
        server.close()
    assert url not in [item["url"] for item in (await client.get("/feeds")).json()["items"]]


async def test_the_service_describes_itself(client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz")).json()["status"] == "alive"
    assert "babelwire_records_published_total" in (await client.get("/metrics")).text
    assert "/articles" in (await client.get("/openapi.json")).json()["paths"]
    assert "pages.captured" in (await client.get("/asyncapi.json")).json()["channels"]
