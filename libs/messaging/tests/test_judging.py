"""A run of failures is noticed; a bad record now and then is not one."""

from babelwire_messaging.judging import Breaker


def tripped(breaker: Breaker, failures: list[bool]) -> bool:
    """Whether one of the failures trips; the breaker counts all that comes after it too."""
    trips = False
    for failed in failures:
        if failed:
            trips |= breaker.failed()
        else:
            breaker.succeeded()
    return trips


def test_a_run_of_failures_trips() -> None:
    breaker = Breaker()
    assert not tripped(breaker, [True] * 50)
    assert tripped(breaker, [True])


def test_one_in_ten_never_trips() -> None:
    assert not tripped(Breaker(), ([True] + [False] * 9) * 200)


def test_a_run_after_thousands_that_went_well_trips_once_it_is_half_of_the_window() -> None:
    breaker = Breaker()
    breaker.succeeded(5000)
    assert not tripped(breaker, [True] * 99)
    assert tripped(breaker, [True])


def test_a_reset_forgets() -> None:
    breaker = Breaker()
    tripped(breaker, [True] * 60)
    breaker.reset()
    assert not tripped(breaker, [True] * 50)
