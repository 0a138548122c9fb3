"""Poison is borne, a bug is not."""

from babelwire_messaging.breaker import Breaker


def test_fifty_failures_in_a_row_are_borne_and_the_next_trips() -> None:
    breaker = Breaker()
    breaker.record([True] * 50)
    assert not breaker.would_trip([False])
    assert breaker.would_trip([True])


def test_many_failures_among_more_successes_do_not_trip() -> None:
    breaker = Breaker()
    breaker.record([True, False, False] * 100)
    assert not breaker.would_trip([True, False, False] * 100)


def test_half_of_the_last_two_hundred_trips() -> None:
    breaker = Breaker()
    breaker.record([False] * 200)
    assert not breaker.would_trip([True] * 99)
    assert breaker.would_trip([True] * 100)


def test_asking_does_not_remember() -> None:
    breaker = Breaker()
    assert breaker.would_trip([True] * 60)
    assert not breaker.would_trip([True] * 10)


def test_what_is_reset_is_forgotten() -> None:
    breaker = Breaker()
    breaker.record([True] * 50)
    breaker.reset()
    assert not breaker.would_trip([True] * 50)
