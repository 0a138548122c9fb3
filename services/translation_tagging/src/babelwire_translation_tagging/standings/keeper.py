"""Writes what follows from the articles of the publishers that this instance owns."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from itertools import islice
from typing import Final

import structlog

from babelwire_contracts.topics import ARTICLES_DEDUPLICATED
from babelwire_messaging.errors import TransientError
from babelwire_messaging.partitioning import partition_of
from babelwire_observability.supervision import Supervisor
from babelwire_translation_tagging.ports import Outbox, Ownership
from babelwire_translation_tagging.standings.publishers import Publishers

log = structlog.get_logger(__name__)

_GATHER_SECONDS: Final = 0.2
"""Waits this long for further articles, so that a publisher who comes with many is judged once."""

_AT_ONCE: Final = 100
"""Judging this many takes a few milliseconds, after which others have their turn."""

_RETRY_SECONDS: Final = 1.0


class Keeper:
    """One task that looks again at publishers of whom something came, as long as it is running.

    A publisher is owned with the partition of articles that has the number of its domain's. `caught_up` returns once
    what was written before has been read. What is left undone by a crash follows from the topics again.
    """

    def __init__(
        self,
        publishers: Publishers,
        outbox: Outbox,
        ownership: Ownership,
        caught_up: Callable[[], Awaitable[None]],
        supervisor: Supervisor,
    ) -> None:
        self._publishers = publishers
        self._outbox = outbox
        self._ownership = ownership
        self._caught_up = caught_up
        self._supervisor = supervisor
        self._held: frozenset[int] = frozenset()
        self._changed: set[str] = set()
        self._woken = asyncio.Event()
        self._waiting: str | None = None

    def not_ready(self) -> str | None:
        """Why nothing is said of publishers, or None."""
        return self._waiting and f"publishers: {self._waiting}"

    def changed(self, domain: str) -> None:
        """Something came of a publisher."""
        self._changed.add(domain)
        self._woken.set()

    def give_up(self) -> None:
        """Says nothing more until partitions are taken over again."""
        self._held = frozenset()

    def own(self, partitions: frozenset[int]) -> None:
        """Takes partitions over, once all that was written of publishers before is known."""
        self._held = partitions
        self._changed |= self._publishers.domains()
        self._woken.set()

    def running(self) -> AbstractAsyncContextManager[None]:
        """Looks while entered."""
        return self._supervisor.keeping("standings", self._run)

    async def _run(self) -> None:
        while True:
            await self._woken.wait()
            await asyncio.sleep(_GATHER_SECONDS)
            self._woken.clear()
            # While partitions change hands, what their former owners said may not be known yet.
            while self._changed and self._ownership.owned() == self._held:
                await self._look(set(islice(self._changed, _AT_ONCE)))

    async def _look(self, domains: set[str]) -> None:
        """Judges some publishers; those of whom nothing could be said now are looked at again."""
        self._changed -= domains
        mine = [domain for domain in sorted(domains) if self._owns(domain)]
        messages = [message for domain in mine for message in self._publishers.due(domain)]
        try:
            if messages:
                await self._outbox.publish(messages)
                await self._caught_up()
            await asyncio.sleep(0)
        except TransientError as error:
            self._changed |= domains
            self._waiting = str(error)
            log.warning("standings_wait", count=len(messages), error=str(error))
            await asyncio.sleep(_RETRY_SECONDS)
        except Exception:
            self._changed |= domains
            self._woken.set()
            raise
        else:
            self._waiting = None

    def _owns(self, domain: str) -> bool:
        return partition_of(domain.encode(), ARTICLES_DEDUPLICATED.partitions) in self._held
