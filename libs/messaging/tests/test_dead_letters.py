"""A burst goes at once, and what comes after it at the rate."""

from babelwire_messaging.dead_letters import Pace


def test_what_is_beyond_the_burst_waits_its_turn() -> None:
    now = 0.0
    pace = Pace(100, lambda: now)
    assert pace.take(500) == 0.0
    assert pace.take(100) == 1.0
    now = 1.0
    assert pace.take(50) == 0.5
    now = 1000.0
    assert pace.take(500) == 0.0
    assert pace.take(1) > 0.0
