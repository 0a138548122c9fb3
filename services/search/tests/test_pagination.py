"""Paging on a real OpenSearch: nothing is listed twice, nothing is missed."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from .conftest import Index, MakeArticle, MakeIndex, Serve

pytestmark = pytest.mark.stack

Paged = tuple[httpx.Client, Index]
Filled = Callable[[list[dict[str, Any]]], contextlib.AbstractContextManager[Paged]]
TIMES = ("2026-11-01T00:00:00Z", "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z", None)

LAST_WRITE = 12


def invent(make_article: MakeArticle) -> list[dict[str, Any]]:
    """Sixty articles in groups of one to three, many at the very same time, some at none."""
    made = []
    for number in range(60):
        group = f"n{number - number % (number // 20 + 1):02}"
        made.append(
            make_article(
                f"n{number:02}",
                duplicate_group=group,
                published_at=TIMES[number % 4],
                title="Tide table" if number % 2 else "Tide table of the tide",
            )
        )
    return made


@pytest.fixture(scope="module")
def articles(make_article: MakeArticle) -> list[dict[str, Any]]:
    return invent(make_article)


@pytest.fixture(scope="module")
def paged(filled: Filled, articles: list[dict[str, Any]]) -> Iterator[Paged]:
    """A service over the articles."""
    with filled(articles) as opened:
        yield opened


@pytest.fixture
def fresh(filled: Filled, articles: list[dict[str, Any]]) -> Iterator[Paged]:
    """The same, for a test that writes."""
    with filled(articles) as opened:
        yield opened


@pytest.fixture(scope="module")
def filled(make_index: MakeIndex, opensearch_url: str, serve: Serve) -> Filled:
    """Starts the service over articles."""

    @contextlib.contextmanager
    def start(articles: list[dict[str, Any]]) -> Iterator[Paged]:
        index = make_index()
        index.write(articles)
        with (
            serve(opensearch_url, index.alias) as url,
            httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
        ):
            yield client, index

    return start


def everything(
    client: httpx.Client, between: Callable[[int], None] = lambda _: None, **parameters: Any
) -> tuple[list[str], list[int]]:
    """Ids and group totals of all pages, with something done between them."""
    listed: list[str] = []
    totals = []
    cursor: dict[str, str] = {}
    for page in range(200):
        answer = client.get("/api/search", params=parameters | cursor)
        assert answer.status_code == 200, answer.text
        found = answer.json()
        listed += [item["article_id"] for item in found["items"]]
        totals.append(found["total"])
        if found["next"] is None:
            return listed, totals
        cursor = {"cursor": found["next"]}
        between(page)
    raise AssertionError("the listing never ends")


@pytest.mark.parametrize("sort", ["newest", "oldest", "relevance"])
@pytest.mark.parametrize("duplicates", ["collapse", "show"])
@pytest.mark.parametrize("size", [1, 7, 100])
def test_each_is_listed_once(
    paged: Paged, articles: list[dict[str, Any]], sort: str, duplicates: str, size: int
) -> None:
    client, _ = paged
    listed, totals = everything(client, q="tide", sort=sort, duplicates=duplicates, size=size)
    field = "duplicate_group" if duplicates == "collapse" else "article_id"
    of = {article["article_id"]: article[field] for article in articles}
    assert sorted(of[article_id] for article_id in listed) == sorted(set(of.values()))
    assert set(totals) == {len(listed)}


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_the_dates_shown_are_in_order(paged: Paged, articles: list[dict[str, Any]], sort: str) -> None:
    client, _ = paged
    listed, _ = everything(client, q="tide", sort=sort, size=7)
    times = {article["article_id"]: article["published_at"] for article in articles}
    dated = [times[article_id] for article_id in listed if times[article_id] is not None]
    assert dated == sorted(dated, reverse=sort == "newest")


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_undated_articles_come_last(paged: Paged, articles: list[dict[str, Any]], sort: str) -> None:
    client, _ = paged
    listed, _ = everything(client, sort=sort, duplicates="show", size=9)
    times = {article["article_id"]: article["published_at"] for article in articles}
    dated = [times[article_id] for article_id in listed if times[article_id]]
    assert dated == sorted(dated, reverse=sort == "newest")
    assert not any(times[article_id] for article_id in listed[len(dated) :])


@pytest.mark.parametrize("sort", ["newest", "oldest", "relevance"])
def test_writes_between_pages_change_no_page(
    fresh: Paged, articles: list[dict[str, Any]], make_article: MakeArticle, sort: str
) -> None:
    client, index = fresh

    def write_more(page: int) -> None:
        if page > LAST_WRITE:
            return
        text = "tide " * (page % 5) + "water " * 30
        times = (None, "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z")
        index.write(
            make_article(f"new{page:02}-{place}", body=text, title="Tide", published_at=at)
            for place, at in enumerate(times)
        )

    listed, _ = everything(client, write_more, q="tide", sort=sort, size=4)
    # What was written meanwhile is listed or not; what was there is, and nothing twice.
    assert len(listed) == len(set(listed))
    of = {article["article_id"]: article["duplicate_group"] for article in articles}
    assert set(of.values()) <= {of.get(article_id) for article_id in listed}


def test_more_than_the_best_are_listed_by_time_after_them(fresh: Paged, make_article: MakeArticle) -> None:
    client, index = fresh
    index.write(make_article(f"m{number:04}", title="Tide", published_at=TIMES[number % 4]) for number in range(700))
    listed, totals = everything(client, q="tide", size=100)
    assert len(listed) == len(set(listed)) == totals[0]


def test_a_long_run_of_copies_does_not_end_a_listing(fresh: Paged, make_article: MakeArticle) -> None:
    client, index = fresh
    index.write(
        make_article(f"z{number:04}", title="Copies", duplicate_group="z0000", published_at="2026-11-09T00:00:00Z")
        for number in range(900)
    )
    index.write([make_article("after", title="Copies", published_at="2026-11-08T00:00:00Z")])
    listed, _ = everything(client, q="copies", sort="newest", size=1)
    assert listed == ["z0000", "after"]
