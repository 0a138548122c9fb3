"""What becomes of a record that can never be handled: a dead letter, and a receipt where its capture is known."""

from datetime import UTC, datetime

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

_REASON_LENGTH = 1000


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
