"""Whether the paragraphs of two texts are as long as each other's, in order (Gale and Church 1993)."""

from collections.abc import Sequence
from typing import Final

_BEADS: Final = ((1, 1, 0.0), (1, 2, 0.02), (2, 1, 0.02), (1, 3, 0.06), (3, 1, 0.06), (1, 0, 0.03), (0, 1, 0.03))
"""How many paragraphs of each text may stand for each other, and what that costs, in parts of both texts."""

_ANYWAY: Final = 0.02
"""What is misplaced in any text; less of it tells nothing."""

_BAND: Final = 4
_NEVER: Final = float("inf")


def order(one: Sequence[int], other: Sequence[int]) -> float:
    """How far the lengths of two texts go together in the order that they stand in: 0, no better than in others, to 1.

    What is misplaced is compared with what would be if the paragraphs of one stood in reverse, or the second half of
    them before the first. So that paragraphs are all alike speaks for nothing.
    """
    middle = len(other) // 2
    otherwise = (misplaced(one, other[::-1]) + misplaced(one, [*other[middle:], *other[:middle]])) / 2
    return max(0.0, 1 - (misplaced(one, other) + _ANYWAY) / (otherwise + _ANYWAY))


def misplaced(one: Sequence[int], other: Sequence[int]) -> float:
    """Which part of two texts lies in paragraphs that the other text has not at that place, or not as long; 0 to 1.

    Lengths are taken as parts of their text, for languages differ in how many letters they need. Paragraphs are laid
    side by side in order, one by one or up to three beside one, or left out, as it costs least.
    """
    if not one or not other:
        return 1.0
    ones, others = _bounds(one), _bounds(other)
    width = _BAND + abs(len(one) - len(other))
    best = [[_NEVER] * len(others) for _ in ones]
    best[0][0] = 0.0
    for i, end in enumerate(ones):
        middle = i * len(other) // len(one)
        row = best[i]
        for j in range(max(0, middle - width), min(len(other), middle + width) + 1):
            least, there = row[j], others[j]
            for a, b, cost in _BEADS:
                if a <= i and b <= j and (before := best[i - a][j - b] + cost) < least:
                    # What either text has more of: half of it, for both are counted.
                    least = min(least, before + abs(end - ones[i - a] - there + others[j - b]) / 2)
            row[j] = least
    return min(1.0, best[-1][-1])


def _bounds(lengths: Sequence[int]) -> list[float]:
    """Where paragraphs end, in parts of the text, from 0 on."""
    total, ends = sum(lengths), [0]
    for length in lengths:
        ends.append(ends[-1] + length)
    return [end / max(total, 1) for end in ends]
