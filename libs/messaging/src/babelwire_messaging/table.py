"""A compacted topic, read whole into memory by every instance."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

import structlog
from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError

from babelwire_contracts.codec import SchemaFromTheFuture, UndecodableMessage, decode
from babelwire_contracts.topics import Topic, dead_letters
from babelwire_messaging import headers
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.errors import PermanentError, TransientError
from babelwire_messaging.handling import Position
from babelwire_messaging.liveness import Reader
from babelwire_messaging.partitioning import topic_partitions
from babelwire_messaging.producer import Outgoing, Producer
from babelwire_messaging.reading import END, log_reader
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.topics import ensure_topics
from babelwire_observability import metrics
from babelwire_observability.supervision import Supervisor

log = structlog.get_logger(__name__)

T = TypeVar("T")

_POLL_MILLISECONDS = 200
_RECORDS_PER_POLL = 2000
_RETRY_SECONDS = 1.0


class Table(Generic[T]):
    """Follows every partition of a compacted topic and reports each change, in partition order.

    It begins at the beginning, or where `seek` says. A record of which `is_known(key, value, position)` says that
    nothing is to be learned from it is neither decoded nor reported.
    One that cannot be decoded, by `read` where that is given, or that `on_change` refuses with a `PermanentError`, goes
    to the service's dead letters once: the group `SERVICE.tables` remembers how far such records have been reported.
    """

    def __init__(
        self,
        topic: Topic,
        model: type[T],
        kafka: KafkaSettings,
        service: str,
        on_change: Callable[[str, T | None, Position], None],
        *,
        supervisor: Supervisor,
        is_known: Callable[[bytes, bytes, Position], bool] = lambda _key, _value, _position: False,
        read: Callable[[bytes], T] | None = None,
        clients: Clients = KAFKA,
    ) -> None:
        self._clients = clients
        self._topic = topic
        self._read_value: Callable[[bytes], T] = read or (lambda value: decode(value, model))
        self._supervisor = supervisor
        self._kafka = kafka
        self._service = service
        self._on_change = on_change
        self._is_known = is_known
        self._applied = dict.fromkeys(range(topic.partitions), 0)
        self._sought: set[int] = set()
        self._moved = asyncio.Condition()
        self._trouble: str | None = "not read yet"
        self._topics_there = False

    def not_ready(self) -> str | None:
        """Why what is in memory may be behind, or None."""
        return self._trouble and f"table {self._topic.name}: {self._trouble}"

    @contextlib.asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """Entered once everything written before has been applied; follows while entered.

        Raises `TransientError` or `TopicMismatch` when the topic cannot be read at the start.
        """
        await self._ensure_topics()
        async with self._supervisor.keeping(f"table {self._topic.name}", self._follow):
            await self.catch_up()
            yield

    def seek(self, offsets: Mapping[int, int]) -> None:
        """Reads some partitions, by number, on from these offsets; one before the beginning means the beginning.

        At any time: of what those partitions held before the call, nothing is reported but what is read from there on.
        """
        self._applied.update(offsets)
        self._sought.update(offsets)

    def positions(self) -> dict[int, int]:
        """The offset after the last record that was reported or passed over, by partition; or what was sought since."""
        return dict(self._applied)

    async def ends(self) -> dict[int, int]:
        """The offset that the next record of each partition will have; waits as long as Kafka is away.

        Raises `TopicMismatch`.
        """
        while True:
            try:
                await self._ensure_topics()
                async with log_reader(self._kafka, self._clients) as reader:
                    ends = await reader.offsets(topic_partitions(self._topic), END)
                return {partition.partition: end for partition, end in ends.items()}
            except TransientError as error:
                log.warning("table_waits", topic=self._topic.name, error=repr(error))
                await asyncio.sleep(_RETRY_SECONDS)

    async def catch_up(self) -> None:
        """Returns when everything written before the call has been applied; waits as long as Kafka is away."""
        ends = await self.ends()
        async with self._moved:
            await self._moved.wait_for(lambda: all(self._applied[number] >= end for number, end in ends.items()))

    async def _ensure_topics(self) -> None:
        if not self._topics_there:
            await ensure_topics(self._kafka, [self._topic, dead_letters(self._service)], self._clients)
            self._topics_there = True

    async def _follow(self) -> None:
        while True:
            try:
                async with self._clients.reader(
                    self._kafka, self._kafka.on_wire(f"{self._service}.tables")
                ) as consumer:
                    await self._read(consumer)
            except (KafkaError, TransientError, SchemaFromTheFuture) as error:
                self._trouble = repr(error)
                log.warning("table_waits", topic=self._topic.name, error=repr(error))
                await asyncio.sleep(_RETRY_SECONDS)

    async def _read(self, consumer: Reader) -> None:
        name = self._kafka.on_wire(self._topic.name)
        partitions = [TopicPartition(name, number) for number in range(self._topic.partitions)]
        consumer.assign(partitions)
        # What was applied before a reconnect is not applied again.
        self._sought.update(self._applied)
        while True:
            consumer.check_alive()
            await self._go(consumer, partitions)
            polled = await consumer.getmany(timeout_ms=_POLL_MILLISECONDS, max_records=_RECORDS_PER_POLL)
            for records in polled.values():
                await self._apply_each(records, consumer)
            async with self._moved:
                for partition in partitions:
                    self._reached(partition.partition, await consumer.position(partition))
                self._trouble = None
                self._moved.notify_all()
            await asyncio.sleep(0)

    async def _go(self, consumer: Reader, partitions: Iterable[TopicPartition]) -> None:
        """Puts a reader where partitions were sought; until then, all that it brings of those is passed over."""
        if not self._sought:
            return
        # Compaction and retention move beginnings.
        beginnings = await consumer.beginning_offsets(partitions)
        # From here on nothing is awaited: what is sought meanwhile would be forgotten.
        for partition in partitions:
            if partition.partition in self._sought:
                consumer.seek(partition, max(self._applied[partition.partition], beginnings[partition]))
        self._sought.clear()

    def _reached(self, number: int, offset: int) -> None:
        if number not in self._sought:
            self._applied[number] = offset

    async def _apply_each(self, records: Sequence[ConsumerRecord], consumer: Reader) -> None:
        for record in records:
            if record.partition in self._sought:
                return
            await self._apply(record, consumer)
            self._reached(record.partition, record.offset + 1)

    async def _apply(self, record: ConsumerRecord, consumer: Reader) -> None:
        position = Position(self._topic.name, record.partition, record.offset)
        if record.value is not None and self._is_known(record.key or b"", record.value, position):
            return
        try:
            value = None if record.value is None else self._read_value(record.value)
            self._on_change((record.key or b"").decode(), value, position)
        except (UndecodableMessage, UnicodeDecodeError, PermanentError) as error:
            await self._dead_letter(record, position, error, consumer)

    async def _dead_letter(
        self, record: ConsumerRecord, position: Position, error: Exception, consumer: Reader
    ) -> None:
        partition = TopicPartition(record.topic, record.partition)
        if (await consumer.committed(partition) or 0) > record.offset:
            return
        topic = dead_letters(self._service)
        fields = headers.dead_letter(self._service, position, dict(record.headers), error)
        letter = Outgoing(topic.name, record.partition % topic.partitions, record.key, record.value, fields)
        producer = Producer(self._service, self._kafka, self._clients)
        async with producer.running():
            await producer.send([letter])
        metrics.DEAD_LETTERS.labels(self._service, record.topic, type(error).__name__).inc()
        log.warning("record_dead_lettered", position=str(position), error=repr(error))
        await consumer.commit({partition: record.offset + 1})
