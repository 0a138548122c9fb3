"""Polls the subscribed feeds that this instance is responsible for."""

import asyncio
import functools
import random
from collections.abc import Callable, Iterator
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
from babelwire_ingest.capturing import publish_as_made
from babelwire_ingest.errors import FeedUnreadable
from babelwire_ingest.feed_request import entry_capture
from babelwire_ingest.feed_splitting import FeedEntry, FeedLimits, SplitFeed, split_feed
from babelwire_ingest.feeds import FeedRegistry, remembered, with_entries
from babelwire_ingest.ports import FeedFetcher, Producer
from babelwire_messaging.errors import TransientError
from babelwire_messaging.handling import Publish
from babelwire_observability import metrics
from babelwire_observability.supervision import Supervisor

log = structlog.get_logger(__name__)

_TICK_SECONDS: Final = 1.0
_PUT_OFF_SECONDS: Final = 5.0
_RECORDED_EVERY: Final = timedelta(hours=1)
_MOST_DOUBLINGS: Final = 16
_JITTER: Final = 0.1
_MOST_REASON: Final = 500


@dataclass(frozen=True, slots=True)
class PollingLimits:
    """How many polls at once, the seconds that one may take and that may lie between two, and the bounds of a feed."""

    at_once: int
    seconds: float
    longest_wait: float
    feed: FeedLimits
    allow_private: bool


class FeedPoller:
    """Fetches each feed when it is due, captures its new entries, and keeps how far it has been read.

    A failure of any kind is that feed's own: it is kept with its reason, and waited out longer with each in a row.
    `responsible` says whether a feed is this instance's to poll.
    """

    def __init__(
        self,
        *,
        registry: FeedRegistry,
        fetcher: FeedFetcher,
        producer: Producer,
        supervisor: Supervisor,
        responsible: Callable[[str], bool],
        clock: Callable[[], datetime],
        source: random.Random,
        limits: PollingLimits,
    ) -> None:
        self._registry = registry
        self._fetcher = fetcher
        self._producer = producer
        self._supervisor = supervisor
        self._responsible = responsible
        self._clock = clock
        self._random = source
        self._limits = limits
        self._polls: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Polls until cancelled: the endless work of one supervised task, with another for each poll under way."""
        try:
            while True:
                for subscription in self.due()[: self._limits.at_once - len(self._polls)]:
                    self._begin(subscription.url)
                await self._cover_late_states()
                # Woken by the end of a poll too, for others may be waiting for its place.
                ticking = asyncio.ensure_future(asyncio.sleep(_TICK_SECONDS))
                try:
                    await asyncio.wait({ticking, *self._polls.values()}, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    ticking.cancel()
        finally:
            running = list(self._polls.values())
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    def _begin(self, url: str) -> None:
        task = self._supervisor.begin("feed poll", functools.partial(self.poll, url))
        self._polls[url] = task
        task.add_done_callback(lambda _task: self._polls.pop(url))

    def due(self) -> list[FeedSubscription]:
        """The feeds to poll now, those first that have waited longest."""
        now = self._clock()
        mine = [
            (self._due_at(subscription), subscription)
            for subscription in self._registry.all()
            if self._responsible(subscription.url) and subscription.url not in self._polls
        ]
        waiting = [(at, subscription) for at, subscription in mine if at <= now]
        return [subscription for _at, subscription in sorted(waiting, key=lambda pair: pair[0])]

    def _due_at(self, subscription: FeedSubscription) -> datetime:
        if subscription.next_poll_at is not None:
            return subscription.next_poll_at
        polled = subscription.polled_at
        return (
            subscription.subscribed_at if polled is None else polled + timedelta(seconds=self._interval(subscription))
        )

    def _interval(self, subscription: FeedSubscription) -> float:
        return min(max(_TICK_SECONDS, subscription.interval_seconds), self._limits.longest_wait)

    async def poll(self, url: str) -> None:
        """One poll: captures what is new, then keeps the feed's state."""
        subscription = self._registry.get(url)
        if subscription is None:
            return
        try:
            async with asyncio.timeout(self._limits.seconds):
                state = await self._read(subscription)
        except TransientError as error:
            log.warning("feed_poll_put_off", feed=url, error=str(error))
            later = self._clock() + timedelta(seconds=_PUT_OFF_SECONDS)
            self._registry.note(msgspec.structs.replace(subscription, next_poll_at=later))
            return
        except (FetchError, FeedUnreadable) as error:
            asked = error.retry_after if isinstance(error, UnexpectedStatus) else None
            state = self._failed(subscription, str(error), asked)
        except TimeoutError:
            state = self._failed(subscription, f"the poll took longer than {self._limits.seconds:g} seconds")
        except Exception as error:
            log.exception("feed_poll_broken", feed=url)
            state = self._failed(subscription, f"a fault of Babelwire itself: {type(error).__name__}: {error}")
        self._registry.note(state)
        await self._record(url)

    async def _read(self, subscription: FeedSubscription) -> FeedSubscription:
        """Captures what is new. Returns the feed's state after that."""
        url = subscription.url
        fetched = await self._fetcher.fetch(url, etag=subscription.etag, last_modified=subscription.last_modified)
        now = self._clock()
        state = msgspec.structs.replace(
            subscription, polled_at=now, next_poll_at=self._next(subscription), error=None, failures=0
        )
        if fetched.not_modified:
            metrics.FEED_POLLS.labels("not_modified").inc()
            return state
        feed = await asyncio.to_thread(split_feed, fetched.body, fetched.url, self._limits.feed, fetched.content_type)
        known = set(remembered(subscription))
        fresh = [entry for entry in feed.entries if entry.fingerprint not in known]
        await publish_as_made(self._producer, self._captures(feed, fresh, url, now))
        metrics.FEED_POLLS.labels("read").inc()
        log.info("feed_polled", feed=url, entries=len(feed.entries), new=len(fresh))
        return msgspec.structs.replace(
            state,
            etag=fetched.etag,
            last_modified=fetched.last_modified,
            seen_hashes=with_entries(subscription, [entry.fingerprint for entry in feed.entries]),
            seen=[],
        )

    def _captures(self, feed: SplitFeed, entries: list[FeedEntry], url: str, now: datetime) -> Iterator[Capture]:
        private = self._limits.allow_private
        for entry in entries:
            try:
                yield entry_capture(feed, entry, source=url, captured_at=now, accepted_at=now, allow_private=private)
            except InvalidUrl as error:
                log.warning("feed_entry_skipped", feed=url, link=entry.link, error=str(error))

    def _failed(self, subscription: FeedSubscription, reason: str, asked: float | None = None) -> FeedSubscription:
        """The state of a feed after a failed poll; `asked` is the wait that its server asks for, in seconds."""
        metrics.FEED_POLLS.labels("failed").inc()
        failures = subscription.failures + 1
        log.warning("feed_poll_failed", feed=subscription.url, error=reason, failures=failures)
        return msgspec.structs.replace(
            subscription,
            polled_at=self._clock(),
            next_poll_at=self._next(subscription, failures, asked),
            error=reason.encode("utf-8", "replace").decode()[:_MOST_REASON],
            failures=failures,
        )

    def _next(self, subscription: FeedSubscription, failures: int = 0, asked: float | None = None) -> datetime:
        """When to poll again: the interval, doubled with each failure, or later where the server asks for it."""
        longest = self._limits.longest_wait
        wait = min(self._interval(subscription) * 2.0 ** min(failures, _MOST_DOUBLINGS), longest)
        wait = max(wait, min(asked or 0.0, longest))
        return self._clock() + timedelta(seconds=wait * self._random.uniform(1.0, 1.0 + _JITTER))

    async def _record(self, url: str) -> None:
        """Writes down what other instances, or this one after a restart, have to know."""
        state, recorded = self._registry.get(url), self._registry.recorded(url)
        if state is None or recorded is None or not _worth_recording(recorded, state):
            return
        try:
            await self._producer.publish([Publish(FEEDS_SUBSCRIBED, url, state)])
        except TransientError as error:
            log.warning("feed_state_not_recorded", feed=url, error=str(error))
        except Exception:
            log.exception("feed_state_not_recorded", feed=url)

    async def _cover_late_states(self) -> None:
        """Covers what late polls wrote of feeds that are no longer subscribed."""
        late = [url for url in self._registry.late_states if self._responsible(url)]
        if late:
            try:
                await self._producer.publish([Publish(FEEDS_SUBSCRIBED, url, None) for url in late])
            except TransientError as error:
                log.warning("feed_not_buried", error=str(error))
            except Exception:
                log.exception("feed_not_buried")


def _worth_recording(recorded: FeedSubscription, state: FeedSubscription) -> bool:
    """Whether a state says more than that a poll found nothing new, or says so for the first time in an hour."""
    if recorded.polled_at is None or state.polled_at is None or state.polled_at >= recorded.polled_at + _RECORDED_EVERY:
        return True
    times = {"polled_at": recorded.polled_at, "next_poll_at": recorded.next_poll_at}
    return msgspec.structs.replace(state, **times) != recorded
