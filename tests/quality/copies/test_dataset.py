"""The set is what it says: enough of everything, the same each time, and in two halves that share nothing."""

import dataclasses
import hashlib
from collections import Counter
from datetime import UTC, datetime

import pytest
from tests.quality.copies.dataset import (
    EDITS,
    FIRST_EDITS,
    FIRST_LOOK_ALIKES,
    HELD_OUT_EDITS,
    HELD_OUT_LOOK_ALIKES,
    IN_TWO_PAPERS,
    LATER_EDITS,
    LATER_LOOK_ALIKES,
    LOOK_ALIKES,
    Article,
    build,
)
from tests.quality.copies.kinds import Text
from tests.quality.copies.originals import DATA
from tests.quality.copies.scoring import score

DIGEST_OF_THE_FIRST_TEXTS = "300aedf632d04ae30d6c03c307f762fa02e7e19c3b7e085760bed7898023afb9"


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    if not DATA.exists():
        pytest.skip(f"the shared texts are not at {DATA}")
    return build()


def test_there_is_enough_of_everything(articles: list[Article]) -> None:
    assert len(articles) >= 3500
    assert len(EDITS) >= 20
    assert len(LOOK_ALIKES) >= 25
    counted = Counter(article.kind for article in articles)
    assert min(counted[name] for name in (*EDITS, *LOOK_ALIKES, IN_TWO_PAPERS)) >= 10
    assert len({article.id for article in articles}) == len(articles)


def test_a_copy_differs_from_what_it_copies(articles: list[Article]) -> None:
    texts = {article.id: article.text for article in articles}
    assert not [one.id for one in articles if one.group != one.id and texts[one.group] == one.text]


def test_the_texts_that_were_there_before_anything_was_added_are_there_unchanged(articles: list[Article]) -> None:
    added = {*LATER_EDITS, *LATER_LOOK_ALIKES, IN_TWO_PAPERS}
    digest = hashlib.sha256()
    for one in articles:
        if added.isdisjoint(kinds(one)):
            digest.update("\0".join((one.id, *(part or "" for part in one.text))).encode())
    assert digest.hexdigest() == DIGEST_OF_THE_FIRST_TEXTS


def test_the_halves_share_no_family_and_some_kinds_of_each_stand_in_the_second_alone(articles: list[Article]) -> None:
    halves: dict[str, set[str]] = {}
    for article in articles:
        halves.setdefault(article.family, set()).add(article.half)
    assert {len(both) for both in halves.values()} == {1}
    tuned = {kind for article in articles if article.half == "tune" for kind in kinds(article)}
    assert tuned.isdisjoint(HELD_OUT_EDITS | HELD_OUT_LOOK_ALIKES)
    assert tuned >= (EDITS.keys() | LOOK_ALIKES.keys()) - HELD_OUT_EDITS - HELD_OUT_LOOK_ALIKES


def test_an_addition_holds_out_two_kinds_more_and_none_of_the_first_besides() -> None:
    assert HELD_OUT_EDITS & FIRST_EDITS.keys() == {"paragraphs regrouped", "reworded 30 %"}
    assert HELD_OUT_LOOK_ALIKES & FIRST_LOOK_ALIKES.keys() == {"results", "tickers of matches"}
    assert len(HELD_OUT_EDITS) == len(HELD_OUT_LOOK_ALIKES) == 4


def test_of_each_larger_family_of_bulletins_some_are_in_two_papers(articles: list[Article]) -> None:
    by_id = {article.id: article for article in articles}
    copies = [article for article in articles if article.kind == IN_TWO_PAPERS]
    for copy in copies:
        member = by_id[copy.group]
        assert copy.text != member.text
        assert copy.publisher != member.publisher
        assert (copy.family, copy.half, copy.text.language) == (member.family, member.half, member.text.language)
    sizes = Counter(article.family for article in articles if article.kind in LOOK_ALIKES)
    printed = Counter(copy.family for copy in copies)
    for family, size in sizes.items():
        if "share quotations" in family:
            assert not printed[family]
        elif size > 2:
            assert 1 <= printed[family] <= size
    assert 0.1 < printed.total() / sizes.total() < 0.3


def test_a_family_has_one_publisher_and_the_set_has_many(articles: list[Article]) -> None:
    publishers: dict[str, set[str]] = {}
    for article in articles:
        if article.kind in LOOK_ALIKES:
            publishers.setdefault(article.family, set()).add(article.publisher)
    assert {len(those) for those in publishers.values()} == {1}
    assert len({article.publisher for article in articles if article.kind == "original"}) > 20


def test_a_score_counts_what_was_found_and_what_was_made_up() -> None:
    original = article_of("a", "a", "original", "f")
    copy = article_of("b", "a", "cut", "f")
    missed = article_of("c", "a", "cut", "f")
    alike = [article_of(name, name, "weather", "look-alikes weather 0") for name in ("x", "y", "z")]
    digest = dataclasses.replace(article_of("d", "d", "digest", "f"), quotes=("a",))
    groups = {"a": "a", "b": "a", "d": "a", "c": "c", "x": "x", "y": "x", "z": "z"}
    found = score([original, copy, missed, *alike, digest], groups)
    assert (found.recall["cut"].found, found.recall["cut"].of) == (1, 2)
    assert (found.precision.found, found.precision.of) == (1, 2)
    assert (found.false["weather"].found, found.false["weather"].of) == (1, 3)
    assert [one.id for _, one in found.missed] == ["c"]


def test_a_bulletin_in_two_papers_is_a_copy_of_one_member_and_of_no_other() -> None:
    alike = [article_of(name, name, "weather", "look-alikes weather 0") for name in ("x", "y", "z")]
    copy = article_of("x-elsewhere", "x", IN_TWO_PAPERS, "look-alikes weather 0")
    found = score([*alike, copy], {"x": "x", "y": "y", "z": "z", "x-elsewhere": "x"})
    assert (found.recall[IN_TWO_PAPERS].found, found.recall[IN_TWO_PAPERS].of) == (1, 1)
    assert (found.false["weather"].found, found.false["weather"].of) == (0, 5)
    wrong = score([*alike, copy], {"x": "x", "y": "y", "z": "z", "x-elsewhere": "y"})
    assert wrong.recall[IN_TWO_PAPERS].found == 0
    assert (wrong.false["weather"].found, wrong.precision.found, wrong.precision.of) == (1, 0, 1)


def article_of(id_: str, group: str, kind: str, family: str) -> Article:
    text = Text("Title", None, "Body", "en")
    return Article(id_, text, group, kind, family, "tune", "paper-1.example", datetime(2026, 1, 1, tzinfo=UTC))


def kinds(article: Article) -> list[str]:
    return article.kind.split(" + ")
