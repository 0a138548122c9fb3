"""Membership in a consumer group, by FastStream. Decision 8 says what of it is turned off, and why."""

import logging
import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, Protocol

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, ConsumerRecord
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage
from faststream.kafka.message import FAKE_CONSUMER

from babelwire_messaging.liveness import ConsumerBroken, check_alive, close_connections, stopped
from babelwire_messaging.settings import PARTITION_FETCH_BYTES, KafkaSettings

log = structlog.get_logger(__name__)

Admit = Callable[[Sequence[ConsumerRecord]], Awaitable[None]]

_LOG = logging.getLogger("babelwire_messaging.faststream")
_LOG.setLevel(logging.ERROR)

_POLL_MILLISECONDS: Final = 50
POLL_RECORDS: Final = 100
"""A poll is bounded in records alone, so it is kept small; polls are gathered to a batch that is bounded in bytes."""

_GATHER_MILLISECONDS: Final = 100
_GATHER_BYTES: Final = 512 * 1024
"""The broker waits this long for so much to send: records that trickle in cost ten times the CPU of batches."""


class Subscription(Protocol):
    """One topic that a member of a group reads."""

    @property
    def consumer(self) -> AIOKafkaConsumer | None:
        """The consumer, while the member runs."""

    def check_alive(self) -> None:
        """Raises `ConsumerBroken` where polling has ended, or the consumer cannot go on."""


class Member(Protocol):
    """A member of a consumer group."""

    def subscribe(self, topic: str, *, admit: Admit, listener: ConsumerRebalanceListener, most: int) -> Subscription:
        """Reads a topic once started: hands each poll to `admit`, polls again when that returns, commits nothing.

        A poll brings `most` records at most.
        """

    async def start(self) -> None:
        """Joins the group."""

    async def stop(self) -> None:
        """Leaves the group, also after a start that was broken off."""


class FastStreamMember:
    """See `Member`. It has no producer, and its handlers are called with what was polled and nothing else.

    Where it is `aligned`, as all members of its group have to be, the same instance is given the same partition numbers
    of each topic: ranges of them go by the members' ids, which begin with what tells instances apart.
    """

    def __init__(self, kafka: KafkaSettings, group: str, *, aligned: bool) -> None:
        self._kafka = kafka
        self._group = group
        self._strategy = RangePartitionAssignor if aligned else RoundRobinPartitionAssignor
        self._subscriptions: list[_FastStreamSubscription] = []
        self._broker = KafkaBroker(
            kafka.kafka_bootstrap,
            client_id=f"{group}-{kafka.instance}-{uuid.uuid4().hex[:8]}" if aligned else group,
            consumer_only=True,
            allow_auto_create_topics=False,
            # With types applied, a handler's arguments are resolved in a thread, and a rebalance fits in between.
            apply_types=False,
            graceful_timeout=kafka.drain_timeout,
            logger=_LOG,
        )

    def subscribe(self, topic: str, *, admit: Admit, listener: ConsumerRebalanceListener, most: int) -> Subscription:
        """See `Member`."""

        async def parse(records: tuple[ConsumerRecord, ...]) -> KafkaMessage:
            # FastStream's own parser decodes every header as UTF-8, and one that is not costs the whole poll.
            return KafkaMessage(raw_message=records, body=b"", consumer=subscriber.consumer or FAKE_CONSUMER)

        kafka = self._kafka
        subscriber = self._broker.subscriber(
            kafka.on_wire(topic),
            batch=True,
            group_id=kafka.on_wire(self._group),
            ack_policy=AckPolicy.MANUAL,
            auto_offset_reset="none",
            max_records=min(POLL_RECORDS, most),
            partition_assignment_strategy=[self._strategy],
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
        self._subscriptions.append(_FastStreamSubscription(subscriber))
        return self._subscriptions[-1]

    async def start(self) -> None:
        """See `Member`."""
        await self._broker.start()

    async def stop(self) -> None:
        """See `Member`."""
        try:
            await stopped(self._broker.stop(), self._kafka.drain_timeout)
        except Exception as error:
            # A consumer that has failed says so once more when it is stopped, and leaves its connections open.
            log.warning("consumers_not_stopped_cleanly", error=repr(error))
            for subscription in self._subscriptions:
                if subscription.consumer is not None:
                    await close_connections(subscription.consumer)


class _FastStreamSubscription:
    def __init__(self, subscriber: Any) -> None:
        self._subscriber = subscriber

    @property
    def consumer(self) -> AIOKafkaConsumer | None:
        consumer: AIOKafkaConsumer | None = self._subscriber.consumer
        return consumer

    def check_alive(self) -> None:
        failed = [task for task in self._subscriber.tasks if task.done() and not task.cancelled()]
        if failed:
            raise ConsumerBroken(f"polling has ended: {failed[0].exception()!r}")
        if self.consumer is not None:
            check_alive(self.consumer)


async def _polled(message: KafkaMessage) -> tuple[ConsumerRecord, ...]:
    return message.raw_message
