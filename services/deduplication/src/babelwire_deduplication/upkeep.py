"""What has to be done now and then: saving what is remembered, telling how far it goes, and forgetting what is old."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

import structlog

from babelwire_contracts.topics import ARTICLES_FINGERPRINTS
from babelwire_deduplication.amendments import Amendments
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.errors import TextAway
from babelwire_deduplication.ports import MarkStore, Outbox, Progress
from babelwire_messaging.errors import TransientError
from babelwire_messaging.handling import Publish
from babelwire_messaging.turns import Turns
from babelwire_observability import metrics
from babelwire_observability.supervision import Supervisor

log = structlog.get_logger(__name__)

_SAVE_SECONDS: Final = 1.0
_MARK_EVERY: Final = 10
_FORGET_EVERY: Final = 60
"""In saves."""

_FORGOTTEN_AT_ONCE: Final = 1000


class Upkeep:
    """One task, as long as it is running; what is left undone is done with the next start."""

    def __init__(
        self,
        deduplicator: Deduplicator,
        turns: Turns,
        amendments: Amendments,
        *,
        progress: Progress,
        marks: MarkStore,
        outbox: Outbox,
        supervisor: Supervisor,
    ) -> None:
        self._deduplicator = deduplicator
        self._turns = turns
        self._amendments = amendments
        self._progress = progress
        self._marks = marks
        self._outbox = outbox
        self._supervisor = supervisor
        self._marked: dict[int, int] = {}
        self._trouble: str | None = None

    def not_ready(self) -> str | None:
        """Why what is remembered is not being saved, or None."""
        return self._trouble and f"state: {self._trouble}"

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keeps up while entered; saves once more as it is left."""
        async with self._supervisor.keeping("upkeep", self._run):
            yield
        await self._save()

    async def _run(self) -> None:
        round_ = 0
        while True:
            await asyncio.sleep(_SAVE_SECONDS)
            round_ += 1
            await self._save()
            try:
                if round_ % _MARK_EVERY == 0:
                    await self._mark()
                if round_ % _FORGET_EVERY == 0:
                    await self._forget()
            except TransientError as error:
                log.warning("upkeep_waits", error=str(error))

    async def _save(self) -> None:
        positions = self._progress.positions()
        if positions is None:
            return
        try:
            await self._turns.take(partial(self._deduplicator.save, positions), long=True)
        except TextAway as error:
            self._trouble = str(error)
            log.warning("state_waits", error=str(error))
        else:
            self._trouble = None
            metrics.ARTICLES_REMEMBERED.set(len(self._deduplicator))

    async def _mark(self) -> None:
        """Notes how far the fingerprints have been looked at here, and all that came of it has been published."""
        positions = self._progress.positions()
        if positions is None or positions == self._marked or not self._amendments.is_at_rest:
            return
        await self._marks.set(self._deduplicator.share.held, positions)
        self._marked = positions

    async def _forget(self) -> None:
        """Forgets what has not come for as long as the window, for all instances."""
        if not self._deduplicator.share.is_running:
            return
        while expired := await self._turns.take(
            partial(self._deduplicator.share.expired, _FORGOTTEN_AT_ONCE), long=True
        ):
            await self._outbox.publish([Publish(ARTICLES_FINGERPRINTS, one.hex(), None) for one in expired])
            await self._turns.take(partial(self._deduplicator.share.expire, expired), long=True)
            self._amendments.wake()
            log.info("articles_forgotten", count=len(expired))
