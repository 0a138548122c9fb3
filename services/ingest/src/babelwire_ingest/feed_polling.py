"""Polls the subscribed feeds that this instance is responsible for."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec
import structlog

from babelwire_contracts.canonical_url import InvalidUrl
from babelwire_contracts.captures import Capture
from babelwire_contracts.feeds import FeedSubscription
from babelwire_contracts.topics import FEEDS_SUBSCRIBED
from babelwire_fetching.errors import FetchError, UnexpectedStatus
from babelwire_fetching.fetcher import Fetched
from babelwire_ingest.capturing import publish_captures
from babelwire_ingest.errors import FeedUnreadable
from babelwire_ingest.feed_request import entry_capture
from babelwire_ingest.feed_splitting import FeedEntry, split_feed
from babelwire_ingest.feeds import FeedRegistry
from babelwire_ingest.ports import FeedFetcher, Publisher
from babelwire_messaging.errors import TransientError
from babelwire_messaging.handling import Publish
from babelwire_observability import metrics

log = structlog.get_logger(__name__)

_TICK_SECONDS: Final = 1.0
_MOST_SEEN: Final = 2000
"""Entries remembered of a feed; feeds hold tens. Past ones are kept, because some servers show them now and then."""
_JITTER: Final = 0.1


@dataclass(slots=True)
class _Attempts:
    """What this instance remembers of a feed beside its state: failures in a row, and when to try again."""

    failures: int = 0
    not_before: datetime | None = None
    polling: bool = False


class FeedPoller:
    """Fetches each feed when it is due, captures its new entries, and records how far it has been read.

    `responsible` says whether a feed is this instance's to poll; `longest` bounds, in seconds, the wait after failures
    and what a server may ask for.
    """

    def __init__(
        self,
        *,
        registry: FeedRegistry,
        fetcher: FeedFetcher,
        publisher: Publisher,
        responsible: Callable[[str], bool],
        clock: Callable[[], datetime],
        source: random.Random,
        at_once: int,
        longest: float,
        allow_private: bool,
    ) -> None:
        self._registry = registry
        self._fetcher = fetcher
        self._publisher = publisher
        self._responsible = responsible
        self._clock = clock
        self._random = source
        self._slots = asyncio.Semaphore(at_once)
        self._longest = longest
        self._allow_private = allow_private
        self._attempts: dict[str, _Attempts] = {}

    async def run(self) -> None:
        """Polls until cancelled."""
        async with asyncio.TaskGroup() as polls:
            while True:
                await self._bury_revenants()
                for subscription in self.due():
                    self._attempts_of(subscription.url).polling = True
                    polls.create_task(self._poll(subscription.url))
                await asyncio.sleep(_TICK_SECONDS)

    def due(self) -> list[FeedSubscription]:
        """The feeds to poll now."""
        now = self._clock()
        mine = [subscription for subscription in self._registry.all() if self._responsible(subscription.url)]
        self._attempts = {subscription.url: self._attempts_of(subscription.url) for subscription in mine} | {
            url: attempts for url, attempts in self._attempts.items() if attempts.polling
        }
        return [subscription for subscription in mine if self._is_due(subscription, now)]

    def _is_due(self, subscription: FeedSubscription, now: datetime) -> bool:
        attempts = self._attempts_of(subscription.url)
        if attempts.polling:
            return False
        if attempts.not_before is not None:
            return now >= attempts.not_before
        polled = subscription.polled_at
        return polled is None or now >= polled + timedelta(seconds=subscription.interval_seconds)

    def _attempts_of(self, url: str) -> _Attempts:
        return self._attempts.setdefault(url, _Attempts())

    async def _poll(self, url: str) -> None:
        attempts = self._attempts_of(url)
        try:
            async with self._slots:
                subscription = self._registry.get(url)
                if subscription is not None:
                    await self.poll(subscription)
        except TransientError as error:
            log.warning("feed_poll_not_recorded", feed=url, error=str(error))
            attempts.not_before = self._clock() + timedelta(seconds=5)
        finally:
            attempts.polling = False

    async def poll(self, subscription: FeedSubscription) -> None:
        """One poll: captures what is new, then the feed's state. Raises `TransientError` when Kafka takes neither."""
        attempts = self._attempts_of(subscription.url)
        asked: float | None = None
        try:
            fetched = await self._fetcher.fetch(
                subscription.url, etag=subscription.etag, last_modified=subscription.last_modified
            )
            entries = [] if fetched.not_modified else await asyncio.to_thread(split_feed, fetched.body, fetched.url)
        except (FetchError, FeedUnreadable) as error:
            asked = error.retry_after if isinstance(error, UnexpectedStatus) else None
            attempts.failures += 1
            state = msgspec.structs.replace(subscription, polled_at=self._clock(), error=str(error)[:500])
            result = "failed"
            log.warning("feed_poll_failed", feed=subscription.url, error=str(error), failures=attempts.failures)
        else:
            attempts.failures = 0
            seen = set(subscription.seen)
            fresh = [entry for entry in entries if entry.fingerprint not in seen]
            await publish_captures(self._publisher, self._captures(fresh, subscription.url))
            state = self._read(subscription, fetched, entries)
            result = "not_modified" if fetched.not_modified else "read"
            log.info("feed_polled", feed=subscription.url, result=result, entries=len(entries), new=len(fresh))
        attempts.not_before = self._next(subscription, attempts, asked)
        metrics.FEED_POLLS.labels(result).inc()
        # The interval may have been changed, or the feed unsubscribed, while the poll was under way.
        current = self._registry.get(subscription.url)
        if current is not None and current.subscribed_at == subscription.subscribed_at:
            state = msgspec.structs.replace(state, interval_seconds=current.interval_seconds)
            await self._publisher.publish([Publish(FEEDS_SUBSCRIBED, subscription.url, state)])

    def _captures(self, entries: list[FeedEntry], feed: str) -> list[Capture]:
        now = self._clock()
        captures = []
        for entry in entries:
            try:
                captures.append(
                    entry_capture(
                        entry, source=feed, captured_at=now, accepted_at=now, allow_private=self._allow_private
                    )
                )
            except InvalidUrl as error:
                log.warning("feed_entry_skipped", feed=feed, link=entry.link, error=str(error))
        return captures

    def _read(self, subscription: FeedSubscription, fetched: Fetched, entries: list[FeedEntry]) -> FeedSubscription:
        listed = list(dict.fromkeys(entry.fingerprint for entry in entries))
        remembered = [fingerprint for fingerprint in subscription.seen if fingerprint not in set(listed)]
        return msgspec.structs.replace(
            subscription,
            polled_at=self._clock(),
            error=None,
            etag=fetched.etag or (subscription.etag if fetched.not_modified else None),
            last_modified=fetched.last_modified or (subscription.last_modified if fetched.not_modified else None),
            seen=(listed + remembered)[: max(_MOST_SEEN, len(listed))],
        )

    def _next(self, subscription: FeedSubscription, attempts: _Attempts, asked: float | None) -> datetime:
        """When to poll again: the interval, doubled with each failure, or later where the server asks for it."""
        wait = min(subscription.interval_seconds * 2.0 ** min(attempts.failures, 16), self._longest)
        wait = max(wait, min(asked or 0.0, self._longest))
        return self._clock() + timedelta(seconds=wait * self._random.uniform(1.0, 1.0 + _JITTER))

    async def _bury_revenants(self) -> None:
        """Covers what late polls wrote of feeds that are no longer subscribed."""
        buried = [url for url in self._registry.revenants if self._responsible(url)]
        if buried:
            try:
                await self._publisher.publish([Publish(FEEDS_SUBSCRIBED, url, None) for url in buried])
            except TransientError as error:
                log.warning("feed_not_buried", error=str(error))
