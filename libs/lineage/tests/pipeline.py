"""A pipeline whose services are played by the test, on a broker in memory."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec
from aiokafka import TopicPartition

from babelwire_contracts.codec import encode
from babelwire_contracts.receipts import Outcome, Receipt, Trace
from babelwire_contracts.topics import ARTICLES_INDEXED, ARTICLES_TRACED, CATALOGUE, PAGES_CAPTURED, Topic
from babelwire_messaging.handling import Position
from babelwire_messaging.memory import MemoryKafka
from babelwire_messaging.settings import KafkaSettings

ARTICLE = "a" * 32
URL = "https://lake.example/ferry"


def capture_id(number: int) -> str:
    """The id of one of a test's captures."""
    return f"{number:032x}"


@dataclass
class Pipeline:
    """The topics, and what the services do with them."""

    broker: MemoryKafka = field(default_factory=MemoryKafka)
    kafka: KafkaSettings = field(default_factory=KafkaSettings)

    def __post_init__(self) -> None:
        for topic in CATALOGUE.values():
            self.broker.create(self.kafka.on_wire(topic.name), topic.partitions, topic.config())

    async def write(self, topic: Topic, key: str, value: Any, capture: int | None = None, **fields: str) -> Position:
        """A record; header names are written with underscores. A second passes before each."""
        self.broker.forward(1)
        given = fields | ({"capture_id": capture_id(capture)} if capture is not None else {})
        raw = value if isinstance(value, bytes) else msgspec.json.encode(value)
        written = await self.broker.producer(self.kafka, "test").send_and_wait(
            self.kafka.on_wire(topic.name),
            raw,
            key.encode(),
            headers=[(name.replace("_", "-"), text.encode()) for name, text in given.items()],
        )
        return Position(topic.name, written.partition, written.offset)

    async def capture(self, number: int, url: str = URL, **fields: str) -> Position:
        """A capture of an URL."""
        return await self.write(PAGES_CAPTURED, url, {"url": url, "body": "PHA+"}, number, **fields)

    async def passed(self, topic: Topic, after: Position, number: int, **value: Any) -> Position:
        """What a stage makes of the record of a capture."""
        content = {"content": {"title": f"Ferry {number}", "url": URL, "revision": f"r{number}"}}
        return await self.write(topic, ARTICLE, content | value, number, predecessor=str(after))

    async def ended(
        self, at: Position, number: int, outcome: Outcome = Outcome.INDEXED, service: str = "indexing"
    ) -> None:
        """The receipt and the trace of a record that reached its end."""
        accepted = str(self.broker.now)
        trace = Trace(article_id=ARTICLE, capture_id=capture_id(number), position=str(at), outcome=outcome)
        await self.write(ARTICLES_TRACED, ARTICLE, encode(trace), number, predecessor=str(at), accepted_at=accepted)
        await self.receipt(at, number, outcome, service)

    async def receipt(self, at: Position, number: int, outcome: Outcome, service: str = "indexing") -> None:
        """How a capture ended."""
        when = datetime.fromtimestamp(self.broker.now / 1000, UTC)
        receipt = Receipt(capture_id=capture_id(number), outcome=outcome, service=service, at=when, url=URL)
        await self.write(ARTICLES_INDEXED, capture_id(number), encode(receipt), number, predecessor=str(at))

    def commit(self, service: str, at: Position) -> None:
        """A stage is done with a record and all before it on its partition."""
        partition = TopicPartition(self.kafka.on_wire(at.topic), at.partition)
        self.broker.committed[self.kafka.on_wire(service)][partition] = at.offset + 1

    def forget(self, topic: Topic) -> None:
        """Retention removes everything that a topic holds."""
        for partition in self.broker.topics[self.kafka.on_wire(topic.name)]:
            partition.delete_before(partition.end)


def dead_letter(at: Position, service: str, error: str) -> dict[str, str]:
    """The headers of a dead letter, as `Pipeline.write` takes them."""
    return {
        "dead_letter_topic": at.topic,
        "dead_letter_partition": str(at.partition),
        "dead_letter_offset": str(at.offset),
        "dead_letter_service": service,
        "dead_letter_error": error,
        "dead_letter_message": "cut off",
    }
