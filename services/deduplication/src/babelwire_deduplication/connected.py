"""Connected components, where only a part of the graph has to be looked at."""

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

Nodes = npt.NDArray[np.int32]


def united(rows: Nodes, nodes: Nodes, row_count: int) -> tuple[Nodes, npt.NDArray[np.int64]]:
    """The distinct `nodes` in order, each with a number that those share which a chain of rows connects.

    Row `rows[i]` holds node `nodes[i]`.
    """
    distinct, index = np.unique(nodes, return_inverse=True)
    numbers = np.arange(row_count)
    while True:
        of_nodes = np.full(len(distinct), row_count)
        np.minimum.at(of_nodes, index, numbers[rows])
        lower = numbers.copy()
        np.minimum.at(lower, rows, of_nodes[index])
        if np.array_equal(lower, numbers):
            return distinct, of_nodes
        numbers = lower


def apart(starts: Iterable[int], neighbours: Callable[[int], Iterable[int]]) -> list[set[int]]:
    """The components that hold any of `starts`, but for one of them.

    Searches from all starts at once, the smallest search first, until all have met but those that came to their end: it
    takes time as those components do that it answers, never as the one that it leaves out.
    """
    reached = {start: {start} for start in starts}
    ahead = {start: [start] for start in reached}
    search_of = {start: start for start in reached}
    ended = []
    while len(reached) > 1:
        search = min(reached, key=lambda start: len(reached[start]))
        if not ahead[search]:
            ended.append(reached.pop(search))
            continue
        for node in neighbours(ahead[search].pop()):
            other = search_of.get(node)
            if other is None:
                search_of[node] = search
                reached[search].add(node)
                ahead[search].append(node)
            elif other != search:
                search, gone = (search, other) if len(reached[search]) >= len(reached[other]) else (other, search)
                search_of.update(dict.fromkeys(reached[gone], search))
                reached[search] |= reached.pop(gone)
                ahead[search] += ahead.pop(gone)
    return ended
