"""A topic, a service name and a group of its own for every test, on the real broker."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from aiokafka import AIOKafkaProducer, ConsumerRecord

from babelwire_contracts.codec import encode
from babelwire_contracts.receipts import Outcome, Receipt
from babelwire_contracts.topics import Topic, dead_letters
from babelwire_messaging.clients import reader
from babelwire_messaging.handling import Answer, BatchHandler, Record
from babelwire_messaging.reading import read_range, topic_partitions
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.stage import Input, Stage
from babelwire_messaging.topics import ensure_topics
from babelwire_observability.supervision import Supervisor

from .waiting import WITHIN, eventually


@dataclass
class Bench:
    """One test's topic and service."""

    kafka: KafkaSettings
    topic: Topic
    service: str
    producer: AIOKafkaProducer
    handled: list[str] = field(default_factory=list)
    supervisor: Supervisor = field(default_factory=lambda: Supervisor("test"))

    def stage(
        self, handler: BatchHandler[Receipt] | None = None, *, instance: str = "1", **settings: float | str
    ) -> Stage:
        """An instance of the test's service."""
        kafka = self.kafka.model_copy(update={"instance": instance, **settings})
        source = Input(self.topic, Receipt, handler or self.note)
        return Stage(service=self.service, inputs=[source], kafka=kafka, supervisor=self.supervisor)

    @staticmethod
    def message(text: str) -> Receipt:
        """A small message; `text` tells it apart."""
        return Receipt(capture_id=text, outcome=Outcome.INDEXED, service="test", at=datetime(2026, 1, 1, tzinfo=UTC))

    @staticmethod
    async def until(condition: Callable[[], object], within: float = WITHIN) -> None:
        """Waits for a condition."""
        async with asyncio.timeout(within):
            while not condition():  # noqa: ASYNC110 - conditions are about Kafka, which sets no event of ours
                await asyncio.sleep(0.02)

    async def note(self, records: Sequence[Record[Receipt]]) -> Sequence[Answer]:
        """A handler that only notes what it saw."""
        self.handled.extend(record.value.capture_id for record in records)
        return [[] for _ in records]

    async def write(self, *values: Receipt | bytes, key: str | None = None, capture_id: str | None = None) -> None:
        """Writes straight into the topic, as any client could."""
        headers = [("capture-id", capture_id.encode())] if capture_id else []
        for number, value in enumerate(values):
            body = value if isinstance(value, bytes) else encode(value)
            record_key = (key or f"key-{number}").encode()
            await self.producer.send(self.topic.name, body, key=record_key, headers=headers)
        await self.producer.flush()

    async def read(self, topic: Topic) -> list[ConsumerRecord]:
        """Everything on a topic now."""
        async with reader(self.kafka) as consumer:
            return [record async for record in read_range(consumer, topic_partitions(topic))]

    async def dead_letters(self) -> list[ConsumerRecord]:
        """The service's dead letters."""
        return await self.read(dead_letters(self.service))

    async def uncommitted(self) -> int:
        """Records of the topic that the group has not committed."""
        async with reader(self.kafka, self.service) as consumer:
            partitions = topic_partitions(self.topic)
            consumer.assign(partitions)
            ends = await consumer.end_offsets(partitions)
            return sum([ends[partition] - (await consumer.committed(partition) or 0) for partition in partitions])


@pytest.fixture
async def bench(kafka_bootstrap: str) -> AsyncIterator[Bench]:
    """A topic of three partitions and a service that nothing else uses."""
    name = uuid.uuid4().hex[:8]
    topic = Topic(name=f"tests.{name}", key="text", carries="test", models=(Receipt,), partitions=3)
    kafka = KafkaSettings(kafka_bootstrap=kafka_bootstrap, rebalance_grace=3, session_timeout=6)
    await wait_for_topics(kafka, topic)
    producer = AIOKafkaProducer(bootstrap_servers=kafka_bootstrap, acks="all")
    await producer.start()
    try:
        yield Bench(kafka=kafka, topic=topic, service=f"test-{name}", producer=producer)
    finally:
        await producer.stop()


async def wait_for_topics(kafka: KafkaSettings, *topics: Topic) -> None:
    """A broker that has just started may need a moment before it can describe a new topic."""
    await eventually(lambda: ensure_topics(kafka, topics))
