"""The whole system, once a session: real Kafka, real OpenSearch, every service as its own process."""

import asyncio
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import httpx
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition

from babelwire_contracts.codec import decode
from babelwire_contracts.receipts import Outcome, Receipt
from babelwire_contracts.topics import ARTICLES_INDEXED, CATALOGUE, Cleanup, Topic
from babelwire_stack import SHORT_LIVED, Stack, free_ports

WITHIN = 60.0
SERVICES = ("ingest", "deduplication", "translation_tagging", "indexing", "search")


class System:
    """What a test does to the running system, and what it asks of it."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.kafka = f"127.0.0.1:{stack.ports.kafka_port}"
        self.opensearch = f"http://127.0.0.1:{stack.ports.opensearch_port}"
        self.ingest = stack.url("ingest")
        self.search = stack.url("search")
        self.http = httpx.Client(timeout=60, trust_env=False)

    def kill(self, part: str) -> None:
        """SIGKILL to a service's first instance, to Kafka or to OpenSearch; the supervisor starts it again."""
        self.stack.kill(f"{part.replace('_', '-')}-1" if part in SERVICES else part)

    def post_articles(self, articles: Sequence[dict[str, Any]]) -> list[str]:
        """Capture ids of extracted articles, once Kafka has them; waits where ingest says to wait."""
        body = "\n".join(json.dumps(article, ensure_ascii=False) for article in articles)
        return self._accepted("/articles", body.encode(), "application/x-ndjson", {})

    def post_page(self, body: bytes, content_type: str, **params: str) -> list[str]:
        """Capture ids of a page."""
        return self._accepted("/pages", body, content_type, params)

    def _accepted(self, path: str, body: bytes, content_type: str, params: dict[str, str]) -> list[str]:
        deadline = time.monotonic() + WITHIN
        while True:
            try:
                answer = self.http.post(
                    self.ingest + path, content=body, headers={"Content-Type": content_type}, params=params
                )
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.status_code == httpx.codes.ACCEPTED:
                ids: list[str] = answer.json()["ids"]
                return ids
            if answer is not None and answer.status_code not in {429, 503}:
                pytest.fail(f"{path} answered {answer.status_code}: {answer.text[:500]}")
            assert time.monotonic() < deadline, f"{path} did not accept within {WITHIN} s"
            time.sleep(0.3)

    def outcomes(self, capture_ids: Iterable[str], within: float = WITHIN) -> dict[str, Receipt]:
        """The best receipt of each capture; fails where one has none in time."""
        wanted = set(capture_ids)
        best: dict[str, Receipt] = {}
        deadline = time.monotonic() + within
        while wanted - best.keys():
            assert time.monotonic() < deadline, f"{len(wanted - best.keys())} of {len(wanted)} captures did not end"
            for receipt in self.receipts():
                known = best.get(receipt.capture_id)
                if receipt.capture_id in wanted and (known is None or _rank(receipt) < _rank(known)):
                    best[receipt.capture_id] = receipt
        return best

    def receipts(self) -> list[Receipt]:
        """Every receipt there is."""
        return [decode(record.value, Receipt) for record in self.records(ARTICLES_INDEXED.name)]

    def records(self, topic: str) -> list[ConsumerRecord]:
        """Everything on a topic now."""
        return asyncio.run(_read(self.kafka, topic))

    def caught_up(self, service: str, within: float = WITHIN) -> bool:
        """Waits until a service's group has committed all that its topics hold now."""
        read = [topic for topic in CATALOGUE.values() if service in topic.consumers and topic.cleanup is Cleanup.DELETE]
        deadline = time.monotonic() + within
        while any(asyncio.run(_behind(self.kafka, service, topic)) for topic in read):
            assert time.monotonic() < deadline, f"{service} is still behind after {within} s"
            time.sleep(0.2)
        return True

    def write(self, topic: str, value: bytes | None, key: bytes, headers: Sequence[tuple[str, bytes]] = ()) -> None:
        """Writes straight into a topic, as any client could."""
        asyncio.run(_write(self.kafka, topic, value, key, headers))

    def document(self, article_id: str) -> dict[str, Any] | None:
        """A document as the search API gives it, or None."""
        answer = self.http.get(f"{self.search}/api/articles/{article_id}")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    def refresh(self) -> None:
        """Makes everything written searchable now."""
        self.http.post(f"{self.opensearch}/articles/_refresh").raise_for_status()

    def until_ready(self, within: float = 90.0) -> None:
        """Waits until every service says it is ready."""
        deadline = time.monotonic() + within
        told: dict[str, str] = {}
        while time.monotonic() < deadline:
            told = {}
            for service in SERVICES:
                try:
                    answer = self.http.get(f"{self.stack.url(service)}/readyz")
                    if not answer.is_success:
                        told[service] = answer.text
                except httpx.TransportError as error:
                    told[service] = repr(error)
            if not told:
                return
            time.sleep(0.3)
        pytest.fail(f"not ready within {within} s: {told}")


def _rank(receipt: Receipt) -> int:
    return list(Outcome).index(receipt.outcome)


async def _read(bootstrap: str, topic: str) -> list[ConsumerRecord]:
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    try:
        partitions = [TopicPartition(topic, number) for number in range(CATALOGUE[topic].partitions)]
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        found: list[ConsumerRecord] = []
        while any([await consumer.position(partition) < ends[partition] for partition in partitions]):
            for records in (await consumer.getmany(timeout_ms=300)).values():
                found.extend(records)
        return found
    finally:
        await consumer.stop()


async def _behind(bootstrap: str, service: str, topic: Topic) -> int:
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, group_id=service, enable_auto_commit=False)
    await consumer.start()
    try:
        partitions = [TopicPartition(topic.name, number) for number in range(topic.partitions)]
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        return sum([ends[partition] - (await consumer.committed(partition) or 0) for partition in partitions])
    finally:
        await consumer.stop()


async def _write(
    bootstrap: str, topic: str, value: bytes | None, key: bytes, headers: Sequence[tuple[str, bytes]]
) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all")
    await producer.start()
    try:
        await producer.send_and_wait(topic, value, key=key, headers=list(headers))
    finally:
        await producer.stop()


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Everything up and ready, on ports and data of its own."""
    stack = Stack(data_dir=tmp_path_factory.mktemp("system"), ports=free_ports(), java_options=SHORT_LIVED)
    stack.start(services=list(SERVICES))
    running = System(stack)
    try:
        running.until_ready()
        yield running
    finally:
        running.http.close()
        stack.stop()


@pytest.fixture
def eventually() -> Callable[[Callable[[], Any]], Any]:
    """Repeats a question until its answer is true, and gives the answer; fails after a minute."""

    def ask(question: Callable[[], Any], within: float = WITHIN) -> Any:
        deadline = time.monotonic() + within
        while True:
            answer = question()
            if answer:
                return answer
            assert time.monotonic() < deadline, "never became true"
            time.sleep(0.2)

    return ask
