"""The rate of a replay."""

import pytest

from babelwire_console.replay.rate_limit import Pace


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_no_more_than_the_rate_passes_and_lost_time_is_not_made_up_for() -> None:
    clock = Clock()
    pace = Pace(200, clock)
    assert pace.step == 50
    assert pace.seconds_until_free() == 0
    pace.passed(50)
    assert pace.seconds_until_free() == pytest.approx(0.25)
    clock.now += 10
    pace.passed(50)
    pace.passed(50)
    assert pace.seconds_until_free() == pytest.approx(0.5)


@pytest.mark.parametrize(("rate", "step"), [(0.5, 1), (3, 1), (100_000, 250)])
def test_a_step_is_small_and_never_nothing(rate: float, step: int) -> None:
    assert Pace(rate, Clock()).step == step
