"""Who sees whom in a crowd, and for whom that changes."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwire_deduplication.articles import Seniority
from babelwire_deduplication.crowd import Crowd

from .greedy import narrowed

WINDOW = 4
TEXTS = 12
MOST = 3

seniorities = st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=TEXTS, max_size=TEXTS).map(
    lambda times: [(time, unaddressed, bytes([number])) for number, (time, unaddressed) in enumerate(times)]
)
partitions = st.lists(st.integers(0, 2), min_size=TEXTS, max_size=TEXTS)


def near(order: list[Seniority], crowd: set[int], text: int) -> list[int]:
    """The representatives senior to a text within the window, the eldest first."""
    found = [one for one in crowd if order[one] < order[text] and order[text][0] - order[one][0] <= WINDOW]
    return sorted(found, key=order.__getitem__)


def seen(order: list[Seniority], places: list[int], crowd: set[int], text: int) -> list[int] | None:
    """The representatives that a text sees, by the rule itself; None where they are a frame to it."""
    found = near(order, crowd, text)
    return None if sum(places[one] == places[text] for one in found) > MOST else found


def seen_by(crowd: Crowd, order: list[Seniority], places: list[int], text: int) -> list[int] | None:
    if crowd.is_frame(order[text], places[text], WINDOW):
        return None
    return sorted(crowd.seniors(order[text], WINDOW), key=order.__getitem__)


@settings(deadline=None)
@given(seniorities, partitions, st.lists(st.integers(0, TEXTS - 1), max_size=30))
def test_a_text_sees_its_seniors_within_the_window_unless_they_are_too_many_of_its_partition(
    order: list[Seniority], places: list[int], toggled: list[int]
) -> None:
    times = np.array([one[0] for one in order], dtype=np.int64)
    where = np.array(places, dtype=np.int16)
    with narrowed(MOST):
        crowd, there = Crowd(order.__getitem__), set[int]()
        for text in toggled:
            before = [seen(order, places, there, one) for one in range(TEXTS)]
            if text in there:
                crowd.remove(text, places[text])
            else:
                crowd.add(text, places[text])
            there ^= {text}
            assert len(crowd) == len(there)
            after = [seen(order, places, there, one) for one in range(TEXTS)]
            assert [seen_by(crowd, order, places, one) for one in range(TEXTS)] == after
            for one in range(TEXTS):
                crowd.note(order[one][0], places[one])
            time = order[text][0]
            later = [one for one in range(TEXTS) if before[one] != after[one]]
            assert crowd.is_open(time, WINDOW) or not later
            seeing = crowd.may_see(times, where, WINDOW).tolist()
            crossing = crowd.may_cross(times, where, places[text], WINDOW).tolist()
            assert all(seeing[one] for one in range(TEXTS) if before[one] != after[one])
            assert all(crossing[one] for one in range(TEXTS) if (before[one] is None) != (after[one] is None))


def test_whoever_sees_too_many_before_and_after_is_not_told() -> None:
    order: list[Seniority] = [(number, False, bytes([number])) for number in range(TEXTS)]
    with narrowed(MOST):
        crowd = Crowd(order.__getitem__)
        for text in range(TEXTS - 1):
            crowd.add(text, 0)
        times, own = np.array([TEXTS - 1], dtype=np.int64), np.zeros(1, dtype=np.int16)
        assert not crowd.may_see(times, own, TEXTS)[0]
        assert crowd.may_see(times, own + 1, TEXTS)[0]
        assert not crowd.may_cross(times, own, 0, TEXTS)[0]
        crowd.note(TEXTS - 1, 0)
        assert not crowd.is_open(TEXTS - 1, TEXTS)
        crowd.note(TEXTS - 1, 1)
        assert crowd.is_open(TEXTS - 1, TEXTS)
