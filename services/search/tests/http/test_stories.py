"""Stories over HTTP and on pages, from an index with a story in three languages."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from ..conftest import MakeArticle, MakeIndex, Serve

pytestmark = pytest.mark.stack


def outlet(name: str) -> dict[str, str]:
    return {"name": name, "domain": f"{name.lower()}.example"}


@pytest.fixture(scope="module")
def articles(make_article: MakeArticle) -> list[dict[str, Any]]:
    copied = {"kind": "near", "of": "s1", "score": 0.9, "rule": "near"}
    rows: list[tuple[str, dict[str, Any]]] = [
        ("s1", {"language": "tr", "publisher": outlet("Anadolu"), "published_at": "2026-03-02T14:00:00.000Z"}),
        ("s2", {"language": "en", "publisher": outlet("Meridian"), "published_at": "2026-03-02T15:00:00.000Z"}),
        ("s3", {"language": "ja", "publisher": outlet("Asahi"), "published_at": "2026-03-03T01:00:00.000Z"}),
        ("s4", {"language": "tr", "publisher": outlet("Kopya"), "published_at": "2026-03-02T16:00:00.000Z"}),
        ("s5", {"language": "en", "publisher": outlet("Undated")}),
    ]
    story = [make_article(name, story_id="s1", title=f"Quake {name}", **given) for name, given in rows]
    story[3] |= {"duplicate": copied, "duplicate_group": "s1"}
    alone = make_article("a1", story_id="a1", published_at="2026-03-09T00:00:00.000Z", publisher=outlet("Solo"))
    older = [
        make_article(f"o{n}", story_id="o1", publisher=outlet(f"O{n}"), published_at="2026-01-02T00:00:00.000Z")
        for n in (1, 2)
    ]
    untold = make_article("u1", published_at="2026-03-09T00:00:00.000Z")
    return [*story, alone, *older, untold]


@pytest.fixture(scope="module")
def client(
    make_index: MakeIndex, articles: list[dict[str, Any]], opensearch_url: str, serve: Serve
) -> Iterator[httpx.Client]:
    index = make_index()
    index.write(articles)
    with serve(opensearch_url, index.alias) as url, httpx.Client(base_url=url, timeout=60, trust_env=False) as opened:
        yield opened


def test_stories_told_by_several_are_listed_the_fresh_and_widely_told_first(client: httpx.Client) -> None:
    found = client.get("/api/stories").json()
    assert [each["story_id"] for each in found["items"]] == ["s1", "o1"]
    assert (found["total"], found["next"]) == (2, None)
    story = found["items"][0]
    assert {each["value"]: each["count"] for each in story["languages"]} == {"en": 2, "tr": 2, "ja": 1}
    assert (story["articles"], len(story["publishers"])) == (5, 5)
    assert story["first"]["article_id"] == "s1"
    assert (story["first_published_at"][:13], story["last_published_at"][:13]) == ("2026-03-02T14", "2026-03-03T01")


def test_the_list_goes_on_where_its_cursor_says(client: httpx.Client) -> None:
    first = client.get("/api/stories", params={"size": 1}).json()
    second = client.get("/api/stories", params={"size": 1, "cursor": first["next"]}).json()
    assert [each["story_id"] for each in first["items"] + second["items"]] == ["s1", "o1"]
    assert second["next"] is None
    assert client.get("/api/stories", params={"cursor": "elsewhere"}).status_code == 400


@pytest.mark.parametrize(("reader", "headline"), [("ja", "s3"), ("tr", "s4"), ("de", "s1"), ("de,en", "s2")])
def test_the_headline_is_in_the_readers_language_where_there_is_one(
    client: httpx.Client, reader: str, headline: str
) -> None:
    found = client.get("/api/stories/s1", params={"reader": reader}).json()
    assert found["headline"]["article_id"] == headline


def test_a_story_tells_its_articles_by_time_and_who_copied_whom(client: httpx.Client) -> None:
    found = client.get("/api/stories/s1").json()
    assert [each["article_id"] for each in found["members"]] == ["s1", "s2", "s4", "s3", "s5"]
    assert [each["article_id"] for each in found["members"] if each["duplicate"]["of"] == "s1"] == ["s4"]


@pytest.mark.parametrize("kind", ["/api/stories/", "/stories/"])
def test_the_id_of_another_article_of_a_story_goes_to_the_story(client: httpx.Client, kind: str) -> None:
    answer = client.get(f"{kind}s2")
    assert (answer.status_code, answer.headers["location"]) == (308, f"{kind}s1")
    assert client.get(f"{kind}u1").status_code == 404
    assert client.get(f"{kind}nobody").status_code == 404


def test_pages_show_stories(client: httpx.Client) -> None:
    listed, one = client.get("/stories").text, client.get("/stories/s1", headers={"Accept-Language": "ja"}).text
    assert "Quake s1" in listed
    assert "5 articles of 5 outlets" in listed
    assert '<h1 id="title" lang="ja" dir="ltr">Quake s3</h1>' in one
    assert one.index("Quake s2") < one.index("Quake s4") < one.index("Quake s5")
    assert "/articles/s4/copies/s1" in one
    assert 'href="/stories/s1"' in client.get("/").text


def test_an_articles_page_says_who_else_tells_its_story(client: httpx.Client) -> None:
    assert '<a href="/stories/s1">also told by 4 others in 3 languages</a>' in client.get("/articles/s2").text
    assert "also told by" not in client.get("/articles/a1").text
