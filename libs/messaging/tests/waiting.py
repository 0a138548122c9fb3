"""Waits for what a broker needs a moment for."""

import asyncio
from collections.abc import Awaitable, Callable

WITHIN = 90.0


async def eventually(attempt: Callable[[], Awaitable[None]], within: float = WITHIN) -> None:
    """Repeats what may be too early, until it works or the time is over."""
    async with asyncio.timeout(within):
        while True:
            try:
                return await attempt()
            except Exception:
                await asyncio.sleep(0.2)
