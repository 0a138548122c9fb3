"""The set is what it says: enough of everything, the same each time, and in two halves that share nothing."""

from collections import Counter

import pytest
from tests.quality.copies.dataset import DATA, EDITS, LOOK_ALIKES, Article, build, held_out_kinds
from tests.quality.copies.kinds import Text
from tests.quality.copies.scoring import score


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    if not DATA.exists():
        pytest.skip(f"the shared texts are not at {DATA}")
    return build()


def test_there_is_enough_of_everything(articles: list[Article]) -> None:
    assert len(articles) >= 2500
    assert len(EDITS) >= 14
    assert len(LOOK_ALIKES) >= 10
    kinds = Counter(article.kind for article in articles)
    assert min(kinds[name] for name in (*EDITS, *LOOK_ALIKES)) >= 10
    assert len({article.id for article in articles}) == len(articles)


def test_a_copy_differs_from_what_it_copies(articles: list[Article]) -> None:
    originals = {article.id: article.text for article in articles if article.kind == "original"}
    assert not [one.id for one in articles if one.group != one.id and originals[one.group] == one.text]


def test_the_halves_share_no_family_and_two_kinds_of_each_stand_in_the_second_alone(articles: list[Article]) -> None:
    halves: dict[str, set[str]] = {}
    for article in articles:
        halves.setdefault(article.family, set()).add(article.half)
    assert {len(both) for both in halves.values()} == {1}
    tuned = {kind for article in articles if article.half == "tune" for kind in article.kind.split(" + ")}
    hidden = held_out_kinds(list(EDITS)) | held_out_kinds(list(LOOK_ALIKES))
    assert tuned.isdisjoint(hidden)
    assert len(hidden) == 4


def test_a_score_counts_what_was_found_and_what_was_made_up() -> None:
    text = Text("Title", None, "Body", "en")
    original = Article("a", text, "a", "original", "f", "tune")
    copy = Article("b", text, "a", "cut", "f", "tune")
    missed = Article("c", text, "a", "cut", "f", "tune")
    alike = [Article(name, text, name, "weather", "look-alikes weather 0", "tune") for name in ("x", "y", "z")]
    digest = Article("d", text, "d", "digest", "f", "tune", ("a",))
    groups = {"a": "a", "b": "a", "d": "a", "c": "c", "x": "x", "y": "x", "z": "z"}
    found = score([original, copy, missed, *alike, digest], groups)
    assert (found.recall["cut"].found, found.recall["cut"].of) == (1, 2)
    assert (found.precision.found, found.precision.of) == (1, 2)
    assert (found.false["weather"].found, found.false["weather"].of) == (1, 3)
    assert [one.id for _, one in found.missed] == ["c"]
