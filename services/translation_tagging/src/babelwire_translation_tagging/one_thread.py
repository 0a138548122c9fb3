"""The tagger's turn: whoever uses it off the event loop has it alone."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class OneThread:
    """Work in a thread, one after another. Between two awaits nobody else uses the tagger where it is not `busy`."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    @property
    def busy(self) -> bool:
        """Whether something is at work, or waits for its turn."""
        return self._lock.locked()

    async def do(self, work: Callable[[], T]) -> T:
        """What the work returns. Being cancelled does not break it off: the next has its turn once it has ended."""
        async with self._lock:
            running = asyncio.ensure_future(asyncio.to_thread(work))
            try:
                return await asyncio.shield(running)
            finally:
                await asyncio.wait({running})
