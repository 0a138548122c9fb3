"""Who sees whom in a crowd, and for whom that changes."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwire_deduplication.crowd import Crowd, Seniority

from .greedy import narrowed

WINDOW = 4
TEXTS = 12
MOST = 3

seniorities = st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=TEXTS, max_size=TEXTS).map(
    lambda times: [(time, unaddressed, bytes([number])) for number, (time, unaddressed) in enumerate(times)]
)


def seen(order: list[Seniority], crowd: set[int], text: int) -> list[int] | None:
    """The representatives that a text sees, by the rule itself."""
    near = [one for one in crowd if order[one] < order[text] and order[text][0] - order[one][0] <= WINDOW]
    return sorted(near, key=order.__getitem__) if len(near) <= MOST else None


def seen_by(crowd: Crowd, seniority: Seniority) -> list[int] | None:
    found = crowd.seen_by(seniority, WINDOW)
    return None if found is None else list(found)


def may_see(crowd: Crowd, order: list[Seniority], window: int = WINDOW) -> list[bool]:
    times = np.array([order[one][0] for one in range(TEXTS)], dtype=np.int64)
    told: list[bool] = crowd.may_see(times, window).tolist()
    return told


@settings(deadline=None)
@given(seniorities, st.lists(st.integers(0, TEXTS - 1), max_size=30))
def test_a_text_sees_its_seniors_within_the_window_unless_they_are_too_many(
    order: list[Seniority], toggled: list[int]
) -> None:
    with narrowed(MOST):
        crowd, there = Crowd(order.__getitem__), set[int]()
        for text in toggled:
            before = [seen(order, there, one) for one in range(TEXTS)]
            if text in there:
                crowd.remove(text)
            else:
                crowd.add(text)
            there ^= {text}
            assert len(crowd) == len(there)
            after = [seen(order, there, one) for one in range(TEXTS)]
            assert [seen_by(crowd, order[one]) for one in range(TEXTS)] == after
            told = may_see(crowd, order)
            changed = [one for one in range(TEXTS) if before[one] != after[one]]
            assert all(told[one] for one in changed)


def test_whoever_sees_too_many_before_and_after_is_not_told() -> None:
    order: list[Seniority] = [(number, False, bytes([number])) for number in range(TEXTS)]
    with narrowed(MOST):
        crowd = Crowd(order.__getitem__)
        for text in range(TEXTS - 1):
            crowd.add(text)
        assert not may_see(crowd, order, TEXTS)[TEXTS - 1]
