"""What a feed's record remembers of the entries that have been captured."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from babelwire_contracts.feeds import FeedSubscription

HASH_BYTES: Final = 6

_MOST: Final = 1000
"""Entries remembered that the feed does not list any more, for some servers show past ones now and then."""


def remembered(subscription: FeedSubscription) -> list[bytes]:
    """The hashes of the entries captured before, the newest first."""
    packed = subscription.seen_hashes
    found = [packed[start : start + HASH_BYTES] for start in range(0, len(packed), HASH_BYTES)]
    for written_before in subscription.seen:
        with suppress(ValueError):
            found.append(bytes.fromhex(written_before)[:HASH_BYTES])
    return found


def with_entries(subscription: FeedSubscription, listed: Sequence[bytes]) -> bytes:
    """The hashes to remember once these have been captured: the same bytes wherever none of them is new."""
    known = remembered(subscription)
    before, now = set(known), set(listed)
    fresh = [fingerprint for fingerprint in listed if fingerprint not in before]
    past = [fingerprint for fingerprint in known if fingerprint not in now]
    forgotten = set(past[_MOST:])
    kept = dict.fromkeys([*fresh, *known])
    return b"".join(fingerprint for fingerprint in kept if fingerprint not in forgotten)
