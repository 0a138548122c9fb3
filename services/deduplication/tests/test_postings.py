"""Postings find the texts of each feature, however they were added and whatever was dropped."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwire_deduplication.postings import Postings

HIGHEST = 2**32 - 1
features = st.sampled_from([0, 1, 2, 7, 1 << 16, HIGHEST - 1, HIGHEST])


def array(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    return np.array(values, dtype=np.uint32)


def check(postings: Postings, known: set[tuple[int, int]], asked: list[int]) -> None:
    counts, texts = postings.held(array(asked))
    held = np.split(texts, np.cumsum(counts)[:-1]) if asked else []
    assert [sorted(each.tolist()) for each in held] == [
        sorted(text for feature, text in known if feature == one) for one in asked
    ]
    assert postings.count(array(asked)).tolist() == counts.tolist()


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(
            st.lists(st.tuples(features, st.integers(0, 40)), unique=True, max_size=20),
            st.sets(st.integers(0, 40), max_size=20),
        ),
        max_size=12,
    ),
    st.lists(features, max_size=9),
)
def test_each_feature_has_the_texts_that_were_added_less_those_that_were_dropped(
    steps: list[list[tuple[int, int]] | set[int]], asked: list[int]
) -> None:
    """A list is of pairs that are added, as far as they are new; a set is of texts that are gone."""
    postings, known = Postings(), set[tuple[int, int]]()
    for step in steps:
        if isinstance(step, set):
            postings.compact(np.isin(np.arange(41), list(step)))
            known = {pair for pair in known if pair[1] not in step}
        else:
            new = sorted(set(step) - known)
            postings.add(array([one for one, _ in new]), np.array([text for _, text in new], dtype=np.int32))
            known |= set(new)
        assert len(postings) == len(known)
        check(postings, known, asked)


def test_many_small_additions_are_found_in_few_runs() -> None:
    chance = np.random.default_rng(3)
    postings, known = Postings(), set[tuple[int, int]]()
    for text in range(3000):
        own = np.unique(chance.integers(0, 5000, 5, dtype=np.uint32))
        postings.add(own, np.full(len(own), text, dtype=np.int32))
        known |= {(feature, text) for feature in own.tolist()}
    assert len(postings._runs) < 20
    check(postings, known, chance.integers(0, 5000, 50).tolist())
