"""What orders articles, how far apart they are compared, and texts of unusual sizes."""

from datetime import timedelta
from random import Random

import pytest

from babelwire_contracts.sections import Duplicate, DuplicateKind
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.observations import Observation

from .families import at_rest, reduced, revision
from .pipeline import DAY, World, observation
from .stored import Stored

NONE = Duplicate()


def decided(*seen: Observation, window: timedelta = timedelta(days=45)) -> list[Duplicate]:
    deduplicator = Deduplicator(1, Stored(), window)
    sections, _ = deduplicator.observe(seen)
    return [section.duplicate for section in sections]


def ids(*seen: Observation) -> list[str]:
    return [one.article_id.hex() for one in seen]


def test_two_equal_texts_46_days_apart_are_two_articles() -> None:
    assert decided(observation(1, 0, 0), observation(2, 46 * DAY, 0)) == [NONE, NONE]
    first, copy = observation(1, 0, 0), observation(2, 45 * DAY, 0)
    assert [decision.of for decision in decided(first, copy)] == [None, first.article_id.hex()]
    assert decided(first, copy, window=timedelta(days=44)) == [NONE, NONE]


def test_the_date_of_an_article_counts_not_its_capture() -> None:
    old = observation(2, 0, 0, published=-46 * DAY)
    assert decided(observation(1, 0, 0), old) == [NONE, NONE]
    assert decided(observation(1, 0, 0), observation(2, 0, 0, published=-44 * DAY))[0].of == old.article_id.hex()


@pytest.mark.parametrize("backwards", [False, True])
def test_a_text_that_comes_every_month_is_a_copy_of_one_within_the_window(backwards: bool) -> None:
    """The second is a copy of the first; the third, too far from the first, is the next to be copied."""
    chain = [observation(article, 30 * DAY * article, 0) for article in range(6)]
    world = World(instances=1)
    for seen in reversed(chain) if backwards else chain:
        world.deliver([seen])
    world.settle()
    shown = world.documents()
    keys = ids(*chain)
    assert [shown[key].of for key in keys] == [None, keys[0], None, keys[2], None, keys[4]]


def test_of_two_at_the_same_time_the_one_with_an_address_is_copied_then_the_one_of_the_smaller_id() -> None:
    addressed = [observation(article, 0, 0) for article in range(4)]
    least = min(ids(*addressed))
    assert {decision.of for decision in decided(*addressed)} == {None, least}
    without = [observation(article, 0, 0, addressed=False) for article in range(3)]
    assert {decision.of for decision in decided(*without, addressed[3])} == {None, addressed[3].article_id.hex()}
    assert {decision.of for decision in decided(*without)} == {None, min(ids(*without))}


def test_an_article_that_gets_an_address_is_copied_from_then_on() -> None:
    one, other = sorted((observation(1, 0, 0), observation(2, 0, 0)), key=lambda seen: seen.article_id)
    numbers = {seen.article_id: number for number, seen in ((1, observation(1, 0, 0)), (2, observation(2, 0, 0)))}
    first = observation(numbers[one.article_id], 0, 0, addressed=False)
    second = observation(numbers[other.article_id], 0, 0, addressed=False)
    world = World(instances=1)
    world.deliver([first, second])
    assert world.documents()[other.article_id.hex()].of == one.article_id.hex()
    world.deliver([observation(numbers[other.article_id], 1, 0, addressed=True)])
    world.settle()
    assert world.documents()[other.article_id.hex()] == NONE
    assert world.documents()[one.article_id.hex()].of == other.article_id.hex()


@pytest.mark.parametrize("body", ["", "Farewell", "\n\n", "的"], ids=["empty", "one word", "blank", "one character"])
def test_articles_of_next_to_no_text_are_copies_where_they_are_equal(body: str) -> None:
    same, alike, other = reduced([body, body, body + " and more"])
    kinds = [one.kind for one in decided(revision(1, 0, same), revision(2, 1, alike), revision(3, 2, other))]
    assert kinds == [DuplicateKind.NONE, DuplicateKind.EXACT, DuplicateKind.NONE]


def test_an_article_of_a_million_words_is_compared_too() -> None:
    chance = Random(1)
    words = ["".join(chance.choices("abcdefghij", k=6)) for _ in range(1_000_000)]
    long, changed, apart = reduced([" ".join(words), " ".join(words[:50_000]), " ".join(words[100_000:])])
    first, copy, other = decided(revision(1, 0, long), revision(2, 1, changed), revision(3, 2, apart))
    assert (first, other) == (NONE, NONE)
    assert copy.of == revision(1, 0, long).article_id.hex()


def test_an_article_that_loses_its_text_and_gets_it_back_is_decided_anew() -> None:
    full, empty = reduced(["wind and waves " * 40, ""])
    deduplicator = Deduplicator(1, Stored())
    deduplicator.observe([revision(1, 0, full), revision(2, 1, full)])
    shown: dict[str, Duplicate] = {}
    deduplicator.observe([revision(1, 5, empty)])
    at_rest(deduplicator, shown)
    assert shown[revision(2, 1, full).article_id.hex()] == NONE
    (section,), _ = deduplicator.observe([revision(1, 6, full)])
    at_rest(deduplicator, shown)
    assert section.duplicate == NONE
    assert shown[revision(2, 1, full).article_id.hex()].of == revision(1, 0, full).article_id.hex()
