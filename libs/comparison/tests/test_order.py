from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from babelwire_comparison.order import in_order
from babelwire_comparison.runs import Run


@given(st.permutations(range(7)), st.lists(st.integers(1, 5), min_size=7, max_size=7))
def test_the_chain_is_in_order_and_none_is_heavier(others: list[int], weights: list[int]) -> None:
    runs = [Run(one, other, 1) for one, other in enumerate(others)]

    def is_in_order(chain: tuple[int, ...] | list[int]) -> bool:
        return all(others[left] < others[right] for left, right in pairwise(chain))

    chains = [chain for size in range(8) for chain in combinations(range(7), size) if is_in_order(chain)]
    found = in_order(runs, weights)
    assert found == sorted(found)
    assert is_in_order(found)
    assert sum(weights[index] for index in found) == max(sum(weights[index] for index in chain) for chain in chains)


def test_no_runs_make_no_chain() -> None:
    assert in_order([], []) == []
