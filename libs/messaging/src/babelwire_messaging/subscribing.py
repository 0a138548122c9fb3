"""FastStream's side of a stage: a broker with a subscriber for each input topic.

Decision 8 says what is turned off, and why.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, ConsumerRecord
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage
from faststream.kafka.message import FAKE_CONSUMER

from babelwire_messaging.clients import PARTITION_FETCH_BYTES
from babelwire_messaging.liveness import ConsumerBroken, check_alive
from babelwire_messaging.settings import KafkaSettings

Admit = Callable[[Sequence[ConsumerRecord]], Awaitable[None]]

_LOG = logging.getLogger("babelwire_messaging.faststream")
_LOG.setLevel(logging.ERROR)

_POLL_MILLISECONDS: Final = 50
_POLL_RECORDS: Final = 100
"""A poll is bounded in records alone, so it is kept small; polls are gathered to a batch that is bounded in bytes."""

_GATHER_MILLISECONDS: Final = 100
_GATHER_BYTES: Final = 512 * 1024
"""The broker waits this long for so much to send: records that trickle in cost ten times the CPU of batches."""


class Subscriber:
    """One input topic's subscriber."""

    def __init__(self, subscriber: Any) -> None:
        self._subscriber = subscriber

    @property
    def consumer(self) -> AIOKafkaConsumer | None:
        """The consumer, while the broker runs."""
        consumer: AIOKafkaConsumer | None = self._subscriber.consumer
        return consumer

    def check_alive(self) -> None:
        """Raises `ConsumerBroken` where polling has ended, or the consumer cannot go on."""
        failed = [task for task in self._subscriber.tasks if task.done() and not task.cancelled()]
        if failed:
            raise ConsumerBroken(f"polling has ended: {failed[0].exception()!r}")
        if self.consumer is not None:
            check_alive(self.consumer)


def make_broker(kafka: KafkaSettings, service: str) -> KafkaBroker:
    """A broker without a producer, whose handlers are called with what was polled and nothing else."""
    return KafkaBroker(
        kafka.kafka_bootstrap,
        client_id=service,
        consumer_only=True,
        allow_auto_create_topics=False,
        # With types applied, a handler's arguments are resolved in a thread, and a rebalance fits in between.
        apply_types=False,
        graceful_timeout=kafka.drain_timeout,
        logger=_LOG,
    )


def subscribe(
    broker: KafkaBroker,
    kafka: KafkaSettings,
    service: str,
    topic: str,
    *,
    admit: Admit,
    listener: ConsumerRebalanceListener,
) -> Subscriber:
    """A subscriber in the group of the service.

    It hands each poll to `admit`, polls again when that returns, and commits nothing.
    """

    async def parse(records: tuple[ConsumerRecord, ...]) -> KafkaMessage:
        # FastStream's own parser decodes every header as UTF-8, and one that is not costs the whole poll.
        return KafkaMessage(raw_message=records, body=b"", consumer=subscriber.consumer or FAKE_CONSUMER)

    subscriber = broker.subscriber(
        kafka.on_wire(topic),
        batch=True,
        group_id=kafka.on_wire(service),
        ack_policy=AckPolicy.MANUAL,
        auto_offset_reset="none",
        max_records=min(_POLL_RECORDS, kafka.batch_records),
        batch_timeout_ms=_POLL_MILLISECONDS,
        session_timeout_ms=int(kafka.session_timeout * 1000),
        heartbeat_interval_ms=int(kafka.session_timeout * 1000 / 4),
        rebalance_timeout_ms=int((2 * kafka.rebalance_grace + kafka.publish_timeout) * 1000),
        max_partition_fetch_bytes=PARTITION_FETCH_BYTES,
        fetch_max_wait_ms=_GATHER_MILLISECONDS,
        fetch_min_bytes=_GATHER_BYTES,
        listener=listener,
        parser=parse,
        decoder=_polled,
    )
    subscriber(admit)
    return Subscriber(subscriber)


async def _polled(message: KafkaMessage) -> tuple[ConsumerRecord, ...]:
    return message.raw_message
