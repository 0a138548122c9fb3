"""The brokers that tests run on: the real one, or the one in memory."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import RecordsToDelete

from babelwire_contracts.topics import Topic
from babelwire_messaging.clients import Clients
from babelwire_messaging.memory import MemoryKafka
from babelwire_messaging.reading import LogRecord, log_reader
from babelwire_messaging.settings import KafkaSettings


@dataclass
class Broker:
    """A broker with a topic of two partitions that nobody else uses."""

    clients: Clients
    kafka: KafkaSettings
    topic: Topic

    @property
    def partitions(self) -> tuple[TopicPartition, TopicPartition]:
        return TopicPartition(self.topic.name, 0), TopicPartition(self.topic.name, 1)

    async def write(self, *values: bytes | None, partition: int = 0) -> None:
        """One record a batch."""
        producer = self.clients.producer(self.kafka, "test")
        await producer.start()
        try:
            for value in values:
                headers = [("name", b"\xff"), ("name", b"again")]
                await producer.send_and_wait(self.topic.name, value, key=b"key", partition=partition, headers=headers)
        finally:
            await producer.stop()

    async def read(self) -> list[LogRecord]:
        async with log_reader(self.kafka, self.clients) as log:
            spans = log.read(await log.ranges(self.partitions))
            return [record async for span in spans for record in span.records]

    async def write_batches(self, *batches: Sequence[bytes | None], partition: int = 0) -> None:
        """Each list is the values of one batch, in the order of the log."""
        producer = self.clients.producer(self.kafka, "test")
        await producer.start()
        try:
            for number, values in enumerate(batches):
                batch = producer.create_batch()
                for value in values:
                    batch.append(key=b"%d" % (number % 3), value=value, timestamp=None, headers=[("h", b"%d" % number)])
                await (await producer.send_batch(batch, self.topic.name, partition=partition))
        finally:
            await producer.stop()

    async def truncate(self, partition: TopicPartition, offset: int) -> None:
        """What retention does."""
        if isinstance(self.clients, MemoryKafka):
            self.clients.topics[partition.topic][partition.partition].delete_before(offset)
            return
        async with self.clients.admin(self.kafka) as admin:
            await admin.delete_records({partition: RecordsToDelete(before_offset=offset)})

    async def transaction(self, values: list[bytes], *, commits: bool) -> None:
        """Values of one transaction, written to the first partition of the real broker."""
        name = f"transactions-{self.topic.name}"
        producer = AIOKafkaProducer(bootstrap_servers=self.kafka.kafka_bootstrap, transactional_id=name)
        await producer.start()
        try:
            await producer.begin_transaction()
            for value in values:
                await producer.send_and_wait(self.topic.name, value, partition=0)
            await (producer.commit_transaction() if commits else producer.abort_transaction())
        finally:
            await producer.stop()
