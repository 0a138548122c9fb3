"""Writes messages through one producer at a time, acknowledged by all in-sync replicas before it returns."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

import structlog
from aiokafka.errors import MessageSizeTooLargeError

from babelwire_contracts.codec import encode
from babelwire_messaging import headers
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.errors import TransientError
from babelwire_messaging.handling import Publish, Record
from babelwire_messaging.kafka_producer import KafkaProducer
from babelwire_messaging.lanes import Lane, Outgoing, lanes
from babelwire_messaging.partitioning import partition_of
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.waiting import Waiting
from babelwire_observability import metrics

log = structlog.get_logger(__name__)

__all__ = ["Outgoing", "Producer"]

_LOOK_SECONDS: Final = 2.0
_AGAIN_SECONDS: Final = 1.0
_DEAD_AFTER: Final = 2
"""A producer that acknowledged nothing and sent nothing for so many publish timeouts is taken for dead."""


class Producer:
    """A producer that is replaced after an error it cannot recover from, such as a lost producer id.

    What a producer has been handed stays with it for as long as it lives: while Kafka is away, or a topic short of
    replicas, it sends again by itself and without a duplicate. A successor begins only once it has ended.
    """

    def __init__(self, service: str, kafka: KafkaSettings, clients: Clients = KAFKA) -> None:
        self._service = service
        self._kafka = kafka
        self._clients = clients
        self._client: KafkaProducer | None = None
        self._changing = asyncio.Lock()
        self._taken = 0

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Open while entered; leaving it gives what is on its way the publish timeout.

        Raises `TransientError` while Kafka cannot be reached.
        """
        try:
            await self._open()
        except Exception as error:
            raise TransientError(f"Kafka at {self._kafka.kafka_bootstrap} cannot be reached: {error!r}") from error
        try:
            yield
        finally:
            await self.settle(self._kafka.publish_timeout)
            if self._client is not None:
                await self._end(self._client)

    def encode(self, message: Publish, cause: Record[Any] | None) -> Outgoing:
        """A message as it goes over the wire.

        A key that stays the same between topics of equal partition counts keeps its partition unhashed.
        """
        key = message.key.encode()
        if cause is not None and cause.key == key and message.topic.keyed_like(cause.position.topic):
            partition = cause.position.partition
        else:
            partition = partition_of(key, message.topic.partitions)
        value = None if message.message is None else encode(message.message)
        return Outgoing(
            message.topic.name, partition, key, value, headers.outgoing(self._service, cause, message.capture_id)
        )

    async def publish(self, messages: Sequence[Publish]) -> None:
        """Writes messages outside of a batch; returns once all in-sync replicas have them.

        Raises `TransientError` when Kafka does not take them within the publish timeout.
        """
        await self.send([self.encode(message, None) for message in messages])

    async def send(self, records: Sequence[Outgoing]) -> None:
        """As `deliver`, once and within the publish timeout.

        Raises `TransientError` when that does not do; what is on its way by then may still be written.
        """
        try:
            async with asyncio.timeout(self._kafka.publish_timeout):
                await self._attempt(lanes(records, self._acknowledged), Waiting())
        except MessageSizeTooLargeError:
            raise
        except Exception as error:
            raise TransientError(f"Kafka did not take {len(records)} records: {error!r}") from error

    async def deliver(self, records: Sequence[Outgoing], waiting: Waiting) -> None:
        """Returns once all in-sync replicas have every record, however long that takes; `waiting` says why it does.

        Raises `MessageSizeTooLargeError`.
        """
        left = lanes(records, self._acknowledged)
        while left:
            try:
                await self._attempt(left, waiting)
            except MessageSizeTooLargeError:
                raise
            except Exception as error:
                waiting.reason = f"Kafka did not take {sum(map(len, left))} records: {error!r}"
                log.warning("publishing_failed", reason=waiting.reason)
                await asyncio.sleep(_AGAIN_SECONDS)
            left = [lane for lane in left if len(lane)]
        waiting.reason = None

    async def settle(self, timeout: float) -> None:  # noqa: ASYNC109 - a bound on the wire, not on the caller
        """Once this returns nothing handed over before is on its way: it was written within `timeout`, or given up."""
        client = self._client
        if client is None:
            return
        try:
            async with asyncio.timeout(timeout):
                await client.flush()
        except TimeoutError:
            log.warning("unacknowledged_records_given_up", after_seconds=timeout)
            await self._end(client)

    async def _attempt(self, left: Sequence[Lane], waiting: Waiting) -> None:
        client = await self._open()
        sending = {asyncio.create_task(lane.send(client, self._kafka.on_wire(lane.topic))) for lane in left}
        try:
            await self._watched(sending, client, waiting)
        except Exception:
            await self._end(client)
            raise
        finally:
            for lane in sending:
                lane.cancel()
            await asyncio.gather(*sending, return_exceptions=True)

    async def _watched(self, sending: set[asyncio.Task[None]], client: KafkaProducer, waiting: Waiting) -> None:
        """Raises `TimeoutError` where the producer neither gets an answer nor tries again, look after look.

        Looks are counted, not seconds: to a process that was frozen every answer seems late.
        """
        looks = in_vain = 0
        signs = self._signs_of_life(client)
        unfinished = sending
        while unfinished:
            done, unfinished = await asyncio.wait(unfinished, timeout=_LOOK_SECONDS, return_when="FIRST_EXCEPTION")
            for lane in done:
                lane.result()
            if unfinished and not done:
                looks += 1
                waiting.reason = f"Kafka has not acknowledged everything for {looks * _LOOK_SECONDS:.0f} s"
                before, signs = signs, self._signs_of_life(client)
                in_vain = in_vain + 1 if signs == before else 0
                if in_vain * _LOOK_SECONDS >= _DEAD_AFTER * self._kafka.publish_timeout:
                    raise TimeoutError("the producer has sent nothing for too long")

    def _signs_of_life(self, client: KafkaProducer) -> tuple[int, int]:
        return self._taken, client.attempts()

    def _acknowledged(self, topic: str, count: int) -> None:
        self._taken += count
        metrics.RECORDS_PUBLISHED.labels(self._service, topic).inc(count)

    async def _open(self) -> KafkaProducer:
        async with self._changing:
            if self._client is None:
                client = self._clients.producer(self._kafka, self._service)
                try:
                    async with asyncio.timeout(self._kafka.publish_timeout):
                        await client.start()
                except BaseException:
                    await client.end()
                    raise
                self._client = client
            return self._client

    async def _end(self, failed: KafkaProducer) -> None:
        """Ends the producer that was found to have failed, unless whoever found it before has done so."""
        async with self._changing:
            if self._client is failed:
                self._client = None
                await failed.end()
