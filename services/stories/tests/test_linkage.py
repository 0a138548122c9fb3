"""Clusters by average linkage."""

import numpy as np

from babelwire_stories.linkage import Scores, clusters


def scores(*rows: list[float]) -> Scores:
    return np.array(rows, dtype=np.float32)


TWO_EVENTS_AND_A_DIGEST = scores(
    [0, 3, -3, -3, 1],
    [3, 0, -3, -3, -2],
    [-3, -3, 0, 3, 1],
    [-3, -3, 3, 0, -2],
    [1, -2, 1, -2, 0],
)


def test_what_is_like_one_article_of_each_of_two_events_holds_them_not_together() -> None:
    assert clusters(TWO_EVENTS_AND_A_DIGEST, 0.0) == [[0, 1], [2, 3], [4]]


def test_those_that_are_together_from_the_start_stay_so() -> None:
    assert [0, 4] not in clusters(TWO_EVENTS_AND_A_DIGEST, 0.0)
    assert any({1, 4} <= set(cluster) for cluster in clusters(TWO_EVENTS_AND_A_DIGEST, 0.0, [[1, 4]]))


def test_the_order_makes_no_difference() -> None:
    order = [3, 4, 0, 2, 1]
    shuffled = clusters(TWO_EVENTS_AND_A_DIGEST[np.ix_(order, order)], 0.0)
    assert sorted(sorted(order[each] for each in cluster) for cluster in shuffled) == [[0, 1], [2, 3], [4]]


def test_a_single_article_is_a_cluster() -> None:
    assert clusters(scores([0.0]), 0.0) == [[0]]
