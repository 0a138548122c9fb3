"""A feed document sent as a page: every entry becomes a capture."""

from collections.abc import Iterator
from datetime import datetime

from babelwire_contracts.canonical_url import InvalidUrl
from babelwire_contracts.captures import Capture, CaptureMethod
from babelwire_ingest.captured_urls import checked_url
from babelwire_ingest.capturing import make_capture
from babelwire_ingest.errors import FeedTooLarge, FeedUnreadable, Flaw, Invalid, Malformed, TooLarge
from babelwire_ingest.feed_splitting import FeedEntry, FeedLimits, SplitFeed, split_feed


def read_feed(
    body: bytes,
    url: str | None,
    *,
    content_type: str,
    limits: FeedLimits,
    captured_at: datetime,
    accepted_at: datetime,
    allow_private: bool,
) -> Iterator[Capture]:
    """A capture of every entry, in the feed's order; each is made when it is asked for, all are checked before.

    `content_type` is what the sender says of the document, with its charset where it says one.
    Raises `TooLarge`, `Malformed` or `Invalid` with what is wrong.
    """
    try:
        feed = split_feed(body, url, limits, content_type)
    except FeedTooLarge as error:
        raise TooLarge(str(error)) from error
    except FeedUnreadable as error:
        raise Malformed(str(error)) from error
    if not feed.entries:
        raise Invalid("the feed has no entry")
    flaws = []
    for entry in feed.entries:
        try:
            entry_url(entry, allow_private=allow_private)
        except InvalidUrl as error:
            flaws.append(Flaw(f"link of entry {entry.number + 1}: {error}"))
    if flaws:
        raise Invalid(f"{flaws[0].detail}; nothing was taken", *flaws[:20])
    return (
        entry_capture(
            feed, entry, source=url, captured_at=captured_at, accepted_at=accepted_at, allow_private=allow_private
        )
        for entry in feed.entries
    )


def entry_url(entry: FeedEntry, *, allow_private: bool) -> str | None:
    """The address of an entry, where it has one. Raises `InvalidUrl` where it may not be captured."""
    return checked_url(entry.link, allow_private=allow_private) if entry.link else None


def entry_capture(
    feed: SplitFeed,
    entry: FeedEntry,
    *,
    source: str | None,
    captured_at: datetime,
    accepted_at: datetime,
    allow_private: bool,
) -> Capture:
    """One entry as a capture of its own. Raises `InvalidUrl` where its link may not be captured."""
    return make_capture(
        url=entry_url(entry, allow_private=allow_private),
        content_type=feed.content_type,
        body=feed.document(entry),
        entry_id=entry.entry_id,
        method=CaptureMethod.FEED,
        captured_at=captured_at,
        accepted_at=accepted_at,
        source=source,
    )
