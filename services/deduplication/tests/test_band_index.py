"""The index finds exactly what a comparison of everything with everything finds, however it grew."""

import numpy as np
import numpy.typing as npt
from babelwire_deduplication.band_index import BandIndex
from babelwire_deduplication.signatures import BANDS
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwire_deduplication.crowd import REACH

Pair = tuple[int, int]


def in_reach(signatures: npt.NDArray[np.uint32], ranks: npt.NDArray[np.uint64], held: set[int]) -> set[Pair]:
    """The pairs of candidates among slots, by the rule itself."""
    found = set()
    for band in range(BANDS):
        crowds: dict[int, list[int]] = {}
        for slot in sorted(held, key=lambda slot: int(ranks[slot])):
            crowds.setdefault(int(signatures[slot, band]), []).append(slot)
        for crowd in crowds.values():
            for place, one in enumerate(crowd):
                found |= {(min(one, other), max(one, other)) for other in crowd[place + 1 : place + REACH + 1]}
    return found


def candidates(
    index: BandIndex, signatures: npt.NDArray[np.uint32], ranks: npt.NDArray[np.uint64], held: set[int]
) -> set[Pair]:
    slots = np.array(sorted(held), dtype=np.int32)
    rows, others = index.candidates(signatures[slots], ranks[slots])
    pairs = list(zip(slots[rows].tolist(), others.tolist(), strict=True))
    assert len(set(pairs)) == len(pairs)
    assert {(slot, slot) for slot in held} <= set(pairs)
    return {(one, other) for one, other in pairs if one < other}


def test_it_agrees_with_brute_force_through_growth_and_removal() -> None:
    chance = np.random.default_rng(5)
    count = 9000
    signatures = chance.integers(0, 1 << 30, (count, BANDS)).astype(np.uint32)
    ranks = chance.permutation(count).astype(np.uint64)
    # Copies of single bands, so that some buckets hold long runs and most pairs agree in nothing.
    for slot in range(1, count, 3):
        band = slot % BANDS
        signatures[slot, band] = signatures[int(chance.integers(0, slot)), band]
    index = BandIndex(signatures[:6000], ranks[:6000])
    begin = 0
    while begin < count:
        if begin == 6000:
            index.moved(signatures, ranks)
        end = min(6000 if begin < 6000 else count, begin + int(chance.integers(1, 900)))
        index.link(np.arange(begin, end, dtype=np.int32))
        begin = end
    gone = set(chance.choice(count, 1500, replace=False).tolist())
    for slot in gone:
        index.unlink(slot)
    held = set(range(count)) - gone
    assert candidates(index, signatures, ranks, held) == in_reach(signatures, ranks, held)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.integers(1, 4), st.lists(st.integers(1, 60), min_size=1, max_size=6))
def test_it_tells_of_every_pair_that_it_loses_or_gains(seed: int, values: int, steps: list[int]) -> None:
    """Few values in few bands, so that crowds of all sizes come and go."""
    chance = np.random.default_rng(seed)
    count = sum(steps)
    signatures = chance.integers(0, 1 << 30, (count, BANDS)).astype(np.uint32)
    signatures[:, :3] = chance.integers(0, values, (count, 3))
    ranks = chance.permutation(count).astype(np.uint64)
    index = BandIndex(signatures, ranks)
    held: set[int] = set()
    coming = 0
    for size in steps:
        before = in_reach(signatures, ranks, held)
        if chance.random() < 0.7 or not held:
            ones, others = index.link(np.arange(coming, coming + size, dtype=np.int32))
            held |= set(range(coming, coming + size))
            coming += size
            pairs = {(min(pair), max(pair)) for pair in zip(ones.tolist(), others.tolist(), strict=True)}
            assert before - in_reach(signatures, ranks, held) <= pairs
        else:
            for slot in chance.choice(sorted(held), min(size, len(held)), replace=False).tolist():
                before = in_reach(signatures, ranks, held)
                ones, others = index.unlink(slot)
                held.discard(slot)
                pairs = {(min(pair), max(pair)) for pair in zip(ones.tolist(), others.tolist(), strict=True)}
                assert in_reach(signatures, ranks, held) - before <= pairs
        assert candidates(index, signatures, ranks, held) == in_reach(signatures, ranks, held)
