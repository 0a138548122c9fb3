"""Kafka clients, made in one way. Whoever needs some takes a `Clients`: Kafka's own, or those of a broker in memory."""

import contextlib
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Final, Protocol

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaConnectionError

from babelwire_messaging.kafka_producer import KafkaProducer
from babelwire_messaging.liveness import Reader, stopped
from babelwire_messaging.raw_log import KafkaRawLog, RawLog
from babelwire_messaging.settings import PARTITION_FETCH_BYTES, KafkaSettings
from babelwire_messaging.subscribing import FastStreamMember, Member

PRODUCER_BATCH_BYTES = 1024 * 1024
MAX_REQUEST_BYTES = 16 * 1024 * 1024
COMPRESSION = "zstd"
"""aiokafka compresses LZ4 at level 9, which costs six times the CPU of zstd and keeps a quarter more: decision 6."""


class Clients(Protocol):
    """Where clients come from. What they give has aiokafka's interface, as far as this project uses it."""

    def producer(self, kafka: KafkaSettings, service: str) -> KafkaProducer:
        """A producer that is not started: acknowledged by all in-sync replicas, no duplicates of its own making."""

    def member(self, kafka: KafkaSettings, group: str, *, aligned: bool) -> Member:
        """A member of a consumer group that is not started.

        Of a group whose members are all `aligned`, an instance has the same partition numbers of each topic.
        """

    def reader(self, kafka: KafkaSettings, group: str | None = None) -> AbstractAsyncContextManager[Reader]:
        """A consumer that belongs to no running group and commits nothing by itself; assign and seek before reading."""

    def admin(self, kafka: KafkaSettings) -> AbstractAsyncContextManager[AIOKafkaAdminClient]:
        """An admin client."""

    def raw_log(self, kafka: KafkaSettings) -> AbstractAsyncContextManager[RawLog]:
        """The batches of the topics as they lie in the log."""


class KafkaClients:
    """Clients of the broker that the settings name."""

    def producer(self, kafka: KafkaSettings, service: str) -> KafkaProducer:
        """See `Clients`."""
        return KafkaProducer(
            bootstrap_servers=kafka.kafka_bootstrap,
            client_id=f"{service}{'-' + kafka.instance if kafka.instance else ''}",
            acks="all",
            enable_idempotence=True,
            compression_type=COMPRESSION,
            max_batch_size=PRODUCER_BATCH_BYTES,
            max_request_size=MAX_REQUEST_BYTES,
            linger_ms=0,
            request_timeout_ms=int(kafka.publish_timeout * 1000),
            retry_backoff_ms=100,
        )

    def member(self, kafka: KafkaSettings, group: str, *, aligned: bool) -> Member:
        """See `Clients`."""
        return FastStreamMember(kafka, group, aligned=aligned)

    @contextlib.asynccontextmanager
    async def reader(self, kafka: KafkaSettings, group: str | None = None) -> AsyncIterator[Reader]:
        """See `Clients`."""
        consumer = Reader(
            bootstrap_servers=kafka.kafka_bootstrap,
            group_id=group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            max_partition_fetch_bytes=PARTITION_FETCH_BYTES,
        )
        try:
            await consumer.start()
            yield consumer
        finally:
            await stopped(consumer.stop())

    @contextlib.asynccontextmanager
    async def admin(self, kafka: KafkaSettings) -> AsyncIterator[AIOKafkaAdminClient]:
        """See `Clients`."""
        client = AIOKafkaAdminClient(bootstrap_servers=kafka.kafka_bootstrap)
        try:
            await client.start()
            yield client
        finally:
            await client.close()

    @contextlib.asynccontextmanager
    async def raw_log(self, kafka: KafkaSettings) -> AsyncIterator[RawLog]:
        """See `Clients`."""
        client = AIOKafkaClient(bootstrap_servers=kafka.kafka_bootstrap)
        try:
            await client.bootstrap()
            # None by name, which are all: to ask for one by its name may make it.
            if not await client.set_topics([]):
                raise KafkaConnectionError("no broker says which topics there are")
            yield KafkaRawLog(client)
        finally:
            await client.close()


KAFKA: Final[Clients] = KafkaClients()


def producer(kafka: KafkaSettings, service: str) -> KafkaProducer:
    """A producer of Kafka's own; see `Clients`."""
    return KAFKA.producer(kafka, service)


def reader(kafka: KafkaSettings, group: str | None = None) -> AbstractAsyncContextManager[Reader]:
    """A reader of Kafka's own; see `Clients`."""
    return KAFKA.reader(kafka, group)


def admin(kafka: KafkaSettings) -> AbstractAsyncContextManager[AIOKafkaAdminClient]:
    """An admin client of Kafka's own; see `Clients`."""
    return KAFKA.admin(kafka)
