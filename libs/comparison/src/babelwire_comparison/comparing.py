"""Whether one of two texts is a copy of the other: by what they share, and by what their difference consists of."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from babelwire_comparison.hashing import Hashes
from babelwire_comparison.reduction import Reduced

MIN_SHARED: Final = 0.6
"""Copies share this much of the shorter text, wherever it stands."""

MIN_SHARED_WORN: Final = 0.22
"""Or this much, all over it, where what lies between has the same length in both: a worn text, misread or reworded."""

MIN_SHARED_OF_LONGER: Final = 0.15
"""And this much of the longer: who quotes a few sentences copies no article."""

MAX_CHANGED: Final = 0.1
"""No more than this part of the facts may differ; twice as many where words were misread all over."""

FEW_CHANGED: Final = 4
"""So many facts may differ in any text: an agency's update has a new toll, and the hour of it."""

MAX_OF_DIFFERENCE: Final = 0.38
"""Where facts are a larger part of the words that differ, the two are one form, filled in twice."""

MOST_SHARED: Final = 0.9
"""Of two texts that share as much, only a form filled in twice is no copy."""

_WORN_ALIKE: Final = 1.5
_WORN_APART: Final = 0.08
"""In a worn text facts differ about as often as other words do; in a form they differ more often."""

_RUNS_IN_A_FACT: Final = 1.2
_EVEN: Final = 0.6
_UNEVEN: Final = 0.2
_LEAST_IN_A_PART: Final = 0.04
_PARTS: Final = 12
_TABLE_BITS: Final = 16


class Comparison(NamedTuple):
    """What two texts have in common.

    `shared` and `shared_of_longer` are shares of runs of letters, 0..1, of the text with fewer runs and of the other.
    `facts` counts the distinct names and numbers that both have, `changed` those that each has and the other lacks (the
    smaller of the two counts). `worn` says that the shorter is like the longer all over, in spite of many small
    differences. `is_copy` is the decision on it all.
    """

    is_copy: bool
    shared: float
    shared_of_longer: float
    facts: int
    changed: int
    worn: bool

    @property
    def rule(self) -> str:
        """The decision in words."""
        how = "worn, shares" if self.worn else "shares"
        facts = f"facts that agree: {self.facts}, that differ: {self.changed}"
        return f"{how} {self.shared:.3f} of the shorter text; {facts}"


NOTHING: Final = Comparison(is_copy=False, shared=0.0, shared_of_longer=0.0, facts=0, changed=0, worn=False)


def compare(one: Reduced, other: Reduced) -> Comparison:
    """Compares two texts. Symmetric, and a function of the two alone; a short text, which has no runs, shares nothing.

    Facts are numbers and, where a script has capitals, words with a capital in the midst of a sentence. Words are taken
    as sets, so that the order of a text does not matter.
    """
    if (len(one.runs), one.text_hash) > (len(other.runs), other.text_hash):
        one, other = other, one
    if not len(one.runs):
        return NOTHING
    held = _held(one.runs, other.runs)
    shared, of_longer = _share(held), 0.0
    if shared >= MIN_SHARED_WORN:
        of_longer = _share(_held(other.runs, one.runs))
    if of_longer < MIN_SHARED_OF_LONGER:
        return NOTHING._replace(shared=shared, shared_of_longer=of_longer)
    facts = _facts(one, other)
    found = Comparison(False, shared, of_longer, facts.kept, facts.changed, worn=False)
    wear = _wear(one, facts, shared)
    is_form = _is_form(facts, wear)
    if is_form or shared >= MOST_SHARED:
        return found._replace(is_copy=not is_form)
    even = _is_even(one, other, held)
    worn = shared < MIN_SHARED and even and _least_shared(held) >= _LEAST_IN_A_PART
    most = wear if worn else max(2 * MAX_CHANGED, wear) if even else MAX_CHANGED
    refilled = even and facts.numbers > max(FEW_CHANGED, facts.kept_numbers)
    is_copy = (shared >= MIN_SHARED or worn) and not facts.changed_more_than(most) and not refilled
    return found._replace(is_copy=is_copy, worn=worn)


def _share(held: npt.NDArray[np.bool_]) -> float:
    return float(np.count_nonzero(held) / len(held))


def _held(runs: Hashes, others: Hashes) -> npt.NDArray[np.bool_]:
    """Which runs are among the others; one in thirty-two at most is said to be so by chance."""
    bits = min(max(_TABLE_BITS, (len(others) << 5).bit_length()), 32)
    shift = np.uint32(32 - bits)
    table = np.zeros(1 << bits, dtype=np.bool_)
    table[others >> shift] = True
    found: npt.NDArray[np.bool_] = table[runs >> shift]
    return found


def _least_shared(held: npt.NDArray[np.bool_]) -> float:
    """The share that is held in the part of the text where it is least, the very least of twelve left out."""
    size = max(1, len(held) // _PARTS)
    parts = np.add.reduceat(held, np.arange(0, len(held), size), dtype=np.intp)[:_PARTS] / size
    return float(np.sort(parts)[min(1, len(parts) - 1)])


def _is_even(one: Reduced, other: Reduced, held: npt.NDArray[np.bool_]) -> bool:
    """Whether most stretches between shared runs have as many words in one text as in the other.

    Words misread or replaced leave what stands around them in its place; words written anew do not. Runs count that
    each text has once, as the lines that a patience diff begins with.
    """
    own_order, order = np.argsort(one.runs, kind="stable"), np.argsort(other.runs, kind="stable")
    sorted_others = other.runs[order]
    once = np.empty(len(own_order), dtype=np.bool_)
    once[own_order] = _once(one.runs[own_order])
    at = np.flatnonzero(held & once)
    there = np.minimum(np.searchsorted(sorted_others, one.runs[at]), len(order) - 1)
    certain = (sorted_others[there] == one.runs[at]) & _once(sorted_others)[there]
    at, there = at[certain], order[there[certain]]
    breaks = np.flatnonzero((np.diff(at) != 1) | (np.diff(there) != 1))
    if not len(breaks):
        return False
    words = np.diff(np.searchsorted(one.begins, np.stack((at[breaks], at[breaks + 1])), side="right"), axis=0)
    others = np.diff(np.searchsorted(other.begins, np.stack((there[breaks], there[breaks + 1])), side="right"), axis=0)
    even = np.abs(words - others) <= _UNEVEN * words
    return float(np.count_nonzero(even)) >= _EVEN * len(breaks)


def _once(ordered: Hashes) -> npt.NDArray[np.bool_]:
    """Which hashes stand alone among others in order."""
    differs = ordered[1:] != ordered[:-1]
    once: npt.NDArray[np.bool_] = np.append(True, differs) & np.append(differs, True)
    return once


class _Facts(NamedTuple):
    """Distinct facts and other words: `kept` in both texts, or `changed` (`numbers` of them are numbers)."""

    kept: int
    changed: int
    kept_numbers: int
    numbers: int
    words: int
    kept_words: int

    @property
    def words_changed(self) -> float:
        """The share of the words other than facts that differ."""
        return self.words / (self.kept_words + self.words) if self.words else 0.0

    def changed_more_than(self, share: float) -> bool:
        """Whether more of the facts differ than a share of all, and than few."""
        return self.changed > FEW_CHANGED and self.changed > share * (self.kept + self.changed)


def _facts(one: Reduced, other: Reduced) -> _Facts:
    numbers, names = _Sides.of(one, other, "numbers"), _Sides.of(one, other, "names")
    words = _Sides.of(one, other, "vocabulary")
    return _Facts(
        kept=numbers.kept + names.kept,
        changed=numbers.changed + names.changed,
        kept_numbers=numbers.kept,
        numbers=numbers.changed,
        words=min(words.lost - numbers.lost - names.lost, words.gained - numbers.gained - names.gained),
        kept_words=words.kept - numbers.kept - names.kept,
    )


def _wear(text: Reduced, facts: _Facts, shared: float) -> float:
    """The share of facts that may differ where a text was misread or reworded as much as these two were.

    Facts suffer about as often as other words do. Where words are single characters, and the sets of them tell little,
    a fact of six letters suffers as runs of five do.
    """
    if 2 * len(text.words) > len(text.runs):
        return float(1 - shared**_RUNS_IN_A_FACT + 0.1)
    return _WORN_ALIKE * facts.words_changed + _WORN_APART


def _is_form(facts: _Facts, wear: float) -> bool:
    """Whether two texts differ where facts stand and hardly elsewhere, as a form does that was filled in twice."""
    much = facts.changed > FEW_CHANGED + 1 and facts.changed >= MAX_OF_DIFFERENCE * (facts.changed + facts.words)
    return much and facts.changed_more_than(wear)


class _Sides(NamedTuple):
    """Distinct words of a kind: `lost` are in the first text alone, `gained` in the second alone."""

    kept: int
    lost: int
    gained: int

    @property
    def changed(self) -> int:
        return min(self.lost, self.gained)

    @classmethod
    def of(cls, one: Reduced, other: Reduced, kind: str) -> "_Sides":
        """A word that is a name here may begin a sentence there: it is looked for among all words."""
        ours, theirs = getattr(one, kind), getattr(other, kind)
        kept = _count_in(ours, other.vocabulary)
        return cls(kept, len(ours) - kept, len(theirs) - _count_in(theirs, one.vocabulary))


def _count_in(hashes: Hashes, ordered: Hashes) -> int:
    if not len(hashes) or not len(ordered):
        return 0
    at = np.minimum(np.searchsorted(ordered, hashes), len(ordered) - 1)
    return int(np.count_nonzero(ordered[at] == hashes))
