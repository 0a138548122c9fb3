"""Notices a run of failures."""

from collections import deque
from typing import Final

WINDOW: Final = 200
MOST: Final = 50


class Breaker:
    """Trips when more than `most` of the last `window` records failed for good and at least half of those seen did.

    Who is at fault is not decided here: a run of bad records looks the same whether they are bad or their reader is.
    """

    def __init__(self, window: int = WINDOW, most: int = MOST) -> None:
        self._failed: deque[bool] = deque(maxlen=window)
        self._window = window
        self._most = most

    def succeeded(self, count: int = 1) -> None:
        """Remembers records that were handled well."""
        self._failed.extend([False] * min(count, self._window))

    def failed(self) -> bool:
        """Remembers one that failed for good, and says whether that trips it."""
        self._failed.append(True)
        failures = sum(self._failed)
        return failures > self._most and failures * 2 >= len(self._failed)

    def reset(self) -> None:
        """Forgets everything, as after a verdict or a resume."""
        self._failed.clear()
