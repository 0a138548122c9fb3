"""From a batch's bytes to an answer for each record: decoded, handled, and judged where many fail."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Generic, TypeVar

import msgspec
import structlog
from aiokafka import ConsumerRecord

from babelwire_contracts.codec import SchemaFromTheFuture, UndecodableMessage, decode
from babelwire_contracts.topics import Topic
from babelwire_messaging.clients import Clients
from babelwire_messaging.errors import HandlerFailed, PermanentError, StopConsuming, TransientError
from babelwire_messaging.handling import Answer, BatchHandler, Position, Record
from babelwire_messaging.judging import Held, Judge, Released
from babelwire_messaging.reading import LogRecord, log_reader
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.waiting import Waiting
from babelwire_observability import metrics
from babelwire_observability.supervision import delays

log = structlog.get_logger(__name__)

T = TypeVar("T")

_Hear = Callable[[Sequence[Record[Any]], Sequence[Answer]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Input(Generic[T]):
    """A topic a service reads, the model of its values (or a union of models), and the handler of its batches.

    `batch_records` and `batches_in_flight` bound its batches where the settings' own bounds are not to hold. `lane` is
    what it is called among the lanes of a slow stage, where it is one.
    """

    topic: Topic
    model: type[T] | Any
    handler: BatchHandler[T]
    batch_records: int | None = None
    batches_in_flight: int | None = None
    lane: str | None = None

    def bounded(self, kafka: KafkaSettings) -> KafkaSettings:
        """The settings with this input's own bounds."""
        own = {"batch_records": self.batch_records, "batches_in_flight": self.batches_in_flight}
        return kafka.model_copy(update={name: bound for name, bound in own.items() if bound is not None})


class Answering(Generic[T]):
    """Calls the handler on records. A record that breaks it is found and answered alone."""

    def __init__(
        self, service: str, source: Input[T], kafka: KafkaSettings, released: Released, clients: Clients
    ) -> None:
        self._clients = clients
        self._service = service
        self._input = source
        self._kafka = kafka
        self._judge = Judge(released)
        self._random = random.Random()  # noqa: S311 - jitter needs no secrecy
        self._logged: set[str] = set()

    def forget_failures(self) -> None:
        """Begins anew to count, as after a resume."""
        self._judge.reset()
        self._logged.clear()

    async def answer(
        self, batch: Sequence[ConsumerRecord], waiting: Waiting
    ) -> tuple[Sequence[Record[T]], Sequence[Answer]]:
        """The records decoded, as far as they can be, and an answer for each. Raises `StopConsuming`."""
        held = Held()

        async def hear(records: Sequence[Record[T]], answers: Sequence[Answer]) -> None:
            await self._judge.hear(records, answers, held, partial(self._again, waiting=waiting))

        records: list[Record[T]] = []
        answers: dict[int, Answer] = {}
        for index, raw in enumerate(batch):
            decoded = self._decoded(raw)
            records.append(decoded.record)
            if decoded.failure is not None:
                answers[index] = decoded.failure
                await hear([decoded.record], [decoded.failure])
        readable = [index for index in range(len(batch)) if index not in answers]
        if readable:
            handled = await self._handle([records[index] for index in readable], waiting, hear)
            answers.update(zip(readable, handled, strict=True))
        return records, [answers[index] for index in range(len(batch))]

    async def _again(self, positions: Collection[Position], waiting: Waiting) -> list[Answer]:
        """Returns the answers to records of the log, each handled once more alone, without those no longer there."""
        found = await self._read(positions, waiting)
        answers: list[Answer] = []
        for raw in found.values():
            decoded = self._decoded(raw)
            if decoded.failure is not None:
                answers.append(decoded.failure)
                continue
            try:
                answers.extend(await self._answered([decoded.record], waiting))
            except StopConsuming:
                raise
            except Exception as error:
                answers.append(self._failure(decoded.record, error))
        return answers

    async def _read(self, positions: Collection[Position], waiting: Waiting) -> dict[Position, LogRecord]:
        waits = delays(self._random)
        while True:
            try:
                async with log_reader(self._kafka, self._clients) as log:
                    found = await log.each(positions)
            except TransientError as error:
                await self._wait(next(waits), error, waiting)
            else:
                waiting.reason = None
                return found

    def _decoded(self, raw: ConsumerRecord | LogRecord) -> "_Decoded":
        position = Position(self._input.topic.name, raw.partition, raw.offset)
        failure: PermanentError | None = None
        value: Any = None
        try:
            value = decode(raw.value, self._input.model)
        except UndecodableMessage as error:
            failure = PermanentError(str(error))
            failure.__cause__ = error
        except SchemaFromTheFuture as error:
            raise StopConsuming(f"{position}: {error}") from error
        appended_at = datetime.fromtimestamp(raw.timestamp / 1000, UTC)
        return _Decoded(Record(position, raw.key, value, appended_at, dict(raw.headers)), failure)

    async def _handle(self, records: Sequence[Record[T]], waiting: Waiting, hear: _Hear) -> Sequence[Answer]:
        try:
            answers = await self._answered(records, waiting)
        except StopConsuming:
            raise
        except Exception as error:
            if len(records) > 1:
                middle = len(records) // 2
                first = await self._handle(records[:middle], waiting, hear)
                return [*first, *await self._handle(records[middle:], waiting, hear)]
            answers = [self._failure(records[0], error)]
        await hear(records, answers)
        return answers

    async def _answered(self, records: Sequence[Record[T]], waiting: Waiting) -> Sequence[Answer]:
        waits = delays(self._random)
        while True:
            try:
                answers = await self._input.handler(records)
            except TransientError as error:
                await self._wait(next(waits), error, waiting)
            else:
                waiting.reason = None
                if len(answers) != len(records):
                    raise TypeError(f"the handler gave {len(answers)} answers to {len(records)} records")
                return answers

    def _failure(self, record: Record[Any], error: Exception) -> PermanentError:
        if isinstance(error, PermanentError):
            return error
        # One traceback tells as much as a thousand, and costs a thousandth.
        kind = f"{type(error).__name__} at {error.__traceback__ and error.__traceback__.tb_lineno}"
        log.error(
            "handler_failed",
            position=str(record.position),
            error=repr(error),
            exc_info=error if kind not in self._logged else None,
        )
        self._logged.add(kind)
        failure = HandlerFailed(f"{type(error).__name__}: {error}")
        failure.__cause__ = error
        return failure

    async def _wait(self, seconds: float, error: TransientError, waiting: Waiting) -> None:
        waiting.reason = str(error)
        metrics.BATCH_RETRIES.labels(self._service, self._input.topic.name).inc()
        log.warning("batch_waits", seconds=round(seconds, 2), error=str(error))
        await asyncio.sleep(seconds)


class _Decoded(msgspec.Struct, frozen=True):
    record: Record[Any]
    failure: PermanentError | None
