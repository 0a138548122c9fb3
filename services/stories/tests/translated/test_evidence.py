"""What two texts have in the same places and in the same order."""

from babelwire_contracts.invariants import Placed
from babelwire_stories.translated.lengths import misplaced, order
from babelwire_stories.translated.placed import agreement, name_stem, name_weight, number_weight, quotes

LENGTHS = [40, 320, 90, 210, 150, 60, 280, 120]


def test_lengths_go_together_whatever_the_language_needs() -> None:
    twice = [2 * length for length in LENGTHS]
    assert misplaced(LENGTHS, twice) == 0
    assert order(LENGTHS, twice) > 0.9
    assert order(LENGTHS, LENGTHS[::-1]) < 0.2


def test_two_paragraphs_may_stand_for_one() -> None:
    joined = [*LENGTHS[:2], LENGTHS[2] + LENGTHS[3], *LENGTHS[4:]]
    assert misplaced(LENGTHS, joined) < 0.05
    assert order(joined, LENGTHS) > 0.8


def test_paragraphs_that_are_all_alike_say_nothing_of_their_order() -> None:
    assert order([100] * 8, [100, 101, 99, 100, 102, 98, 100, 100]) < 0.2


def test_what_is_shared_stands_in_the_same_places_and_order() -> None:
    one = [Placed("54", 100), Placed("2018", 500), Placed("7", 900)]
    assert agreement(one, one, number_weight).of_fewer == 1
    moved = [Placed("54", 600), Placed("2018", 500)]
    found = agreement(one, moved, number_weight)
    assert (found.shared, found.other) == (1.3, 2.3)


def test_a_name_is_the_same_with_another_ending() -> None:
    one, other = [Placed("trump", 10)], [Placed("trumpin", 12)]
    assert agreement(one, other, name_weight, name_stem).of_fewer == 1


def test_quotations_agree_that_begin_in_the_same_places() -> None:
    assert quotes([100, 300, 800], [110, 640, 790]).shared == 2
    assert quotes([], []).of_fewer == 0
