"""How long to wait before trying again."""

import random
from collections.abc import Iterator

FIRST_SECONDS = 0.2
LONGEST_SECONDS = 15.0


def delays(source: random.Random) -> Iterator[float]:
    """Endless waits in seconds: exponential with full jitter, so that instances do not return in step.

    After M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
    """
    ceiling = FIRST_SECONDS
    while True:
        yield source.uniform(FIRST_SECONDS / 2, ceiling)
        ceiling = min(ceiling * 2, LONGEST_SECONDS)
