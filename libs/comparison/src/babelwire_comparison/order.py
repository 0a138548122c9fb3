"""Which of the runs that two texts share stand in the same order in both."""

from bisect import bisect_left
from collections.abc import Sequence

from babelwire_comparison.runs import Run


def in_order(runs: Sequence[Run], weights: Sequence[int]) -> list[int]:
    """Indexes of runs, given in the order of the one text, that are in order in the other too: the heaviest such chain.

    Costs n log n for n runs.
    """
    ends: list[int] = []
    best: list[tuple[int, int]] = []
    # best[i] is the weight of a chain whose last run stands at ends[i] in the other text, and that run; both rise.
    before: list[int | None] = []
    for index, (run, weight) in enumerate(zip(runs, weights, strict=True)):
        at = bisect_left(ends, run.other)
        reached, previous = best[at - 1] if at else (0, None)
        before.append(previous)
        reached += weight
        past = at
        while past < len(best) and best[past][0] <= reached:
            past += 1
        ends[at:past] = [run.other]
        best[at:past] = [(reached, index)]
    chain: list[int] = []
    last = best[-1][1] if best else None
    while last is not None:
        chain.append(last)
        last = before[last]
    return chain[::-1]
