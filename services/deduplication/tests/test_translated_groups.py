"""What is proposed of translations lies over the groups of copies, whoever heard of it when."""

from collections.abc import Callable, Mapping
from functools import partial
from random import Random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from babelwire_contracts.corrections import Verdict
from babelwire_contracts.sections import Duplicate, DuplicateKind
from babelwire_deduplication.decisions import translated
from babelwire_deduplication.translations import Proposal

from .greedy import expected
from .pipeline import World, observation

ARTICLES = 7

articles = st.integers(0, ARTICLES - 1)
sets = st.lists(st.tuples(st.sampled_from([0, 0, 1, 2, 8, 9]), st.integers(0, 3)), min_size=2, max_size=ARTICLES)
proposals = st.lists(st.tuples(articles, st.one_of(st.none(), articles)), max_size=8).map(
    lambda all_: [(one, of) for one, of in all_ if one != of]
)


def over(by_text: Mapping[str, Duplicate], proposed: Mapping[bytes, Proposal]) -> dict[str, Duplicate]:
    """The decisions on articles, where their texts say this and no operator anything."""
    of = {one.hex(): proposal for one, proposal in proposed.items()}

    def leader(article: str) -> str:
        return by_text[article].of or article if article in by_text else article

    def target(article: str) -> str | None:
        seen = {article}
        while article in of:
            article = of[article].of.hex()
            for step in dict.fromkeys((article, leader(article))):
                if step in seen:
                    return None
                seen.add(step)
            article = leader(article)
        return article if len(seen) > 1 else None

    shown = {}
    for article, decision in by_text.items():
        found = target(leader(article)) if leader(article) in by_text else None
        if found is None:
            shown[article] = decision
        elif decision.of is None:
            shown[article] = translated(found, of[article].score, of[article].rule)
        else:
            shown[article] = replace(decision, root=found)
    return shown


@settings(max_examples=100, deadline=None)
@given(sets, proposals, st.integers(0, 1 << 16), st.sampled_from([1, 3]))
def test_groups_are_those_of_the_set_of_articles_and_proposals(
    texts: list[tuple[int, int]], said: list[tuple[int, int | None]], seed: int, instances: int
) -> None:
    """In any order of arrival, with what happens in between."""
    chance = Random(seed)
    seen = [observation(article, minute, text) for article, (text, minute) in enumerate(texts)]
    world = World(instances)
    events: list[Callable[[], None]] = [partial(world.deliver, [one]) for one in seen]
    events += [partial(world.propose, article, of) for article, of in said]
    chance.shuffle(events)
    between: list[Callable[[int], object]] = [world.heed, world.follow, world.amend, world.restart, bool]
    for event in events:
        event()
        chance.choice(between)(chance.randrange(instances))
    world.settle()
    assert world.documents() == over(expected(seen), world.proposed())


def ids(*numbers: int) -> list[str]:
    return [observation(number, 0, 0).article_id.hex() for number in numbers]


def world_of(*texts: int, instances: int = 1) -> World:
    """Instances that know articles 0, 1, … of these texts, one a minute."""
    world = World(instances)
    world.deliver([observation(article, article, text) for article, text in enumerate(texts)])
    world.settle()
    return world


def kinds(world: World) -> list[tuple[str, str | None]]:
    """What each article is and the article that stands for its group, once all is at rest."""
    world.settle()
    shown = world.documents()
    return [(shown[one].kind.value, shown[one].group) for one in ids(*range(len(shown)))]


def test_a_translation_copies_its_original_and_so_do_the_copies_of_both() -> None:
    """Even where the original is the youngest of all."""
    world = world_of(0, 0, 5, 5, instances=3)
    original = ids(2)[0]
    world.propose(0, 3)
    assert kinds(world) == [("translated", original), ("exact", original), ("none", None), ("exact", original)]
    near = world.documents()[ids(1)[0]]
    assert near.of == ids(0)[0], "it copies the text that it has"
    assert msgspec.json.decode(msgspec.json.encode(near))["root"] == original


def test_what_is_withdrawn_or_proposed_anew_is_amended() -> None:
    world = world_of(0, 0, 5, 9)
    world.propose(0, 2)
    kinds(world)
    world.propose(0, 3)
    assert [group for _kind, group in kinds(world)] == [ids(3)[0], ids(3)[0], None, None]
    world.propose(0, None)
    assert kinds(world) == [("none", None), ("exact", ids(0)[0]), ("none", None), ("none", None)]


def test_an_article_that_copies_another_text_of_its_language_is_no_translation_of_its_own() -> None:
    world = world_of(0, 0, 5)
    world.propose(1, 2)
    assert kinds(world) == [("none", None), ("exact", ids(0)[0]), ("none", None)]


def test_an_operator_who_says_that_two_are_no_copies_outweighs_a_proposal() -> None:
    world = world_of(0, 5, 5, 9, instances=3)
    world.propose(0, 1)
    world.propose(3, 1)
    world.correct(0, 2, Verdict.NOT_COPIES)
    assert [kind for kind, _group in kinds(world)] == ["none", "none", "exact", "translated"]
    world.correct(0, 2, None)
    world.correct(0, 3, Verdict.NOT_COPIES)
    assert [kind for kind, _group in kinds(world)] == ["translated", "none", "exact", "none"], "the junior goes"


def test_an_operator_who_says_that_two_are_copies_outweighs_a_proposal() -> None:
    world = world_of(0, 5, 9)
    world.propose(1, 2)
    world.correct(0, 1, Verdict.COPIES)
    world.settle()
    shown = world.documents()[ids(1)[0]]
    assert (shown.kind, shown.of, shown.rule) == (DuplicateKind.NEAR, ids(0)[0], "linked by an operator")


def test_what_is_known_after_a_restart_is_not_said_anew() -> None:
    for lost in (False, True):
        world = world_of(0, 0, 5)
        world.propose(0, 2)
        before = kinds(world)
        world.save(0)
        world.restart(0, lost=lost)
        assert world.settle() == 0
        assert kinds(world) == before


def test_a_proposal_that_was_withdrawn_while_its_owner_was_away_is_withdrawn_by_the_next() -> None:
    world = world_of(0, 0, 5)
    world.propose(0, 2)
    kinds(world)
    world.proposals = []
    world.restart(0, lost=True)
    assert kinds(world) == [("none", None), ("exact", ids(0)[0]), ("none", None)]
