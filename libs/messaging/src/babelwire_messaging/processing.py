"""One batch from bytes to acknowledged effects. Knows nothing of consumers, offsets or rebalances."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import structlog
from aiokafka import ConsumerRecord
from aiokafka.errors import MessageSizeTooLargeError

from babelwire_contracts.codec import SchemaFromTheFuture, UndecodableMessage, decode
from babelwire_contracts.receipts import Outcome, Receipt
from babelwire_contracts.topics import ARTICLES_INDEXED, Topic, dead_letters
from babelwire_messaging import headers
from babelwire_messaging.breaker import Breaker
from babelwire_messaging.errors import PermanentError, TransientError
from babelwire_messaging.handling import Answer, BatchHandler, Position, Publish, Record
from babelwire_messaging.publisher import Outgoing, Publisher, partition_of
from babelwire_observability import metrics
from babelwire_observability.backoff import delays
from babelwire_observability.tracing import trace_id

log = structlog.get_logger(__name__)

T = TypeVar("T")


class StopConsuming(Exception):
    """Going on would do harm; the service pauses until an operator resumes it."""


class HandlerFailed(PermanentError):
    """A handler broke on one record alone, with an error that is neither of the two families."""


@dataclass(frozen=True, slots=True)
class Input(Generic[T]):
    """A topic a service reads, the model of its values (or a union of models), and the handler of its batches."""

    topic: Topic
    model: type[T] | Any
    handler: BatchHandler[T]


class BatchProcessor(Generic[T]):
    """Decodes, handles, publishes; tries again what is transient; sends what is permanent to the dead letters."""

    def __init__(self, service: str, source: Input[T], publisher: Publisher) -> None:
        self._service = service
        self._input = source
        self._publisher = publisher
        self._breaker = Breaker()
        self._dead_letters = dead_letters(service)
        self._random = random.Random()  # noqa: S311 - jitter needs no secrecy
        self.waiting: str | None = None

    def reset_breaker(self) -> None:
        """Forgets past failures, as after a resume."""
        self._breaker.reset()

    async def settle(self, timeout: float) -> None:  # noqa: ASYNC109 - handed on
        """Returns once nothing of a cancelled batch is still on its way to Kafka."""
        await self._publisher.flush(timeout)

    async def process(self, batch: Sequence[ConsumerRecord]) -> None:
        """Returns once every record's effects, messages or dead letter are acknowledged.

        Raises `StopConsuming`, with nothing of the batch published, when the breaker trips or a record was written by a
        newer release.
        """
        records = [_record(self._input.topic.name, raw) for raw in batch]
        answers = self._decoded(records, batch)
        readable = [index for index, answer in enumerate(answers) if answer is None]
        if readable:
            handled = await self._handle([records[index] for index in readable])
            for index, answer in zip(readable, handled, strict=True):
                answers[index] = answer
        failures = [isinstance(answer, PermanentError) for answer in answers]
        if self._breaker.would_trip(failures):
            reasons = sorted({type(answer).__name__ for answer in answers if isinstance(answer, PermanentError)})
            raise StopConsuming(f"more than 50 permanent failures, half of what was read: {', '.join(reasons)}")
        await self._publish(batch, records, answers)
        self._breaker.record(failures)

    def _decoded(self, records: list[Record[Any]], batch: Sequence[ConsumerRecord]) -> list[Answer | None]:
        answers: list[Answer | None] = [None] * len(batch)
        for index, raw in enumerate(batch):
            try:
                value = decode(raw.value, self._input.model)
            except UndecodableMessage as error:
                failure = PermanentError(str(error))
                failure.__cause__ = error
                answers[index] = failure
            except SchemaFromTheFuture as error:
                raise StopConsuming(f"{records[index].position}: {error}") from error
            else:
                object.__setattr__(records[index], "value", value)
        return answers

    async def _handle(self, records: Sequence[Record[T]]) -> Sequence[Answer]:
        """One answer per record; a batch that breaks the handler is halved until the record that breaks it is alone."""
        try:
            return await self._handled_once_ready(records)
        except PermanentError as error:
            if len(records) == 1:
                return [error]
        except Exception as error:
            if len(records) == 1:
                log.exception("handler_failed", position=str(records[0].position))
                failure = HandlerFailed(f"{type(error).__name__}: {error}")
                failure.__cause__ = error
                return [failure]
        middle = len(records) // 2
        first = await self._handle(records[:middle])
        if self._breaker.would_trip(isinstance(answer, PermanentError) for answer in first):
            return [*first, *([PermanentError("not tried: the breaker has tripped")] * (len(records) - middle))]
        return [*first, *await self._handle(records[middle:])]

    async def _handled_once_ready(self, records: Sequence[Record[T]]) -> Sequence[Answer]:
        waits = delays(self._random)
        while True:
            try:
                answers = await self._input.handler(records)
            except TransientError as error:
                await self._wait(next(waits), error)
            else:
                self.waiting = None
                if len(answers) != len(records):
                    raise TypeError(f"the handler gave {len(answers)} answers to {len(records)} records")
                return answers

    async def _publish(
        self, batch: Sequence[ConsumerRecord], records: Sequence[Record[T]], answers: Sequence[Answer | None]
    ) -> None:
        outgoing: list[Outgoing] = []
        ended: list[tuple[Record[T], Receipt]] = []
        for raw, record, answer in zip(batch, records, answers, strict=True):
            assert answer is not None
            if isinstance(answer, PermanentError):
                outgoing.extend(self._dead_letter(raw, record, answer))
            else:
                outgoing.extend(self._publisher.encode(message, record) for message in answer)
                ended.extend((record, message.message) for message in answer if isinstance(message.message, Receipt))
        self._count(ended)
        waits = delays(self._random)
        while True:
            try:
                await self._publisher.send(outgoing)
            except TransientError as error:
                await self._wait(next(waits), error)
            except MessageSizeTooLargeError as error:
                raise StopConsuming(f"a message of this batch is larger than the broker takes: {error}") from error
            else:
                self.waiting = None
                return

    def _dead_letter(self, raw: ConsumerRecord, record: Record[T], error: PermanentError) -> list[Outgoing]:
        cause = error.__cause__ or error
        metrics.DEAD_LETTERS.labels(self._service, raw.topic, type(cause).__name__).inc()
        traceparent = record.headers.get(headers.TRACEPARENT, b"").decode("ascii", "replace")
        log.warning(
            "record_dead_lettered",
            position=str(record.position),
            capture_id=record.capture_id,
            trace_id=trace_id(traceparent),
            error=repr(cause),
        )
        topic = self._dead_letters
        outgoing = [
            Outgoing(
                topic.name,
                raw.partition if topic.partitions > raw.partition else partition_of(raw.key or b"", topic.partitions),
                raw.key,
                raw.value,
                headers.dead_letter(self._service, record.position, record.headers, cause),
            )
        ]
        if (capture_id := record.capture_id) is not None:
            receipt = Receipt(
                capture_id=capture_id,
                outcome=Outcome.DEAD_LETTERED,
                service=self._service,
                at=datetime.now(UTC),
                reason=f"{type(cause).__name__}: {cause}"[:1000],
            )
            self._count([(record, receipt)])
            outgoing.append(self._publisher.encode(Publish(ARTICLES_INDEXED, capture_id, receipt), record))
        return outgoing

    def _count(self, ended: Sequence[tuple[Record[T], Receipt]]) -> None:
        for outcome, count in Counter(receipt.outcome for _record, receipt in ended).items():
            metrics.OUTCOMES.labels(self._service, outcome.value).inc(count)
        latency = metrics.CAPTURE_TO_INDEX_SECONDS.labels(self._service)
        for record, receipt in ended:
            seconds = headers.seconds_since_accepted(record.headers)
            if receipt.outcome is Outcome.INDEXED and seconds is not None:
                latency.observe(seconds)

    async def _wait(self, seconds: float, error: TransientError) -> None:
        self.waiting = str(error)
        metrics.BATCH_RETRIES.labels(self._service, self._input.topic.name).inc()
        log.warning("batch_waits", seconds=round(seconds, 2), error=str(error))
        await asyncio.sleep(seconds)


def _record(topic: str, raw: ConsumerRecord) -> Record[Any]:
    return Record(
        position=Position(topic, raw.partition, raw.offset),
        key=raw.key,
        value=None,
        appended_at=datetime.fromtimestamp(raw.timestamp / 1000, UTC),
        headers=dict(raw.headers),
    )
