"""Large families of near copies: what an article costs does not grow with them, and they stay a function of their set."""

import random
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwire_contracts.sections import Duplicate
from babelwire_deduplication.articles import Articles
from babelwire_deduplication.crowd import REACH
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.groups import Groups
from babelwire_deduplication.observations import Observation
from babelwire_deduplication.signatures import BANDS, ComparedText
from babelwire_deduplication.similarity import likeness
from babelwire_deduplication.texts import Texts

from .families import family, portions, revision


def linked(texts: list[ComparedText]) -> set[frozenset[int]]:
    """The groups of texts (by index) by the rule itself: all pairs in reach in a band, no index, no memory."""
    signatures = np.array([np.frombuffer(text.signature, dtype="<u4") for text in texts])
    by_rank = sorted(range(len(texts)), key=lambda index: int.from_bytes(texts[index].text_hash, "little"))
    group_of = {index: {index} for index in by_rank}
    for band in range(BANDS):
        crowds: dict[int, list[int]] = {}
        for index in by_rank:
            crowds.setdefault(int(signatures[index, band]), []).append(index)
        for crowd in crowds.values():
            for place, one in enumerate(crowd):
                others = crowd[place + 1 : place + REACH + 1]
                counts = np.full(len(others), texts[one].shingles)
                near = likeness(signatures[one], counts[:1], signatures[others], counts).near if others else []
                for other in np.array(others)[near].tolist() if others else []:
                    both = group_of[one] | group_of[other]
                    for index in both if both != group_of[one] else ():
                        group_of[index] = both
    return {frozenset(group) for group in group_of.values()}


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.5, 0.6, 0.66, 0.72, 0.9]), st.integers(1, 60))
def test_groups_are_those_of_the_set_whatever_came_and_went(seed: int, share: float, most: int) -> None:
    chance = random.Random(seed)
    every = family(110, share, seed)
    groups = Groups(Articles())
    texts = Texts(groups)
    held: dict[int, int] = {}
    waiting = list(range(len(every)))
    while waiting:
        size = chance.randint(1, most)
        coming, waiting = waiting[:size], waiting[size:]
        held |= dict(zip(coming, texts.take([every[index] for index in coming]), strict=True))
        for gone in chance.sample(sorted(held), chance.randint(0, len(held) // 3)):
            texts.release(held.pop(gone))
        kept = sorted(held)
        index_of = {held[index]: place for place, index in enumerate(kept)}
        found = {frozenset(index_of[slot] for slot in groups.texts_with(held[index])) for index in kept}
        assert found == linked([every[index] for index in kept])


def decided(batches: Iterable[list[Observation]]) -> dict[str, Duplicate]:
    """What is shown in the end of articles that came in these batches."""
    deduplicator = Deduplicator(1)
    shown: dict[str, Duplicate] = {}
    for batch in batches:
        sections, _ = deduplicator.observe(batch)
        for seen, section in zip(batch, sections, strict=True):
            shown[seen.article_id.hex()] = section.duplicate
        while deduplicator.to_amend:
            amended = deduplicator.amend([0], 7)
            shown |= {item.amendment.article_id: item.amendment.duplicate.duplicate for item in amended}
            deduplicator.settle(amended)
    return shown


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.6, 0.66, 0.8]))
def test_decisions_are_those_of_a_fresh_build(seed: int, share: float) -> None:
    """Texts change, the first article among them, and articles share texts: in any order, as if it had always been."""
    chance = random.Random(seed)
    every = family(70, share, seed)
    first = [revision(article, chance.randint(0, 50), chance.choice(every)) for article in range(80)]
    changed = [revision(article, 100, chance.choice(every)) for article in chance.sample(range(80), 30)]
    lived = decided([*portions(first, chance, 20), *portions(changed, chance, 5)])
    newest = {seen.article_id: seen for seen in [*first, *changed]}
    earliest = {seen.article_id: seen for seen in first}
    fresh = [seen for key in newest for seen in dict.fromkeys((earliest[key], newest[key]))]
    assert lived == decided([sorted(fresh, key=lambda seen: (seen.captured_at, seen.article_id))])


@pytest.mark.parametrize("share", [0.4, 0.6, 0.8])
def test_an_article_is_compared_with_as_many_in_a_family_of_any_size(share: float) -> None:
    sizes, measured = [1000, 4000], 250
    counts = []
    deduplicator = Deduplicator(1)
    waiting = [
        revision(article, article, text) for article, text in enumerate(family(sizes[-1] + measured, share))
    ]
    for begin in range(0, len(waiting), measured):
        before = deduplicator.compared
        deduplicator.observe(waiting[begin : begin + measured])
        if begin in sizes:
            counts.append((deduplicator.compared - before) / measured)
    assert max(counts) <= BANDS * 2 * REACH
    assert counts[1] <= 1.5 * counts[0]


def test_a_new_member_of_a_family_has_no_other_looked_at() -> None:
    """As many exact copies of one text and near copies of it: only another representative changes what they are."""
    deduplicator = Deduplicator(1)
    texts = family(400, 0.9)
    seen = [revision(article, 1 + article, texts[article // 2]) for article in range(800)]
    deduplicator.observe(seen[:-10])
    while deduplicator.to_amend:
        deduplicator.amend([0], 100)
    deduplicator.observe(seen[-10:])
    assert not deduplicator.to_amend
    deduplicator.observe([revision(1000, 0, texts[0])])
    looked_at = 0
    while deduplicator.to_amend:
        assert len(deduplicator.amend([0], 100)) <= 100
        looked_at += 1
    assert looked_at == 8
