"""The only member of a consumer group of the broker in memory: it is assigned every partition when it starts."""

import asyncio
from typing import TYPE_CHECKING, Final

from aiokafka import ConsumerRebalanceListener, TopicPartition

from babelwire_messaging.liveness import ConsumerBroken
from babelwire_messaging.memory.consumer import MemoryConsumer
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.subscribing import Admit, Subscription

if TYPE_CHECKING:
    from babelwire_messaging.memory.broker import MemoryKafka

_POLL_MILLISECONDS: Final = 50


class MemoryMember:
    """See `Member`."""

    def __init__(self, broker: "MemoryKafka", kafka: KafkaSettings, group: str) -> None:
        self._broker = broker
        self._kafka = kafka
        self._group = group
        self._subscriptions: list[MemorySubscription] = []

    def subscribe(self, topic: str, *, admit: Admit, listener: ConsumerRebalanceListener, most: int) -> Subscription:
        """See `Member`."""
        consumer = MemoryConsumer(self._broker, self._kafka.on_wire(self._group))
        wired = self._kafka.on_wire(topic)
        self._subscriptions.append(MemorySubscription(consumer, wired, admit, listener, most))
        return self._subscriptions[-1]

    async def start(self) -> None:
        """See `Member`."""
        for subscription in self._subscriptions:
            await subscription.start([TopicPartition(subscription.topic, n) for n in self._numbers(subscription.topic)])

    def _numbers(self, topic: str) -> range:
        return range(len(self._broker.topics[topic]))

    async def stop(self) -> None:
        """See `Member`."""
        for subscription in self._subscriptions:
            await subscription.stop()


class MemorySubscription:
    """See `Subscription`."""

    def __init__(
        self, consumer: MemoryConsumer, topic: str, admit: Admit, listener: ConsumerRebalanceListener, most: int
    ) -> None:
        self._consumer = consumer
        self.topic = topic
        self._admit = admit
        self._listener = listener
        self._most = most
        self._polling: asyncio.Task[None] | None = None

    @property
    def consumer(self) -> MemoryConsumer | None:
        """See `Subscription`."""
        return self._consumer if self._polling is not None else None

    def check_alive(self) -> None:
        """See `Subscription`."""
        if self._polling is not None and self._polling.done():
            raise ConsumerBroken(f"polling has ended: {self._polling.exception()!r}")

    async def start(self, partitions: list[TopicPartition]) -> None:
        """Assigns the partitions and begins to poll."""
        self._consumer.assign(partitions)
        self._polling = asyncio.create_task(self._poll())
        await self._listener.on_partitions_assigned(set(partitions))

    async def stop(self) -> None:
        """Gives the partitions back and polls no more."""
        if self._polling is None:
            return
        await self._listener.on_partitions_revoked(self._consumer.assignment())
        self._polling.cancel()
        await asyncio.wait({self._polling})
        self._polling = None

    async def _poll(self) -> None:
        while True:
            polled = await self._consumer.getmany(timeout_ms=_POLL_MILLISECONDS, max_records=self._most)
            await self._admit([record for records in polled.values() for record in records])
