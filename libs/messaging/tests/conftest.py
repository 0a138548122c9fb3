"""A topic, a service name and a group of its own for every test, on the real broker."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import NewTopic

from babelwire_contracts.codec import encode
from babelwire_contracts.receipts import Outcome, Receipt
from babelwire_contracts.topics import Topic, dead_letters
from babelwire_messaging import offsets
from babelwire_messaging.clients import KAFKA, reader
from babelwire_messaging.handling import Answer, BatchHandler, Record
from babelwire_messaging.memory import MemoryKafka
from babelwire_messaging.partitioning import topic_partitions
from babelwire_messaging.reading import LogRecord, log_reader
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.stage import Input, Stage
from babelwire_messaging.topics import ensure_topics
from babelwire_observability.supervision import Supervisor

from .brokers import Broker
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

    async def read(self, topic: Topic) -> list[LogRecord]:
        """Everything on a topic now."""
        async with log_reader(self.kafka) as log:
            spans = log.read(await log.ranges(topic_partitions(topic)))
            return [record async for span in spans for record in span.records]

    async def dead_letters(self) -> list[LogRecord]:
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


@pytest.fixture(params=["memory", pytest.param("real", marks=pytest.mark.stack)])
async def broker(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Broker:
    """Either broker."""
    if request.param == "real":
        return await real_broker(request.getfixturevalue("kafka_bootstrap"))
    # Its coordinator knows at once what a group has committed.
    monkeypatch.setattr(offsets, "_SECOND_LOOK_SECONDS", 0)
    made = Broker(MemoryKafka(), KafkaSettings(), a_topic())
    await ensure_topics(made.kafka, [made.topic], made.clients)
    return made


@pytest.fixture
async def compacted(broker: Broker) -> Broker:
    """Its first partition has 40 offsets, of which compaction has taken most."""
    if isinstance(broker.clients, MemoryKafka):
        await broker.write_batches(*([b"%d" % n, None, b"v"] for n in range(13)), [b"last"])
        broker.clients.topics[broker.topic.name][0].compact()
        return broker
    name = f"{broker.topic.name}-compacted"
    often = {"cleanup.policy": "compact", "segment.ms": "100", "min.cleanable.dirty.ratio": "0.01"}
    async with broker.clients.admin(broker.kafka) as admin:
        await admin.create_topics([NewTopic(name, 2, 1, topic_configs=often | {"delete.retention.ms": "0"})])
    found = Broker(broker.clients, broker.kafka, msgspec.structs.replace(broker.topic, name=name))
    for number in range(13):
        await found.write_batches([b"%d" % number, None, b"v"])
        await asyncio.sleep(0.15)
    await found.write_batches([b"last"])
    async with asyncio.timeout(WITHIN):
        while len(await found.read()) > 20:  # noqa: ASYNC110 - the broker tells no event
            await asyncio.sleep(0.5)
    return found


@pytest.fixture
async def real(kafka_bootstrap: str) -> Broker:
    """The real broker."""
    return await real_broker(kafka_bootstrap)


async def real_broker(bootstrap: str) -> Broker:
    made = Broker(KAFKA, KafkaSettings(kafka_bootstrap=bootstrap), a_topic())
    await wait_for_topics(made.kafka, made.topic)
    return made


def a_topic() -> Topic:
    """A topic of two partitions that nothing else uses."""
    name = f"tests.{uuid.uuid4().hex[:8]}"
    return Topic(name=name, key="text", carries="test", models=(Receipt,), partitions=2)
