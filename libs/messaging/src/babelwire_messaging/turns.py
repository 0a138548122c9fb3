"""One at a time, off the event loop where it may take long."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Turns:
    """Whoever uses what a service decides with waits for its turn, so that nobody sees it halfway through a batch.

    `taken` says whether somebody has it now: between two awaits, what is not taken stays as it is.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    @property
    def taken(self) -> bool:
        """Whether somebody has the turn."""
        return self._lock.locked()

    async def take(self, work: Callable[[], T], *, long: bool) -> T:
        """Does work when its turn comes, and returns its result; in a thread where it may be `long`: over 50 ms.

        Being cancelled does not break off the work: the turn is given on once it has ended.
        """
        async with self._lock:
            if not long:
                return work()
            running = asyncio.ensure_future(asyncio.to_thread(work))
            try:
                return await asyncio.shield(running)
            except asyncio.CancelledError:
                await asyncio.wait({running})
                raise
