"""Deduplication on a sample of the set, with the targets that the whole of it is held to."""

import hashlib

import pytest
from tests.quality.copies.dataset import Article, build
from tests.quality.copies.deciding import groups
from tests.quality.copies.originals import DATA
from tests.quality.copies.scoring import SAME_EVENT, Score, score

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"the texts are not at {DATA}")

PARTS = 3


@pytest.fixture(scope="module")
def sample() -> list[Article]:
    """A third of the families that the rule was tuned on."""
    return [article for article in build() if article.half == "tune" and _number(article.family) % PARTS == 0]


@pytest.fixture(scope="module")
def result(sample: list[Article]) -> Score:
    return score(sample, groups(sample))


def _number(family: str) -> int:
    return int.from_bytes(hashlib.sha256(f"sample {family}".encode()).digest()[:4], "big")


def test_copies_are_found(result: Score) -> None:
    assert len(result.recall) > 20
    assert result.mean_recall >= 0.95


def test_what_only_looks_alike_is_none(result: Score) -> None:
    """Articles of ECB+ aside: some take over each other's text. Of a kind with few pairs here, one may be wrong."""
    alike = {kind: rate for kind, rate in result.false.items() if kind != SAME_EVENT}
    assert sum(rate.of for rate in alike.values()) > 1000
    assert {kind: rate for kind, rate in alike.items() if rate.found > max(1, 0.01 * rate.of)} == {}


def test_groups_do_not_depend_on_the_order_of_arrival(sample: list[Article]) -> None:
    assert groups(sample, seed=2) == groups(sample, seed=3)


def test_three_instances_make_the_groups_of_one(sample: list[Article]) -> None:
    assert groups(sample, seed=4, instances=3) == groups(sample, seed=2)
