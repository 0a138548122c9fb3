"""How fast a replay goes."""

from collections.abc import Callable
from typing import Final

_STEPS_A_SECOND: Final = 4
_LARGEST_STEP: Final = 250


class Pace:
    """Spaces steps so that no more than `rate` records a second pass; time not used is not caught up with later."""

    def __init__(self, rate: float, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._clock = clock
        self._free_at = clock()
        self.step = max(1, min(_LARGEST_STEP, int(rate / _STEPS_A_SECOND)))
        """Records to pass at once."""

    def seconds_until_free(self) -> float:
        """How long the next step has to wait."""
        return max(0.0, self._free_at - self._clock())

    def passed(self, records: int) -> None:
        """Notes a step."""
        self._free_at = max(self._free_at, self._clock()) + records / self._rate
