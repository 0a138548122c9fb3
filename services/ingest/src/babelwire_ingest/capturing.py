"""Makes captures: the unit of everything that follows."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from babelwire_contracts.captures import Capture, CaptureMethod
from babelwire_contracts.codec import utc
from babelwire_contracts.identity import capture_id
from babelwire_contracts.topics import PAGES_CAPTURED
from babelwire_ingest.errors import TooLarge
from babelwire_ingest.ports import Producer
from babelwire_messaging.handling import Publish

CLOCK_SKEW: Final = timedelta(seconds=60)
"""How far ahead of ours a client's clock may be before what it says is called the future."""

_CHUNK_RECORDS: Final = 1000
_CHUNK_BYTES: Final = 4 * 1024 * 1024


def captured_no_later_than(given: datetime | None, accepted_at: datetime) -> datetime:
    """When the bytes were captured, in UTC: as given, or at acceptance.

    Raises ValueError for a time without a zone or in the future; a client's clock a little ahead is forgiven.
    """
    if given is None:
        return accepted_at
    moment = utc(given)
    if moment > accepted_at + CLOCK_SKEW:
        raise ValueError(f"{moment.isoformat()} is in the future; it is {accepted_at:%Y-%m-%dT%H:%M:%SZ} now")
    return min(moment, accepted_at)


def make_capture(
    *,
    url: str | None,
    content_type: str,
    body: bytes,
    method: CaptureMethod,
    captured_at: datetime,
    accepted_at: datetime,
    source: str | None = None,
    entry_id: str | None = None,
) -> Capture:
    """One capture with its id."""
    return Capture(
        capture_id=capture_id(url, body, captured_at),
        url=url,
        content_type=content_type,
        body=body,
        method=method,
        captured_at=captured_at,
        accepted_at=accepted_at,
        source=source,
        entry_id=entry_id,
    )


def bounded(body: bytes, limit: int) -> bytes:
    """The body, when it is within the limit. Raises `TooLarge`."""
    if len(body) > limit:
        raise TooLarge(f"the body has {len(body)} bytes; {limit} is the limit of one capture")
    return body


async def publish_captures(producer: Producer, captures: Sequence[Capture]) -> list[str]:
    """Publishes captures in order, in pieces that do not keep the event loop, and returns their ids.

    Raises `TransientError` when Kafka cannot take them; some may have been written, which a retry does not double.
    """
    for piece in _pieces(captures):
        await producer.publish(piece)
    return [capture.capture_id for capture in captures]


async def publish_as_made(producer: Producer, captures: Iterable[Capture]) -> list[str]:
    """As `publish_captures`, for captures that are dear to make: in a thread, and never more of them than one piece."""
    ids: list[str] = []
    pieces = _pieces(captures)
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        await producer.publish(piece)
        ids.extend(message.capture_id or "" for message in piece)
    return ids


def _pieces(captures: Iterable[Capture]) -> Iterator[list[Publish]]:
    piece: list[Publish] = []
    size = 0
    for capture in captures:
        piece.append(Publish(PAGES_CAPTURED, capture.url or capture.capture_id, capture, capture.capture_id))
        size += len(capture.body)
        if len(piece) >= _CHUNK_RECORDS or size >= _CHUNK_BYTES:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece


def now() -> datetime:
    """The time in UTC: the clock of the service, passed in wherever time matters."""
    return datetime.now(UTC)
