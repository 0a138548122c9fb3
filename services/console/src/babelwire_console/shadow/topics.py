"""A shadow's side of Kafka: topics and groups of its own beside the live ones, under a prefix."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from aiokafka import TopicPartition
from aiokafka.protocol.admin import DeleteGroupsRequest

from babelwire_contracts.codec import UndecodableMessage, decode
from babelwire_contracts.corrections import Correction
from babelwire_contracts.fingerprints import Fingerprint
from babelwire_contracts.message import Message
from babelwire_contracts.publishers import PublisherObservation, PublisherStanding
from babelwire_contracts.topics import (
    ARTICLES_CORRECTIONS,
    ARTICLES_FINGERPRINTS,
    CATALOGUE,
    PAGES_CAPTURED,
    PUBLISHERS_OBSERVED,
    PUBLISHERS_STANDING,
    SERVICES_PAUSED,
    Topic,
)
from babelwire_messaging.clients import admin
from babelwire_messaging.producer import Outgoing, Producer
from babelwire_messaging.reading import END, LogRecord, log_reader
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.topics import ensure_topics

_AT_ONCE = 500
_REMEMBERED: Final[tuple[tuple[Topic, type[Message]], ...]] = (
    (ARTICLES_FINGERPRINTS, Fingerprint),
    (ARTICLES_CORRECTIONS, Correction),
    (PUBLISHERS_OBSERVED, PublisherObservation),
    (PUBLISHERS_STANDING, PublisherStanding),
)

ReadBy = Sequence[tuple[str, Topic]]
"""Services, each with the topic it reads."""


class ShadowTopics:
    """The topics of one shadow. `live` reaches the live topics, `shadow` the same names under the prefix."""

    def __init__(self, live: KafkaSettings, prefix: str) -> None:
        self.live = live
        self.shadow = live.model_copy(update={"topic_prefix": prefix})
        self._seeded: dict[TopicPartition, int] = {}

    async def make(self, topic: Topic) -> None:
        """Makes the topic that records are copied to, and those that services are to find full at their start."""
        await ensure_topics(self.shadow, [topic, *(remembered for remembered, _model in _REMEMBERED)])

    async def seed(self, services: Sequence[str]) -> int:
        """Copies what the live ones of some services remember: so copies across the edge of the range are found, what
        operators have corrected holds, and what was learnt of publishers is known.

        Returns the highest generation that is remembered.
        """
        highest = 0
        wanted = [each for each in _REMEMBERED if not set(services).isdisjoint(each[0].consumers)]
        producer = Producer("console", self.shadow)
        async with log_reader(self.live) as log, producer.running():
            for topic, model in wanted:
                async for span in log.read(await log.ranges(log.partitions(topic.name)), most=_AT_ONCE):
                    named = [(record, _generation(record, model)) for record in span.records]
                    highest = max([highest, *(generation or 0 for _record, generation in named)])
                    await producer.send([copy(record) for record, generation in named if generation is not None])
        async with log_reader(self.shadow) as log:
            for topic, _model in wanted:
                self._seeded |= await log.offsets(log.partitions(topic.name), END)
        return highest

    async def behind(self, read_by: ReadBy) -> tuple[int, int]:
        """How many records the shadow's services have yet to handle, and how many there are in all."""
        left = total = 0
        async with log_reader(self.shadow) as log:
            committed = await log.committed(*(service for service, _topic in read_by))
            for service, topic in read_by:
                ends = await log.offsets(log.partitions(topic.name), END)
                total += sum(ends.values())
                left += sum(end - committed[service].get(each, 0) for each, end in ends.items())
        return left, total

    async def records(self, topic: Topic) -> list[LogRecord]:
        """All that the services wrote to one of the shadow's topics, in the order of partitions and offsets."""
        async with log_reader(self.shadow) as log:
            ranges = await log.ranges(log.partitions(topic.name))
            spans = log.read({each: (self._seeded.get(each, start), end) for each, (start, end) in ranges.items()})
            records = [record async for span in spans for record in span.records]
        return sorted(records, key=lambda record: (record.partition, record.offset))

    async def remove(self, services: Sequence[str]) -> None:
        """Deletes the shadow's topics, and the groups of its services, which must have ended."""
        prefix = self.shadow.topic_prefix
        assert prefix
        async with admin(self.shadow) as client:
            names = [name for name in await client.list_topics() if name.startswith(prefix)]
            if names:
                await client.delete_topics(names)
            groups = await client.list_consumer_groups()
            for group in [name for name, _protocol in groups if name.startswith(prefix)]:
                # Of aiokafka's admin client the public part cannot do this.
                request: Any = DeleteGroupsRequest([group])
                await client._send_request(request, await client.find_coordinator(group))


def _generation(record: LogRecord, model: type[Message]) -> int | None:
    """The highest generation that a record of what is remembered names, 0 for none; None where it is no message."""
    try:
        known = decode(record.value, model) if record.value else None
    except UndecodableMessage:
        return None
    if not isinstance(known, Fingerprint | PublisherObservation):
        return 0
    return max(known.version.generation, known.version.content_generation)


def copy(record: LogRecord) -> Outgoing:
    """A live record as it is written to the shadow's topic: all of it, on the same partition."""
    return Outgoing(record.topic, record.partition, record.key, record.value, list(record.headers))


def as_line(record: LogRecord) -> bytes:
    """A record as a line of JSON; a value that is no JSON is given as text."""
    raw = record.value
    try:
        value: Any = msgspec.json.decode(raw) if raw is not None else None
    except (msgspec.DecodeError, UnicodeDecodeError):
        value = (raw or b"").decode("utf-8", "replace")
    return msgspec.json.encode(
        {
            "partition": record.partition,
            "offset": record.offset,
            "key": record.key.decode("utf-8", "replace") if record.key is not None else None,
            "headers": {name: value.decode("utf-8", "replace") for name, value in record.headers},
            "value": value,
        }
    )


def written_by(services: Sequence[str]) -> list[Topic]:
    """The topics that the services write to, dead letters and receipts among them."""
    written = [topic for topic in CATALOGUE.values() if not set(services).isdisjoint(topic.producers)]
    return [topic for topic in written if topic not in (PAGES_CAPTURED, SERVICES_PAUSED)]
