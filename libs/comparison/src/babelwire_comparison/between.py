"""What two texts share beside the runs that have been laid on them already."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import LCSseq

from babelwire_comparison.runs import WORD, Numbered, Range, Run

_SHORT: Final = 2 * WORD
"""The least weight of a run beside others: two words, or five characters of a script without spaces."""

_NEAR: Final = 4 * WORD
"""At most this stands between two runs that are near each other, in either text."""

_ENOUGH: Final = 8 * WORD
"""What runs that are near each other weigh together, where no longer run is near them."""

_MOST_PAIRS: Final = 1 << 29
"""So many pairs of words are compared in all, in a quarter of a second. Two English texts of 100,000 characters have
half of that.
"""


class Remainder:
    """The words of two texts that are in no run yet.

    Single words agree by chance. So a run counts from two words on, and near a longer one, or near others of its kind:
    eight words together. Between such even a single word counts, or three characters of a script without spaces.
    """

    def __init__(self, one: Numbered, other: Numbered, laid: Sequence[Run]) -> None:
        self._one, self._other = one, other
        self._taken_one, self._taken_other = bytearray(len(one)), bytearray(len(other))
        self._take(laid)

    def between(self, in_order: Sequence[Run]) -> list[Run]:
        """Takes the runs between those in order, and those before and after them, that leave the fewest words over."""
        found: list[Run] = []
        pairs_left = _MOST_PAIRS
        for left, right in pairwise([Run(0, 0, 0), *in_order, Run(len(self._one), len(self._other), 0)]):
            at_one = [at for at in range(left.of_one[1], right.one) if not self._taken_one[at]]
            at_other = [at for at in range(left.of_other[1], right.other) if not self._taken_other[at]]
            pairs = len(at_one) * len(at_other)
            if 0 < pairs <= pairs_left:
                pairs_left -= pairs
                found += self._kept(left, list(self._equal(at_one, at_other)), right)
        self._take(found)
        return found

    def beside(self, moved: Sequence[Run]) -> list[Run]:
        """Takes the runs that moved along with others: those in the eight words before and after one."""
        found: list[Run] = []
        for run in moved:
            before = (
                _free_before(self._taken_one, self._one, run.one),
                _free_before(self._taken_other, self._other, run.other),
            )
            found += self._laid_beside(Run(before[0][0], before[1][0], 0), before, run)
            after = (
                _free_after(self._taken_one, self._one, run.of_one[1]),
                _free_after(self._taken_other, self._other, run.of_other[1]),
            )
            found += self._laid_beside(run, after, Run(after[0][1], after[1][1], 0))
        return found

    def _laid_beside(self, left: Run, free: tuple[Range, Range], right: Run) -> list[Run]:
        if not all(begin < end for begin, end in free):
            return []
        kept = list(self._kept(left, list(self._equal(range(*free[0]), range(*free[1]))), right))
        self._take(kept)
        return kept

    def _take(self, runs: Sequence[Run]) -> None:
        for run in runs:
            self._taken_one[slice(*run.of_one)] = self._taken_other[slice(*run.of_other)] = b"\1" * run.length

    def _equal(self, at_one: Sequence[int], at_other: Sequence[int]) -> Iterator[Run]:
        """The runs of the words at these places, in order, that leave the fewest words over."""
        ids = [self._one.ids[at] for at in at_one], [self._other.ids[at] for at in at_other]
        for edit in LCSseq.opcodes(*ids):
            if edit.tag == "equal":
                begin = edit.src_start
                to_other = edit.dest_start - edit.src_start
                for at in range(edit.src_start + 1, edit.src_end + 1):
                    if at == edit.src_end or not (
                        at_one[at] - at_one[at - 1] == at_other[at + to_other] - at_other[at + to_other - 1] == 1
                    ):
                        yield Run(at_one[begin], at_other[begin + to_other], at - begin)
                        begin = at

    def _kept(self, left: Run, equal: Sequence[Run], right: Run) -> Iterator[Run]:
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
        yield group

    def _are_near(self, left: Run, right: Run) -> bool:
        between_one = self._one.weight((left.of_one[1], right.one))
        return max(between_one, self._other.weight((left.of_other[1], right.other))) <= _NEAR

    def _weight(self, run: Run) -> int:
        return self._one.weight(run.of_one)


def _free_before(taken: bytearray, text: Numbered, end: int) -> Range:
    begin = end
    while begin and not taken[begin - 1] and text.weight((begin - 1, end)) <= _ENOUGH:
        begin -= 1
    return begin, end


def _free_after(taken: bytearray, text: Numbered, begin: int) -> Range:
    end = begin
    while end < len(text) and not taken[end] and text.weight((begin, end + 1)) <= _ENOUGH:
        end += 1
    return begin, end
