"""What becomes of a record that can never be handled, and how fast: a dead letter, and a receipt of its capture."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import structlog
from aiokafka import ConsumerRecord

from babelwire_contracts.receipts import Outcome, Receipt
from babelwire_contracts.topics import ARTICLES_INDEXED, dead_letters
from babelwire_messaging import headers
from babelwire_messaging.errors import PermanentError
from babelwire_messaging.handling import Position, Publish
from babelwire_messaging.judging import named
from babelwire_messaging.lanes import Outgoing
from babelwire_messaging.partitioning import partition_of
from babelwire_observability import metrics
from babelwire_observability.tracing import trace_id

log = structlog.get_logger(__name__)

_REASON_LENGTH: Final = 1000
_BURST_SECONDS: Final = 5


def dead_letter(service: str, position: Position, raw: ConsumerRecord, error: PermanentError) -> Outgoing:
    """The record as it came, with where it stood and why it failed in its headers."""
    cause = named(error)
    fields = dict(raw.headers)
    metrics.DEAD_LETTERS.labels(service, position.topic, type(cause).__name__).inc()
    log.warning(
        "record_dead_lettered",
        position=str(position),
        capture_id=fields.get(headers.CAPTURE_ID, b"").decode("ascii", "replace") or None,
        trace_id=trace_id(fields.get(headers.TRACEPARENT, b"").decode("ascii", "replace")),
        error=repr(cause),
    )
    topic = dead_letters(service)
    partition = raw.partition if raw.partition < topic.partitions else partition_of(raw.key or b"", topic.partitions)
    return Outgoing(topic.name, partition, raw.key, raw.value, headers.dead_letter(service, position, fields, cause))


def dead_lettered(service: str, capture_id: str, error: PermanentError) -> Publish:
    """The receipt of a capture that ended so."""
    cause = named(error)
    receipt = Receipt(
        capture_id=capture_id,
        outcome=Outcome.DEAD_LETTERED,
        service=service,
        at=datetime.now(UTC),
        reason=f"{type(cause).__name__}: {cause}"[:_REASON_LENGTH],
    )
    return Publish(ARTICLES_INDEXED, capture_id, receipt)


class Pace:
    """So many a second, after a burst of five seconds' worth: a token bucket that may be overdrawn and waited for."""

    def __init__(self, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_second
        self._burst = per_second * _BURST_SECONDS
        self._clock = clock
        self._left = self._burst
        self._at = clock()

    def take(self, count: int) -> float:
        """How many seconds to wait before `count` more go."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._at) * self._per_second) - count
        self._at = now
        return max(0.0, -self._left / self._per_second)
