"""How fast something may go on."""

import time
from collections.abc import Callable
from typing import Final

_BURST_SECONDS: Final = 5


class Pace:
    """So many a second, after a burst of five seconds' worth: a token bucket that may be overdrawn and waited for."""

    def __init__(self, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_second
        self._burst = per_second * _BURST_SECONDS
        self._clock = clock
        self._left = self._burst
        self._at = clock()

    def take(self, count: int) -> float:
        """How many seconds to wait before `count` more go."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._at) * self._per_second) - count
        self._at = now
        return max(0.0, -self._left / self._per_second)
