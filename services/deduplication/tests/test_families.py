"""Large families of near copies: an article costs the same in any, and they are a function of their set."""

import random
from collections import Counter
from contextlib import nullcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwire_contracts.sections import Duplicate, DuplicateKind
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.groups import COMPARED

from .families import at_rest, decided, family, portions, reduced, revision, sentence
from .greedy import expected, narrowed
from .stored import Stored


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.5, 0.6, 0.66, 0.8]), st.booleans())
def test_decisions_are_those_of_the_rule_and_of_a_fresh_build(seed: int, share: float, narrow: bool) -> None:
    """Texts change, the first article among them, and articles share texts: in any order, as if it had always been."""
    chance = random.Random(seed)
    every = family(40, share, seed)
    first = [revision(article, chance.randint(0, 50), chance.choice(every)) for article in range(60)]
    changed = [revision(article, 100, chance.choice(every)) for article in chance.sample(range(60), 20)]
    with narrowed() if narrow else nullcontext():
        lived = decided([*portions(first, chance, 20), *portions(changed, chance, 5)], Deduplicator(1, Stored()))
        fresh = sorted([*first, *changed], key=lambda seen: (seen.captured_at, seen.article_id))
        assert lived == decided([fresh], Deduplicator(1, Stored())) == expected(fresh)


@pytest.mark.parametrize("share", [0.8, 0.6], ids=["copies", "mostly look-alikes"])
def test_an_article_is_compared_with_as_many_in_a_family_of_any_size(share: float) -> None:
    sizes, measured = [500, 2000], 250
    counts = []
    deduplicator = Deduplicator(1, Stored())
    waiting = [revision(article, article, text) for article, text in enumerate(family(sizes[-1] + measured, share))]
    for begin in range(0, len(waiting), measured):
        before = deduplicator.compared
        deduplicator.observe(waiting[begin : begin + measured])
        if begin in sizes:
            counts.append((deduplicator.compared - before) / measured)
    assert max(counts) <= COMPARED
    assert counts[1] <= 1.5 * counts[0] + 1


def test_a_new_member_of_a_family_has_no_other_looked_at() -> None:
    """As many exact copies of one text and near copies of it: only another representative changes what they are."""
    deduplicator = Deduplicator(1, Stored())
    texts = family(400, 0.95)
    seen = [revision(article, 1 + article, texts[article // 2]) for article in range(800)]
    sections, _ = deduplicator.observe(seen[:-10])
    assert Counter(section.duplicate.kind for section in sections)[DuplicateKind.NONE] == 1
    at_rest(deduplicator)
    compared = deduplicator.compared
    deduplicator.observe(seen[-10:])
    assert deduplicator.compared - compared <= 10
    assert deduplicator.amend(100).amended == []
    assert not deduplicator.to_amend, "one look told that nothing is left to look at"
    deduplicator.observe([revision(1000, 0, texts[0])])
    assert at_rest(deduplicator) == 800


def test_a_notice_that_thousands_share_makes_no_copies_and_costs_little() -> None:
    """A paper prints one legal notice of some lines under all it writes."""
    chance = random.Random(5)
    notice = " ".join(sentence(chance) for _ in range(6))
    count, batch = 5000, 500
    written = [f"{' '.join(sentence(chance) for _ in range(8))} {notice}" for _ in range(count)]
    seen = [revision(article, article, text) for article, text in enumerate(reduced(written))]
    deduplicator = Deduplicator(1, Stored())
    counts = []
    for begin in range(0, count, batch):
        before = deduplicator.compared
        sections, _ = deduplicator.observe(seen[begin : begin + batch])
        assert {section.duplicate.kind for section in sections} == {DuplicateKind.NONE}
        assert at_rest(deduplicator) == 0
        counts.append((deduplicator.compared - before) / batch)
    assert max(counts) <= COMPARED
    assert counts[-1] <= 1.5 * counts[1] + 1


def test_copies_that_come_last_first_are_copies_of_the_first_in_the_end() -> None:
    """Nothing worse could come: with each batch another article turns out to be the one that all others copy."""
    count, batch = 2000, 200
    text = family(1, 1.0)[0]
    seen = [revision(article, count - article, text) for article in range(count)]
    deduplicator = Deduplicator(1, Stored())
    shown: dict[str, Duplicate] = {}
    amendments = 0
    for begin in range(0, count, batch):
        sections, _ = deduplicator.observe(seen[begin : begin + batch])
        shown |= {one.article_id.hex(): section.duplicate for one, section in zip(seen[begin:], sections, strict=False)}
        amendments += at_rest(deduplicator, shown, 250)
    first = seen[-1].article_id.hex()
    assert shown.pop(first).kind is DuplicateKind.NONE
    assert {decision.of for decision in shown.values()} == {first}
    assert deduplicator.compared == 0
    assert amendments <= sum(range(batch, count, batch))
