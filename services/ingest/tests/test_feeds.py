"""What the registry makes of the topic's records."""

from datetime import UTC, datetime, timedelta

import msgspec

from babelwire_contracts.feeds import FeedSubscription
from babelwire_ingest.feeds import FeedRegistry

URL = "https://a.example/feed"
FIRST = FeedSubscription(url=URL, interval_seconds=60, subscribed_at=datetime(2026, 3, 14, tzinfo=UTC))
POLLED = msgspec.structs.replace(FIRST, etag='"1"')
SECOND = msgspec.structs.replace(FIRST, subscribed_at=FIRST.subscribed_at + timedelta(days=1))


def test_the_latest_state_counts() -> None:
    registry = FeedRegistry()
    registry.apply(URL, FIRST)
    registry.apply(URL, POLLED)
    assert registry.get(URL) == POLLED
    assert registry.all() == [POLLED]


def test_a_late_state_does_not_bring_a_feed_back() -> None:
    registry = FeedRegistry()
    for record in (FIRST, None, POLLED):
        registry.apply(URL, record)
    assert registry.get(URL) is None
    assert registry.late_states == {URL}
    registry.apply(URL, None)
    assert registry.late_states == set()
    registry.apply(URL, SECOND)
    assert registry.get(URL) == SECOND


def test_a_late_state_does_not_replace_a_new_subscription() -> None:
    registry = FeedRegistry()
    for record in (FIRST, None, SECOND, POLLED):
        registry.apply(URL, record)
    assert registry.get(URL) == SECOND
