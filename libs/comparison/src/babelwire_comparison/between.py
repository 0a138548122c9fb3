"""What two texts share between runs that stand in the same order in both."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import LCSseq

from babelwire_comparison.runs import WORD, Numbered, Run

_SHORT: Final = 2 * WORD
"""The least weight of a run between others: two words, or five characters of a script without spaces."""

_NEAR: Final = 4 * WORD
"""At most this stands between two runs that are near each other, in either text."""

_ENOUGH: Final = 8 * WORD
"""What runs that are near each other weigh together, where no longer run is near them."""

_MOST_PAIRS: Final = 1 << 29
"""So many pairs of words are compared in all, in a quarter of a second. Two English texts of 100,000 characters have
half of that.
"""


def runs_between(one: Numbered, other: Numbered, in_order: Sequence[Run], elsewhere: Sequence[Run]) -> list[Run]:
    """Shorter runs between those in order, where no word is in a run elsewhere, by the edits that are fewest.

    Single words agree by chance. So a run is of two words, and near a longer one or others of its kind: eight words
    together. Between such even a single word counts, or three characters.
    """
    taken_one, taken_other = bytearray(len(one)), bytearray(len(other))
    for run in elsewhere:
        taken_one[slice(*run.of_one)] = taken_other[slice(*run.of_other)] = b"\1" * run.length
    found: list[Run] = []
    neighbours = _Neighbours(one, other)
    pairs_left = _MOST_PAIRS
    for left, right in pairwise([Run(0, 0, 0), *in_order, Run(len(one), len(other), 0)]):
        at_one = [at for at in range(left.of_one[1], right.one) if not taken_one[at]]
        at_other = [at for at in range(left.of_other[1], right.other) if not taken_other[at]]
        pairs = len(at_one) * len(at_other)
        if 0 < pairs <= pairs_left:
            pairs_left -= pairs
            found += neighbours.kept(left, list(_equal(one, other, at_one, at_other)), right)
    return found


def _equal(one: Numbered, other: Numbered, at_one: Sequence[int], at_other: Sequence[int]) -> Iterator[Run]:
    """The runs that the fewest edits leave, of the words at these places."""
    for edit in LCSseq.opcodes([one.ids[at] for at in at_one], [other.ids[at] for at in at_other]):
        if edit.tag == "equal":
            begin = edit.src_start
            to_other = edit.dest_start - edit.src_start
            for at in range(edit.src_start + 1, edit.src_end + 1):
                if at == edit.src_end or not (
                    at_one[at] - at_one[at - 1] == at_other[at + to_other] - at_other[at + to_other - 1] == 1
                ):
                    yield Run(at_one[begin], at_other[begin + to_other], at - begin)
                    begin = at


class _Neighbours:
    def __init__(self, one: Numbered, other: Numbered) -> None:
        self._one, self._other = one, other

    def kept(self, left: Run, equal: Sequence[Run], right: Run) -> Iterator[Run]:
        """Of runs in order those that hold each other, or hold to one of the two that they stand between.

        Where these are empty, as the edges of the texts are, they hold nothing.
        """
        for group in self._groups([left, *(run for run in equal if self._weight(run) >= _SHORT), right]):
            is_held = any(run in (left, right) and run.length for run in group)
            if is_held or sum(map(self._weight, group)) >= _ENOUGH:
                within = equal[bisect_left(equal, group[0]) : bisect_right(equal, group[-1])]
                yield from (run for run in within if self._weight(run) >= WORD)

    def _groups(self, members: Sequence[Run]) -> Iterator[list[Run]]:
        group: list[Run] = []
        for run in members:
            if group and not self._are_near(group[-1], run):
                yield group
                group = []
            group.append(run)
        if group:
            yield group

    def _are_near(self, left: Run, right: Run) -> bool:
        between_one = self._one.weight((left.of_one[1], right.one))
        return max(between_one, self._other.weight((left.of_other[1], right.other))) <= _NEAR

    def _weight(self, run: Run) -> int:
        return self._one.weight(run.of_one)
