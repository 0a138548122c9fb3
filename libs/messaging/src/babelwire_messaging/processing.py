"""One batch from bytes to acknowledged effects. Knows nothing of consumers, offsets or rebalances."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar

import structlog
from aiokafka import ConsumerRecord
from aiokafka.errors import MessageSizeTooLargeError

from babelwire_contracts.receipts import Outcome, Receipt
from babelwire_contracts.topics import MAX_RECORD_BYTES
from babelwire_messaging import headers
from babelwire_messaging.answering import Answering, Input
from babelwire_messaging.clients import Clients
from babelwire_messaging.dead_letters import Pace, dead_letter, dead_lettered
from babelwire_messaging.errors import PermanentError, StopConsuming
from babelwire_messaging.handling import Answer, Record
from babelwire_messaging.judging import Released
from babelwire_messaging.lanes import Outgoing
from babelwire_messaging.producer import Producer
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.waiting import Waiting
from babelwire_observability import metrics

log = structlog.get_logger(__name__)

T = TypeVar("T")


class MessageTooLarge(PermanentError):
    """What a record leads to is larger than a record may be."""


class BatchProcessor(Generic[T]):
    """Calls the handler on a batch, publishes its answers, and dead-letters what fails for good, at a bounded rate.

    `released` says which failures an operator has let through after a pause.
    """

    def __init__(
        self,
        service: str,
        source: Input[T],
        producer: Producer,
        *,
        kafka: KafkaSettings,
        released: Released,
        clients: Clients,
    ) -> None:
        self._service = service
        self._producer = producer
        self._kafka = kafka
        self._answering = Answering(service, source, kafka, released, clients)
        self._pace = Pace(kafka.dead_letters_per_second)

    def forget_failures(self) -> None:
        """Begins anew to count, as after a resume."""
        self._answering.forget_failures()

    async def settle(self, timeout: float) -> None:  # noqa: ASYNC109 - handed on
        """Returns once nothing of a cancelled batch is on its way to Kafka, or ever will be."""
        await self._producer.settle(timeout)

    async def process(self, batch: Sequence[ConsumerRecord], waiting: Waiting) -> None:
        """Returns once every record's effects, messages or dead letter are acknowledged; `waiting` says what for.

        Raises `StopConsuming` where going on would do harm; nothing of the portion that showed it is published.
        """
        for portion in _portions(batch, self._kafka.batch_bytes):
            records, answers = await self._answering.answer(portion, waiting)
            await self._publish(portion, records, answers, waiting)

    async def _publish(
        self,
        batch: Sequence[ConsumerRecord],
        records: Sequence[Record[T]],
        answers: Sequence[Answer],
        waiting: Waiting,
    ) -> None:
        outgoing: list[Outgoing] = []
        letters: list[Outgoing] = []
        ended: list[tuple[Record[T], Receipt]] = []
        for raw, record, answer in zip(batch, records, answers, strict=True):
            encoded = self._encoded(record, answer)
            if isinstance(encoded, PermanentError):
                letters.append(dead_letter(self._service, record.position, raw, encoded))
                known = record.capture_id
                answer = [dead_lettered(self._service, known, encoded)] if known is not None else []  # noqa: PLW2901
                encoded = [self._producer.encode(message, record) for message in answer]
            outgoing.extend(encoded)
            assert not isinstance(answer, PermanentError)
            ended.extend((record, message.message) for message in answer if isinstance(message.message, Receipt))
        await self._pace_letters(len(letters), waiting)
        self._count(ended)
        try:
            await self._producer.deliver([*letters, *outgoing], waiting)
        except MessageSizeTooLargeError as error:
            raise StopConsuming(
                f"the broker refuses a message that its `message.max.bytes` has to allow: {error}"
            ) from error

    def _encoded(self, record: Record[T], answer: Answer) -> list[Outgoing] | PermanentError:
        if isinstance(answer, PermanentError):
            return answer
        encoded = [self._producer.encode(message, record) for message in answer]
        for each in encoded:
            if each.value is not None and len(each.value) > MAX_RECORD_BYTES:
                return MessageTooLarge(
                    f"{len(each.value)} bytes for {each.topic}; a record has {MAX_RECORD_BYTES} at most"
                )
        return encoded

    async def _pace_letters(self, count: int, waiting: Waiting) -> None:
        seconds = self._pace.take(count) if count else 0.0
        if not seconds:
            return
        limit = self._kafka.dead_letters_per_second
        log.error("dead_letters_at_their_limit", held_back=count, seconds=round(seconds, 1), per_second=limit)
        held_back = metrics.DEAD_LETTERS_HELD_BACK.labels(self._service)
        waiting.reason = f"{count} dead letters wait, for no more than {limit} a second are written"
        held_back.inc(count)
        try:
            await asyncio.sleep(seconds)
        finally:
            held_back.dec(count)
            waiting.reason = None

    def _count(self, ended: Sequence[tuple[Record[Any], Receipt]]) -> None:
        for outcome, count in Counter(receipt.outcome for _record, receipt in ended).items():
            metrics.OUTCOMES.labels(self._service, outcome.value).inc(count)
        latency = metrics.CAPTURE_TO_INDEX_SECONDS.labels(self._service)
        for record, receipt in ended:
            seconds = headers.seconds_since_accepted(record.headers)
            if receipt.outcome is Outcome.INDEXED and seconds is not None:
                latency.observe(seconds)


def size_of(raw: ConsumerRecord) -> int:
    """The bytes of a record's key and value."""
    return len(raw.value or b"") + len(raw.key or b"")


def _portions(batch: Sequence[ConsumerRecord], most_bytes: int) -> Iterator[Sequence[ConsumerRecord]]:
    """The batch in parts of so many bytes, or of one record that has more: what is decoded at once is bounded."""
    begin = size = 0
    for index, raw in enumerate(batch):
        size += size_of(raw)
        if size > most_bytes and index > begin:
            yield batch[begin:index]
            begin, size = index, size_of(raw)
    yield batch[begin:]
