"""The feeds that are subscribed, as every instance knows them, and what a feed's record remembers of its entries."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import msgspec

from babelwire_contracts.feeds import FeedSubscription

HASH_BYTES: Final = 6
"""Of the hash that stands for an entry once it has been captured."""

_MOST: Final = 1000
"""Entries remembered that the feed does not list any more, for some servers show past ones now and then."""


@dataclass(slots=True)
class _Known:
    recorded: FeedSubscription | None
    ended: datetime | None = None
    noted: FeedSubscription | None = None

    @property
    def subscription(self) -> FeedSubscription | None:
        return self.noted or self.recorded


class FeedRegistry:
    """What the topic `feeds.subscribed` says, in its order.

    A poll that was under way when its feed was unsubscribed may write the feed's state after the tombstone. Such a
    late state is known by its `subscribed_at`, does not bring the feed back, and is listed in `late_states` until a new
    tombstone has covered it.

    What this instance finds out of a feed, and the topic need not know, is noted beside that until the topic says more.
    """

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self.late_states: set[str] = set()

    def apply(self, url: str, subscription: FeedSubscription | None) -> None:
        """Applies one record of the topic."""
        known = self._known.get(url)
        if subscription is not None:
            subscription = _zoned(subscription)
        if subscription is None:
            last = known.recorded if known is not None else None
            ended = last.subscribed_at if last is not None else known.ended if known is not None else None
            self._known[url] = _Known(None, ended)
            self.late_states.discard(url)
        elif known is not None and known.ended is not None and subscription.subscribed_at <= known.ended:
            self.late_states.add(url)
        elif known is not None and _later(known.recorded, subscription):
            return
        else:
            self._known[url] = _Known(subscription)

    def note(self, subscription: FeedSubscription) -> None:
        """Keeps the state of a feed in memory alone, where the feed is still subscribed as it was."""
        known = self._known.get(subscription.url)
        if known is not None and known.recorded is not None and _same(known.recorded, subscription):
            # The interval may have been changed while the poll was under way.
            interval = known.recorded.interval_seconds
            known.noted = msgspec.structs.replace(subscription, interval_seconds=interval)

    def recorded(self, url: str) -> FeedSubscription | None:
        """The subscription of a feed as the topic has it, or None."""
        known = self._known.get(url)
        return known.recorded if known is not None else None

    def get(self, url: str) -> FeedSubscription | None:
        """The subscription of a feed, with what has been noted of it, or None."""
        known = self._known.get(url)
        return known.subscription if known is not None else None

    def all(self) -> list[FeedSubscription]:
        """All subscriptions, sorted by URL."""
        found = [known.subscription for known in self._known.values() if known.subscription is not None]
        return sorted(found, key=lambda subscription: subscription.url)


def _zoned(subscription: FeedSubscription) -> FeedSubscription:
    """The subscription with its times in zones: one written without cannot be compared with a clock."""
    times = {name: getattr(subscription, name) for name in ("subscribed_at", "polled_at", "next_poll_at")}
    bare = {name: at.replace(tzinfo=UTC) for name, at in times.items() if at is not None and at.tzinfo is None}
    return msgspec.structs.replace(subscription, **bare) if bare else subscription


def _same(current: FeedSubscription, other: FeedSubscription) -> bool:
    return current.subscribed_at == other.subscribed_at


def _later(current: FeedSubscription | None, other: FeedSubscription) -> bool:
    return current is not None and current.subscribed_at > other.subscribed_at


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
