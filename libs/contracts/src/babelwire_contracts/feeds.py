"""Feed subscriptions."""

from datetime import datetime

from babelwire_contracts.message import Message


class FeedSubscription(Message, frozen=True, kw_only=True):
    """A subscribed feed and how far it has been read.

    `interval_seconds` is the time between two polls; `etag` and `last_modified` are the validators of the last answer
    (RFC 9110, section 8.8); `seen` holds short hashes of the entries in it, so that a poll captures only what is new.
    """

    url: str
    interval_seconds: int
    subscribed_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    polled_at: datetime | None = None
    error: str | None = None
    seen: list[str] = []
