"""Record headers: where a record comes from, and what went wrong with a dead letter."""

import time
from typing import Any, Final

from babelwire_contracts.codec import JSON_CONTENT_TYPE
from babelwire_messaging.handling import Position, Record
from babelwire_observability.tracing import child_traceparent, new_traceparent

CAPTURE_ID: Final = "capture-id"
TRACEPARENT: Final = "traceparent"
PRODUCER: Final = "producer"
PREDECESSOR: Final = "predecessor"
REPLAY_ID: Final = "replay-id"
REPLAY_OF: Final = "replay-of"
"""`TOPIC/PARTITION/OFFSET` of the record that a replay wrote again."""
ACCEPTED_AT: Final = "accepted-at"
"""When ingest took the capture on, in milliseconds since the epoch."""
CONTENT_TYPE: Final = "content-type"

DEAD_LETTER_TOPIC: Final = "dead-letter-topic"
DEAD_LETTER_PARTITION: Final = "dead-letter-partition"
DEAD_LETTER_OFFSET: Final = "dead-letter-offset"
DEAD_LETTER_SERVICE: Final = "dead-letter-service"
DEAD_LETTER_ATTEMPT: Final = "dead-letter-attempt"
DEAD_LETTER_ERROR: Final = "dead-letter-error"
DEAD_LETTER_MESSAGE: Final = "dead-letter-message"

REEMBED_ID: Final = "reembed-id"
"""On tasks of `babelwire reembed`: answered even where `articles.embedded` says the same, for the index lacks it."""

REDRIVE_OF: Final = "redrive-of"
"""`TOPIC/PARTITION/OFFSET` of the dead letter that a redrive sent back."""
REDRIVE_ID: Final = "redrive-id"
REDRIVE_MARK: Final = "redrive-mark"
"""On records of a dead-letter topic that are no letters but say how far the redrive of one has come: decision 7."""

_MESSAGE_BYTES: Final = 2048

Headers = list[tuple[str, bytes]]


def outgoing(service: str, cause: Record[Any] | None, capture_id: str | None) -> Headers:
    """Headers of a message that `cause` led to, or that the service writes of its own accord."""
    headers = [(CONTENT_TYPE, JSON_CONTENT_TYPE), (PRODUCER, service.encode())]
    if cause is None:
        headers += [
            (TRACEPARENT, new_traceparent().encode()),
            (ACCEPTED_AT, b"%d" % (time.time_ns() // 1_000_000)),
        ]
        if capture_id:
            headers.append((CAPTURE_ID, capture_id.encode()))
        return headers
    inherited = cause.headers
    parent = inherited.get(TRACEPARENT)
    headers.append((TRACEPARENT, child_traceparent(parent.decode("ascii", "replace") if parent else None).encode()))
    if capture_id := capture_id or cause.capture_id:
        headers.append((CAPTURE_ID, capture_id.encode()))
    if accepted := inherited.get(ACCEPTED_AT):
        headers.append((ACCEPTED_AT, accepted))
    headers.append((PREDECESSOR, str(cause.position).encode()))
    if replay := inherited.get(REPLAY_ID):
        headers.append((REPLAY_ID, replay))
    return headers


def seconds_since_accepted(fields: dict[str, bytes]) -> float | None:
    """How long ago the capture behind a record was accepted; None for replays and where nobody said."""
    accepted = fields.get(ACCEPTED_AT, b"")
    if REPLAY_ID in fields or not accepted.isdigit():
        return None
    return max(0.0, time.time() - int(accepted) / 1000)


def dead_letter(service: str, position: Position, original: dict[str, bytes], error: BaseException) -> Headers:
    """Headers of a dead letter: the original ones, then where it stood and why it failed.

    `dead-letter-attempt` counts from 1 and goes up with every redrive that fails again.
    """
    try:
        attempt = int(original.get(DEAD_LETTER_ATTEMPT, b"0")) + 1
    except ValueError:
        attempt = 1
    kept = [(name, value) for name, value in original.items() if not name.startswith("dead-letter-")]
    return [
        *kept,
        (DEAD_LETTER_TOPIC, position.topic.encode()),
        (DEAD_LETTER_PARTITION, str(position.partition).encode()),
        (DEAD_LETTER_OFFSET, str(position.offset).encode()),
        (DEAD_LETTER_SERVICE, service.encode()),
        (DEAD_LETTER_ATTEMPT, str(attempt).encode()),
        (DEAD_LETTER_ERROR, type(error).__name__.encode()),
        (DEAD_LETTER_MESSAGE, str(error).encode()[:_MESSAGE_BYTES]),
    ]


def redriven(letter: Position, fields: dict[str, bytes], redrive_id: str) -> Headers:
    """Headers of a dead letter on its way back: the original ones, and the attempt, so that a new failure counts on."""
    own = {REDRIVE_OF, REDRIVE_ID}
    kept = [(name, value) for name, value in fields.items() if name not in own and not name.startswith("dead-letter-")]
    return [
        *kept,
        (DEAD_LETTER_ATTEMPT, fields.get(DEAD_LETTER_ATTEMPT, b"1")),
        (REDRIVE_OF, str(letter).encode()),
        (REDRIVE_ID, redrive_id.encode()),
    ]


def parse_position(text: str) -> Position | None:
    """The position that a `predecessor` header names; None for anything else."""
    topic, _, rest = text.partition("/")
    partition, _, offset = rest.partition("/")
    if not topic or not partition.isdecimal() or not offset.isdecimal():
        return None
    return Position(topic, int(partition), int(offset))
