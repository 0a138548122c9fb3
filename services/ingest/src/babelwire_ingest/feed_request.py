"""A feed document sent as a page: every entry becomes a capture."""

from datetime import datetime

from babelwire_contracts.canonical_url import InvalidUrl
from babelwire_contracts.captures import Capture, CaptureMethod
from babelwire_ingest.captured_urls import checked_url
from babelwire_ingest.capturing import make_capture
from babelwire_ingest.errors import FeedUnreadable, Flaw, Invalid, Malformed
from babelwire_ingest.feed_splitting import FeedEntry, split_feed


def read_feed(
    body: bytes, url: str | None, *, captured_at: datetime, accepted_at: datetime, allow_private: bool
) -> list[Capture]:
    """A capture of every entry, in the feed's order. Raises `Malformed` or `Invalid` with what is wrong."""
    try:
        entries = split_feed(body, url)
    except FeedUnreadable as error:
        raise Malformed(str(error)) from error
    if not entries:
        raise Invalid("the feed has no entry")
    captures = []
    flaws = []
    for number, entry in enumerate(entries, start=1):
        try:
            captures.append(
                entry_capture(
                    entry, source=url, captured_at=captured_at, accepted_at=accepted_at, allow_private=allow_private
                )
            )
        except InvalidUrl as error:
            flaws.append(Flaw(f"link of entry {number}: {error}"))
    if flaws:
        raise Invalid(f"{flaws[0].detail}; nothing was taken", *flaws[:20])
    return captures


def entry_capture(
    entry: FeedEntry, *, source: str | None, captured_at: datetime, accepted_at: datetime, allow_private: bool
) -> Capture:
    """One entry as a capture of its own. Raises `InvalidUrl` where its link may not be captured."""
    return make_capture(
        url=checked_url(entry.link, allow_private=allow_private) if entry.link else None,
        content_type=entry.content_type,
        body=entry.document,
        method=CaptureMethod.FEED,
        captured_at=captured_at,
        accepted_at=accepted_at,
        source=source,
    )
