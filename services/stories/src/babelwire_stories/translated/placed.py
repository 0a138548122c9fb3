"""What two texts have in the same places: numbers and names, each with where it stands."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from babelwire_contracts.invariants import Placed

_NEAR: Final = 80
"""How far from each other, in thousandths of a text, the same may stand in a text and in its translation."""

_NEAR_QUOTES: Final = 40


class Agreement(NamedTuple):
    """What weighs how much: `shared` by two texts in the same places, and had by `one` and by `other` in all."""

    shared: float
    one: float
    other: float

    @property
    def of_fewer(self) -> float:
        """The part that is shared of what the text with fewer has, 0 to 1."""
        fewer = min(self.one, self.other)
        return self.shared / fewer if fewer else 0.0


def agreement(
    one: Sequence[Placed], other: Sequence[Placed], weight: Callable[[str], float], same: Callable[[str], str] = str
) -> Agreement:
    """The heaviest sequence that two texts both have, in order, each member near where the other text has it.

    `same` gives the form by which two values are told to be the same.
    """
    ours = [(same(each.value), each.at, weight(each.value)) for each in one]
    theirs = [(same(each.value), each.at) for each in other]
    row = [0.0] * (len(theirs) + 1)
    for value, at, heavy in ours:
        before, diagonal = row, 0.0
        row = [0.0]
        for index, (its, there) in enumerate(theirs, 1):
            best = max(before[index], row[-1])
            if value == its and abs(at - there) <= _NEAR:
                best = max(best, diagonal + heavy)
            diagonal = before[index]
            row.append(best)
    return Agreement(row[-1], sum(heavy for _, _, heavy in ours), sum(weight(each.value) for each in other))


def quotes(one: Sequence[int], other: Sequence[int]) -> Agreement:
    """The quotations of two texts that begin in the same places."""
    shared = i = j = 0
    while i < len(one) and j < len(other):
        apart = one[i] - other[j]
        shared += abs(apart) <= _NEAR_QUOTES
        i += apart <= _NEAR_QUOTES
        j += apart >= -_NEAR_QUOTES
    return Agreement(shared, len(one), len(other))


def number_weight(value: str) -> float:
    """What a number tells: a short one stands in many texts."""
    return (0.4, 1.0, 1.3)[min(len(value), 3) - 1]


def name_weight(_value: str) -> float:
    """What a name tells."""
    return 1.0


def name_stem(value: str) -> str:
    """A name without the ending that languages give it."""
    return value[:5]
