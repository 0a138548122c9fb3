"""Publishes decisions that changed after their articles went by."""

import asyncio
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Final

import structlog

from babelwire_contracts.topics import ARTICLES_DEDUPLICATED
from babelwire_deduplication.decision_log import Due
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.handlers import fingerprint_record
from babelwire_deduplication.ports import Outbox, Ownership
from babelwire_messaging.errors import TransientError
from babelwire_messaging.handling import Publish
from babelwire_messaging.turns import Turns
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

    What has only to be said anew to other instances is a fingerprint alone. An amendment is published in three steps
    that leave nothing undone wherever a crash falls: the new fingerprint, marked as due; the amendment; the fingerprint
    without the mark. A fingerprint found with the mark is amended again, under the same version; and so is what any
    failure in between leaves behind.
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
        self._publishing = False

    def wake(self) -> None:
        """Wakes the task that looks for changed decisions."""
        self._woken.set()

    @property
    def is_at_rest(self) -> bool:
        """Whether all that has changed has been published."""
        return self._deduplicator.share.is_running and not (self._publishing or self._deduplicator.to_amend)

    def not_ready(self) -> str | None:
        """Why amendments are not being published, or None."""
        return self._waiting and f"amendments: {self._waiting}"

    def running(self) -> AbstractAsyncContextManager[None]:
        """Amends while entered; leaving it breaks off, for what is left is found again at the next start."""
        return self._supervisor.keeping("amendments", self._run)

    async def _run(self) -> None:
        while True:
            if not (self._deduplicator.to_amend and self._owns_its_share):
                await self._woken.wait()
            await asyncio.sleep(_GATHER_SECONDS)
            self._woken.clear()
            while self._deduplicator.to_amend and self._owns_its_share:
                due = await self._turns.take(partial(self._deduplicator.amend, _AT_ONCE), long=True)
                if due.amended or due.said:
                    await self._publish(due)
                await asyncio.sleep(len(due.amended) / _A_SECOND)

    @property
    def _owns_its_share(self) -> bool:
        """Whether the partitions that it holds are those that it owns: none changes hands at this moment."""
        return self._ownership.owned() == self._deduplicator.share.held

    async def _publish(self, due: Due) -> None:
        self._publishing = True
        try:
            await self._send([fingerprint_record(item.fingerprint) for item in due.amended])
            await self._send([fingerprint_record(fingerprint) for fingerprint in due.said])
            amendments = [item.amendment for item in due.amended]
            await self._send(
                [
                    Publish(ARTICLES_DEDUPLICATED, message.article_id, message, message.capture_id)
                    for message in amendments
                ]
            )
            settled = await self._turns.take(partial(self._deduplicator.settle, due), long=False)
            await self._send([fingerprint_record(fingerprint) for fingerprint in settled])
        except BaseException:
            await self._turns.take(partial(self._deduplicator.reopen, due), long=False)
            raise
        finally:
            self._publishing = False
        if due.amended:
            log.info("decisions_amended", count=len(due.amended))

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
