"""Which of the lanes of a slow stage goes next: fresh work first, and at least a tenth for the oldest of the others."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

_FRESH_FOR_ONE: Final = 9
"""Fresh records that may go before one of another lane that waits."""


@dataclass(eq=False, slots=True)
class _Waiter:
    is_fresh: bool
    records: int
    since: datetime
    called: asyncio.Event = field(default_factory=asyncio.Event)


class Precedence:
    """Gives turns at work that only so many batches may do at once.

    Fresh batches go before others, in the order in which they came. Once nine fresh records have gone for each record
    of the oldest batch that waits in another lane, that one goes: where both lanes are full, a tenth of all records is
    not fresh. The oldest is the one whose first record was appended first, whichever lane it is in.
    """

    def __init__(self, at_once: int = 1) -> None:
        self._free = at_once
        self._waiting: list[_Waiter] = []
        self._went_before = 0

    @contextlib.asynccontextmanager
    async def turn(self, *, is_fresh: bool, records: int, since: datetime) -> AsyncIterator[None]:
        """Entered when it is a batch's turn; left when its work is done. `since` is when its first was appended."""
        waiter = _Waiter(is_fresh, records, since)
        self._waiting.append(waiter)
        self._call()
        try:
            await waiter.called.wait()
        except asyncio.CancelledError:
            if waiter.called.is_set():
                self._give_back()
            else:
                self._waiting.remove(waiter)
            raise
        try:
            yield
        finally:
            self._give_back()

    def _give_back(self) -> None:
        self._free += 1
        self._call()

    def _call(self) -> None:
        while self._free and self._waiting:
            called = self._next()
            self._waiting.remove(called)
            self._free -= 1
            called.called.set()

    def _next(self) -> _Waiter:
        fresh = next((one for one in self._waiting if one.is_fresh), None)
        oldest = min((one for one in self._waiting if not one.is_fresh), key=lambda one: one.since, default=None)
        if oldest is None:
            # Nobody waits behind the fresh ones: what went so far went before nobody.
            self._went_before = 0
            assert fresh is not None
            return fresh
        if fresh is not None and self._went_before < _FRESH_FOR_ONE * oldest.records:
            self._went_before += fresh.records
            return fresh
        self._went_before = 0
        return oldest
