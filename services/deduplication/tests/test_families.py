"""Large families of near copies: an article costs the same in any, and they are a function of their set."""

import random
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from babelwire_deduplication.signatures import BANDS, ComparedText
from babelwire_deduplication.similarity import likeness
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwire_contracts.sections import Duplicate
from babelwire_deduplication.articles import Articles
from babelwire_deduplication.crowd import REACH
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.groups import Groups
from babelwire_deduplication.observations import Observation
from babelwire_deduplication.texts import Texts

from .families import family, portions, revision

Near = npt.NDArray[np.bool_]


def near_pairs(texts: list[ComparedText]) -> Near:
    """Which two texts are near-duplicates."""
    signatures = np.array([np.frombuffer(text.signature, dtype="<u4") for text in texts])
    counts = np.array([text.shingles for text in texts])
    return np.array([likeness(signature, counts[:1], signatures, counts).near for signature in signatures])


def linked(texts: list[ComparedText], near: Near, held: list[int]) -> set[frozenset[int]]:
    """The groups of the texts held (by index) by the rule itself: all pairs in reach in a band, no index, no memory."""
    group_of = {index: {index} for index in held}
    by_rank = sorted(held, key=lambda index: int.from_bytes(texts[index].text_hash, "little"))
    for band in range(BANDS):
        crowds: dict[bytes, list[int]] = {}
        for index in by_rank:
            crowds.setdefault(texts[index].signature[4 * band : 4 * band + 4], []).append(index)
        for crowd in crowds.values():
            for place, one in enumerate(crowd):
                for other in crowd[place + 1 : place + REACH + 1]:
                    if near[one, other] and group_of[one] is not group_of[other]:
                        both = group_of[one] | group_of[other]
                        group_of |= dict.fromkeys(both, both)
    return {frozenset(group) for group in group_of.values()}


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.5, 0.6, 0.66, 0.72, 0.9]), st.integers(1, 60))
def test_groups_are_those_of_the_set_whatever_came_and_went(seed: int, share: float, most: int) -> None:
    chance = random.Random(seed)
    every = family(80, share, seed)
    near = near_pairs(every)
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
        index_of = {slot: index for index, slot in held.items()}
        found = {frozenset(index_of[slot] for slot in groups.texts_with(slot)) for slot in index_of}
        assert found == linked(every, near, sorted(held))


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
            shown |= {item.fingerprint.article_id: item.section.duplicate for item in amended}
            deduplicator.settle(amended)
    return shown


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.6, 0.66, 0.8]))
def test_decisions_are_those_of_a_fresh_build(seed: int, share: float) -> None:
    """Texts change, the first article among them, and articles share texts: in any order, as if it had always been."""
    chance = random.Random(seed)
    every = family(50, share, seed)
    first = [revision(article, chance.randint(0, 50), chance.choice(every)) for article in range(80)]
    changed = [revision(article, 100, chance.choice(every)) for article in chance.sample(range(80), 30)]
    lived = decided([*portions(first, chance, 20), *portions(changed, chance, 5)])
    newest = {seen.article_id: seen for seen in [*first, *changed]}
    earliest = {seen.article_id: seen for seen in first}
    fresh = [seen for key in newest for seen in dict.fromkeys((earliest[key], newest[key]))]
    assert lived == decided([sorted(fresh, key=lambda seen: (seen.captured_at, seen.article_id))])


def test_an_article_is_compared_with_as_many_in_a_family_of_any_size() -> None:
    sizes, measured = [1000, 4000], 250
    counts = []
    deduplicator = Deduplicator(1)
    waiting = [revision(article, article, text) for article, text in enumerate(family(sizes[-1] + measured, 0.8))]
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
