"""Feed subscriptions."""

from datetime import datetime

from babelwire_contracts.message import Message


class FeedSubscription(Message, frozen=True, kw_only=True):
    """A subscribed feed and how far it has been read.

    `interval_seconds` is the time between two polls; `etag` and `last_modified` are the validators of the last answer
    (RFC 9110, section 8.8); `seen_hashes` holds a hash of six bytes for each entry that has been captured, one after
    the other, the newest first, so that a poll captures only what is new. `error` is why the last poll failed,
    `failures` how many did so in a row, and `next_poll_at` when the next one is due. A poll that finds nothing new is
    recorded at most once an hour. `seen`, hashes of eight bytes in hexadecimal, was written before `seen_hashes`.
    """

    url: str
    interval_seconds: int
    subscribed_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    polled_at: datetime | None = None
    next_poll_at: datetime | None = None
    error: str | None = None
    failures: int = 0
    seen_hashes: bytes = b""
    seen: list[str] = []
