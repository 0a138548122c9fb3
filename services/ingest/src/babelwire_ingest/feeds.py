"""The feeds that are subscribed, as every instance knows them."""

from dataclasses import dataclass
from datetime import datetime

from babelwire_contracts.feeds import FeedSubscription


@dataclass(slots=True)
class _Known:
    subscription: FeedSubscription | None
    ended: datetime | None = None


class FeedRegistry:
    """What the topic `feeds.subscribed` says, in its order.

    A poll that was under way when its feed was unsubscribed may write the feed's state after the tombstone. Such a
    late state is told by its `subscribed_at`, does not bring the feed back, and is listed in `revenants` until a new
    tombstone has covered it.
    """

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self.revenants: set[str] = set()

    def apply(self, url: str, subscription: FeedSubscription | None) -> None:
        """Takes note of one record of the topic."""
        known = self._known.get(url)
        if subscription is None:
            last = known.subscription if known is not None else None
            ended = last.subscribed_at if last is not None else known.ended if known is not None else None
            self._known[url] = _Known(None, ended)
            self.revenants.discard(url)
        elif known is not None and known.ended is not None and subscription.subscribed_at <= known.ended:
            self.revenants.add(url)
        elif known is not None and _later(known.subscription, subscription):
            return
        else:
            self._known[url] = _Known(subscription)

    def get(self, url: str) -> FeedSubscription | None:
        """The subscription of a feed, or None."""
        known = self._known.get(url)
        return known.subscription if known is not None else None

    def all(self) -> list[FeedSubscription]:
        """All subscriptions, sorted by URL."""
        found = [known.subscription for known in self._known.values() if known.subscription is not None]
        return sorted(found, key=lambda subscription: subscription.url)


def _later(current: FeedSubscription | None, other: FeedSubscription) -> bool:
    return current is not None and current.subscribed_at > other.subscribed_at
