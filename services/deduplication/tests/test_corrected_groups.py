"""What operators say of pairs of articles counts for more than their texts, whoever heard of it when."""

from collections.abc import Callable
from functools import partial
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from babelwire_contracts.corrections import Verdict
from babelwire_contracts.sections import Duplicate, DuplicateKind
from babelwire_deduplication.decisions import linked

from .greedy import expected
from .pipeline import World, observation

ARTICLES = 7
COPIES, NOT_COPIES = Verdict.COPIES, Verdict.NOT_COPIES

articles = st.integers(0, ARTICLES - 1)
sets = st.lists(st.tuples(st.sampled_from([0, 0, 1, 2, 8, 9]), st.integers(0, 3)), min_size=2, max_size=ARTICLES)
pairs = st.tuples(articles, articles).filter(lambda both: both[0] != both[1])
corrections = st.lists(st.tuples(pairs, st.sampled_from([COPIES, NOT_COPIES, NOT_COPIES, None])), max_size=9)


@settings(max_examples=200, deadline=None)
@given(sets, corrections, st.integers(0, 1 << 16), st.sampled_from([1, 3]))
def test_groups_are_those_of_the_set_of_articles_and_corrections(
    texts: list[tuple[int, int]], said: list[tuple[tuple[int, int], Verdict | None]], seed: int, instances: int
) -> None:
    """In any order of arrival, with what happens in between."""
    chance = Random(seed)
    seen = [observation(article, minute, text) for article, (text, minute) in enumerate(texts)]
    world = World(instances)
    events: list[Callable[[], None]] = [partial(world.deliver, [one]) for one in seen]
    events += [partial(world.correct, *both, verdict) for both, verdict in said]
    chance.shuffle(events)
    between: list[Callable[[int], object]] = [world.heed, world.follow, world.amend, world.restart, bool]
    for event in events:
        event()
        chance.choice(between)(chance.randrange(instances))
    world.settle()
    assert world.documents() == expected(seen, world.standing())


def world_of(*texts: int) -> World:
    """An instance that knows articles 0, 1, … of these texts, one a minute."""
    world = World(instances=1)
    world.deliver([observation(article, article, text) for article, text in enumerate(texts)])
    return world


def shown(world: World) -> list[int | None]:
    """Whom each article copies, once all is at rest."""
    world.settle()
    documents = world.documents()
    ids = [observation(article, 0, 0).article_id.hex() for article in range(len(documents))]
    return [None if (of := documents[one].of) is None else ids.index(of) for one in ids]


def decision(world: World, article: int) -> Duplicate:
    return world.documents()[observation(article, 0, 0).article_id.hex()]


def test_a_linked_article_joins_the_group_of_the_other_and_says_so() -> None:
    world = world_of(0, 0, 5)
    assert shown(world) == [None, 0, None]
    world.correct(2, 1, COPIES)
    assert shown(world) == [None, 0, 0], "the representative of the one it is linked to"
    assert decision(world, 2) == linked(observation(0, 0, 0).article_id.hex())
    assert (decision(world, 2).kind, decision(world, 2).score) == (DuplicateKind.NEAR, None)
    world.correct(2, 1, None)
    assert shown(world) == [None, 0, None]


def test_an_unlinked_article_leaves_the_group_of_the_other() -> None:
    world = world_of(0, 0, 0, 0)
    world.correct(1, 0, NOT_COPIES)
    assert shown(world) == [None, None, 0, 0]
    world.correct(3, 0, NOT_COPIES)
    assert shown(world) == [None, None, 0, 1], "it may copy another that is its copy"
    world.correct(2, 3, NOT_COPIES)
    assert shown(world) == [None, None, 0, 1]
    world.correct(1, 3, NOT_COPIES)
    assert shown(world) == [None, None, 0, None]
    for pair in ((1, 0), (3, 0), (2, 3), (1, 3)):
        world.correct(*pair, None)
    assert shown(world) == [None, 0, 0, 0]


def test_an_article_that_is_parted_from_a_group_does_not_join_it_by_a_link() -> None:
    world = world_of(0, 0, 5)
    world.correct(1, 2, COPIES)
    world.correct(0, 2, NOT_COPIES)
    assert shown(world) == [None, 0, None]


def test_the_last_word_on_a_pair_counts() -> None:
    world = world_of(0, 5)
    world.correct(0, 1, COPIES)
    world.correct(1, 0, NOT_COPIES)
    assert shown(world) == [None, None]
    world.correct(0, 1, COPIES)
    assert shown(world) == [None, 0]


def test_a_correction_of_articles_that_come_later_counts_when_they_come() -> None:
    world = World(instances=3)
    world.correct(0, 1, COPIES)
    world.correct(1, 2, NOT_COPIES)
    world.deliver([observation(2, 2, 5)])
    world.deliver([observation(1, 1, 5)])
    world.deliver([observation(0, 0, 0)])
    assert shown(world) == [None, 0, None]


def test_a_link_of_a_group_of_whom_the_first_turns_out_to_be_a_copy_goes_with_it() -> None:
    world = World(instances=1)
    world.deliver([observation(1, 1, 0), observation(2, 2, 0), observation(3, 3, 5)])
    world.correct(2, 3, COPIES)
    world.settle()
    world.deliver([observation(0, 0, 0)])
    assert shown(world) == [None, 0, 0, 0]


def test_a_correction_outlives_a_window_and_texts_too_short_to_be_compared() -> None:
    world = World(instances=1)
    world.deliver([observation(0, 0, 9), observation(1, 100 * 24 * 60, 0)])
    world.correct(0, 1, COPIES)
    assert shown(world) == [None, 0]
