"""Average linkage (UPGMA, Sokal and Michener 1958): clusters are joined while their articles are alike on average."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
_NEVER: Final = np.float32(-np.inf)


def clusters(scores: Scores, least: float, together: Sequence[Sequence[int]] = ()) -> list[list[int]]:
    """Parts articles into clusters, given how alike each two are: a symmetrical matrix; its diagonal does not count.
    Those of each of `together` are in one from the start.

    The two clusters with the highest average are joined first, and none whose average is `least` or lower, so that what
    is like one article of a cluster and unlike the others does not get in.
    """
    left = scores.astype(np.float32, copy=True)
    np.fill_diagonal(left, _NEVER)
    members = [[each] for each in range(len(left))]
    for group in together:
        for other in group[1:]:
            where = next(place for place, each in enumerate(members) if group[0] in each)
            left = _join(left, members, where, next(place for place, each in enumerate(members) if other in each))
    while len(left) > 1:
        first, second = divmod(int(left.argmax()), len(left))
        if not left[first, second] > least:
            break
        left = _join(left, members, first, second)
    return [sorted(cluster) for cluster in members]


def _join(left: Scores, members: list[list[int]], one: int, other: int) -> Scores:
    """Makes two clusters one. Returns how alike those are that there are then."""
    first, second = sorted((one, other))
    sizes = len(members[first]), len(members[second])
    average = (left[first] * sizes[0] + left[second] * sizes[1]) / sum(sizes)
    left[first] = left[:, first] = average
    left[first, first] = _NEVER
    members[first] += members.pop(second)
    return np.delete(np.delete(left, second, axis=0), second, axis=1)
