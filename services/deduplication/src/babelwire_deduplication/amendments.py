"""Publishes decisions that changed after their articles went by."""

import asyncio
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Final

import structlog

from babelwire_contracts.topics import ARTICLES_DEDUPLICATED
from babelwire_deduplication.decision_log import Amended
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.handlers import fingerprint_record
from babelwire_deduplication.ports import Outbox, Ownership
from babelwire_deduplication.turns import Turns
from babelwire_messaging.errors import TransientError
from babelwire_messaging.handling import Publish
from babelwire_observability.supervision import Supervisor

log = structlog.get_logger(__name__)

_AT_ONCE: Final = 100
"""Deciding on this many again takes a tenth of a second, for which whatever else wants to decide waits."""

_GATHER_SECONDS: Final = 0.1
"""Waits this long for further changes, so that a group that grows in steps is amended once."""

_A_SECOND: Final = 1000
"""Amendments, at most: where an elder copy comes every moment, most of what would be said in between is never said."""

_RETRY_SECONDS: Final = 1.0


class Amendments:
    """One task that amends whenever it is woken, as long as it is running.

    In three steps that leave nothing undone wherever a crash falls: the new fingerprint, marked as due; the amendment;
    the fingerprint without the mark. A fingerprint found with the mark is amended again, under the same version; and so
    is what any failure in between leaves behind.
    """

    def __init__(
        self, deduplicator: Deduplicator, turns: Turns, outbox: Outbox, ownership: Ownership, supervisor: Supervisor
    ) -> None:
        self._deduplicator = deduplicator
        self._turns = turns
        self._outbox = outbox
        self._ownership = ownership
        self._supervisor = supervisor
        self._woken = asyncio.Event()
        self._waiting: str | None = None

    def wake(self) -> None:
        """Wakes the task that looks for changed decisions."""
        self._woken.set()

    def not_ready(self) -> str | None:
        """Why amendments are not being published, or None."""
        return self._waiting and f"amendments: {self._waiting}"

    def running(self) -> AbstractAsyncContextManager[None]:
        """Amends while entered; leaving it breaks off, for what is left is found again at the next start."""
        return self._supervisor.keeping("amendments", self._run)

    async def _run(self) -> None:
        while True:
            if not self._deduplicator.to_amend:
                await self._woken.wait()
            await asyncio.sleep(_GATHER_SECONDS)
            self._woken.clear()
            while self._deduplicator.to_amend:
                amend = partial(self._deduplicator.amend, self._ownership.owned(), _AT_ONCE)
                amended = await self._turns.take(amend, long=True)
                if amended:
                    await self._publish(amended)
                await asyncio.sleep(len(amended) / _A_SECOND)

    async def _publish(self, amended: list[Amended]) -> None:
        try:
            await self._send([fingerprint_record(item.fingerprint) for item in amended])
            amendments = [item.amendment for item in amended]
            await self._send(
                [
                    Publish(ARTICLES_DEDUPLICATED, message.article_id, message, message.capture_id)
                    for message in amendments
                ]
            )
            settled = await self._turns.take(partial(self._deduplicator.settle, amended), long=False)
            await self._send([fingerprint_record(fingerprint) for fingerprint in settled])
        except BaseException:
            await self._turns.take(partial(self._deduplicator.reopen, amended), long=False)
            raise
        log.info("decisions_amended", count=len(amended))

    async def _send(self, messages: list[Publish]) -> None:
        while True:
            try:
                await self._outbox.publish(messages)
            except TransientError as error:
                self._waiting = str(error)
                log.warning("amendments_wait", count=len(messages), error=str(error))
                await asyncio.sleep(_RETRY_SECONDS)
            else:
                self._waiting = None
                return
