"""The running system as tests and chaos see it: what they do to it, and what they ask of it."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeVar

import httpx
from aiokafka import AIOKafkaProducer, TopicPartition

from babelwire_contracts.codec import decode
from babelwire_contracts.receipts import Receipt, better_of
from babelwire_contracts.services import SERVICES
from babelwire_contracts.topics import ARTICLES_INDEXED, CATALOGUE, Topic, consumed_by
from babelwire_messaging.partitioning import topic_partitions
from babelwire_messaging.reading import END, LogRecord, log_reader
from babelwire_messaging.settings import KafkaSettings
from babelwire_stack import Stack
from babelwire_stack.program import http_address

WITHIN = 120.0

SERVED: Final = [name for name, service in SERVICES.items() if not service.is_slow]
"""What receipts and readers wait for; a test that needs a slow service starts it beside them."""

T = TypeVar("T")


class Eventually(Protocol):
    """Calls a function until what it returns is true, and returns that; fails after `within` seconds."""

    def __call__(self, question: Callable[[], T | None], within: float = WITHIN) -> T: ...


def eventually(question: Callable[[], T | None], within: float = WITHIN) -> T:
    """See `Eventually`."""
    deadline = time.monotonic() + within
    while True:
        answer = question()
        if answer:
            return answer
        assert time.monotonic() < deadline, "never became true"
        time.sleep(0.2)


@dataclass
class _Log:
    """What has been read of a topic, and how far."""

    records: list[LogRecord] = field(default_factory=list)
    read_to: dict[TopicPartition, int] = field(default_factory=dict)


class System:
    """What a test does to the running system, and what it asks of it."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.kafka = stack.kafka_bootstrap
        self.opensearch = stack.opensearch_url
        self.ingest = stack.url("ingest")
        self.search = http_address(stack.ports.of("search"))
        self.http = httpx.Client(timeout=60, trust_env=False)
        self._logs: dict[str, _Log] = {}

    def kill(self, part: str) -> None:
        """SIGKILL to a service's first instance, to Kafka or to OpenSearch; the supervisor starts it again."""
        self.stack.kill(SERVICES[part].instance() if part in SERVICES else part)

    def babelwire(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Runs the command as a person types it."""
        return subprocess.run(
            [sys.executable, "-m", "babelwire_console", *arguments],
            env=os.environ | self.stack.env() | {"COLUMNS": "200"},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=150,
        )

    def post_articles(self, articles: Sequence[dict[str, Any]], within: float = WITHIN) -> list[str]:
        """Capture ids of extracted articles, once Kafka has them; waits where ingest says to wait."""
        body = "\n".join(json.dumps(article, ensure_ascii=False) for article in articles)
        return self._accepted("/articles", body.encode(), "application/x-ndjson", {}, within)

    def post_page(self, body: bytes, content_type: str, **params: str) -> list[str]:
        """Capture ids of a page."""
        return self._accepted("/pages", body, content_type, params, WITHIN)

    def _accepted(self, path: str, body: bytes, content_type: str, params: dict[str, str], within: float) -> list[str]:
        deadline = time.monotonic() + within
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
                raise AssertionError(f"{path} answered {answer.status_code}: {answer.text[:500]}")
            assert time.monotonic() < deadline, f"{path} did not accept within {within} s"
            time.sleep(0.3)

    def outcomes(self, capture_ids: Iterable[str], within: float = WITHIN) -> dict[str, Receipt]:
        """The best receipt of each capture; fails where one has none in time."""
        wanted = set(capture_ids)
        best: dict[str, Receipt] = {}
        deadline = time.monotonic() + within
        while wanted - best.keys():
            assert time.monotonic() < deadline, f"{len(wanted - best.keys())} of {len(wanted)} captures did not end"
            for receipt in self.receipts():
                if receipt.capture_id in wanted:
                    best[receipt.capture_id] = better_of(best.get(receipt.capture_id), receipt)
            time.sleep(0.05)
        return best

    def receipts(self) -> list[Receipt]:
        """Every receipt there is."""
        return [decode(record.value, Receipt) for record in self.records(ARTICLES_INDEXED.name)]

    def records(self, topic: str) -> list[LogRecord]:
        """Everything on a topic up to now; what an earlier call has read is not read again."""
        known = self._logs.setdefault(topic, _Log())
        asyncio.run(_read_on(self.kafka, topic, known))
        return list(known.records)

    def ends(self, *topics: str) -> dict[TopicPartition, int]:
        """The end of each partition of some topics."""
        return asyncio.run(_ends(self.kafka, topics))

    def caught_up(self, service: str, within: float = WITHIN) -> bool:
        """Waits until a service's group has committed all that its topics hold now."""
        deadline = time.monotonic() + within
        while asyncio.run(_behind(self.kafka, service)):
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

    def until_ready(self, within: float = 150.0) -> None:
        """Waits until every instance of every service says it is ready."""
        deadline = time.monotonic() + within
        while reasons := self.not_ready():
            if time.monotonic() > deadline:
                break
            time.sleep(0.3)
        else:
            return
        raise AssertionError(f"not ready within {within} s: {reasons}")

    def not_ready(self) -> dict[str, str]:
        """What each instance that is not ready says of itself."""
        reasons = {}
        for program in self.stack.programs():
            if program.service is None:
                continue
            try:
                answer = self.http.get(f"{program.address}/readyz")
                if not answer.is_success:
                    reasons[program.name] = answer.text
            except httpx.TransportError as error:
                reasons[program.name] = repr(error)
        return reasons


async def _read_on(bootstrap: str, topic: str, known: _Log) -> None:
    async with log_reader(KafkaSettings(kafka_bootstrap=bootstrap)) as log:
        ranges = await log.from_offsets({each: known.read_to.get(each, 0) for each in _partitions(CATALOGUE[topic])})
        async for span in log.read(ranges):
            known.records += span.records
            known.read_to[span.partition] = span.next
        known.read_to |= {each: end for each, (_start, end) in ranges.items()}


async def _ends(bootstrap: str, topics: Iterable[str]) -> dict[TopicPartition, int]:
    async with log_reader(KafkaSettings(kafka_bootstrap=bootstrap)) as log:
        return await log.offsets(_partitions(*(CATALOGUE[topic] for topic in topics)), END)


async def _behind(bootstrap: str, service: str) -> int:
    async with log_reader(KafkaSettings(kafka_bootstrap=bootstrap)) as log:
        left = await log.uncommitted(service, _partitions(*consumed_by(service)))
        return sum(end - start for start, end in left.values())


def _partitions(*topics: Topic) -> list[TopicPartition]:
    return [each for topic in topics for each in topic_partitions(topic)]


async def _write(
    bootstrap: str, topic: str, value: bytes | None, key: bytes, headers: Sequence[tuple[str, bytes]]
) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all")
    await producer.start()
    try:
        await producer.send_and_wait(topic, value, key=key, headers=list(headers))
    finally:
        await producer.stop()
