"""Tells a bug from poison."""

from collections import deque
from collections.abc import Iterable


class Breaker:
    """Trips when more than `most` of the last `window` records failed for good and at least half of those seen did.

    A bad record now and then is poison and goes to the dead letters; a run of them is a bad deploy, which must stop
    before it empties the topic into the dead letters.
    """

    def __init__(self, window: int = 200, most: int = 50) -> None:
        self._failed: deque[bool] = deque(maxlen=window)
        self._most = most

    def would_trip(self, outcomes: Iterable[bool]) -> bool:
        """Whether these outcomes (True: failed), after those recorded, trip it at any point."""
        seen = self._failed.copy()
        for failed in outcomes:
            seen.append(failed)
            if failed and _is_bug(seen, self._most):
                return True
        return False

    def record(self, outcomes: Iterable[bool]) -> None:
        """Remembers outcomes, oldest first."""
        self._failed.extend(outcomes)

    def reset(self) -> None:
        """Forgets everything, as after a resume."""
        self._failed.clear()


def _is_bug(seen: deque[bool], most: int) -> bool:
    failures = sum(seen)
    return failures > most and failures * 2 >= len(seen)
