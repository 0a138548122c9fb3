"""The digest tells what differs and nothing else."""

from typing import Any

from tests.chaos.articles import make_articles
from tests.chaos.digest import Documents, canonical

SECTIONS = {"duplicate": {"shown": {"revision": "r", "n": 0}}, "tags": {"shown": {"revision": "r", "n": 0}}}
DOCUMENT: dict[str, Any] = {"article_id": "a", "title": "Bridge reopens", "indexed_at": "1", "sections": SECTIONS}


def test_when_and_by_which_way_a_document_came_makes_no_difference() -> None:
    again = DOCUMENT | {
        "indexed_at": "2",
        "source": {"topic": "articles.tagged", "partition": 1, "offset": 7},
        "sections": SECTIONS | {"duplicate": {"shown": {"revision": "r", "n": 3}}},
    }
    assert canonical(again) == canonical(DOCUMENT)


def test_what_a_document_says_makes_a_difference() -> None:
    of_another_revision = SECTIONS | {"tags": {"shown": {"revision": "s", "n": 0}}}
    for change in ({"title": "Bridge closes"}, {"sections": of_another_revision}, {"lead": "At last."}):
        changed = Documents({"a": canonical(DOCUMENT | change)}, 0)
        kept = Documents({"a": canonical(DOCUMENT)}, 0)
        assert changed.digest != kept.digest
        assert changed.differing(kept) == ["a"]


def test_a_document_that_only_one_run_has_is_named() -> None:
    assert Documents({"a": "{}"}, 0).differing(Documents({"b": "{}"}, 0)) == ["a", "b"]


def test_articles_are_the_same_every_time_and_one_in_ten_is_a_copy() -> None:
    articles = make_articles(200)
    assert articles == make_articles(200)
    assert sum(article["title"].startswith("Copy") for article in articles) == 20
    assert len({article["url"] for article in articles}) == 200
