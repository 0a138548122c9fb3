"""Two articles side by side over HTTP."""

from typing import Any

import httpx
import pytest

from babelwire_search.http.comparison_schemas import ComparisonAnswer

from ..conftest import MakeArticle
from ..memory_index import service_over

ORIGINAL = {
    "lead": "The bridge reopens on Monday after two years.",
    "body": "Engineers replaced every bearing over the winter.\n\nThe toll stays as it was, the council said.",
}
COPY = {
    "body": "The bridge reopens on Tuesday after two years.\n\nThe toll stays as it was, the council said."
    "\n\nEngineers replaced every bearing over the winter.",
    "publisher": {"name": "The Copyist", "domain": "copyist.example"},
    "url": "https://copyist.example/1",
    "published_at": "2026-11-20T08:00:00Z",
    "duplicate": {"kind": "near", "of": "original", "score": 0.93, "rule": "minhash jaccard 0.930 >= 0.4"},
}


@pytest.fixture
def service(make_article: MakeArticle) -> httpx.AsyncClient:
    """An original, two copies of it, and an article on something else."""
    return service_over(
        [
            make_article("original", **ORIGINAL),
            make_article("copy", **COPY),
            make_article("second-copy", **ORIGINAL, duplicate={"kind": "exact", "of": "original", "score": 1.0}),
            make_article("translation", duplicate_group="original", duplicate={"kind": "translated", "of": "original"}),
            make_article(
                "copy-of-it", duplicate_group="original", duplicate={"kind": "near", "of": "translation", "score": 0.9}
            ),
            make_article("other", body="Olives are picked late this year in the hills.", language="it"),
            make_article("empty", body=""),
        ]
    )


async def compared(service: httpx.AsyncClient, one: str, other: str) -> dict[str, Any]:
    answer = await service.get(f"/api/articles/{one}/copies/{other}")
    assert answer.status_code == 200, answer.text
    ComparisonAnswer.model_validate(answer.json())
    found: dict[str, Any] = answer.json()
    return found


async def test_spans_are_of_the_texts_that_are_answered(service: httpx.AsyncClient) -> None:
    found = await compared(service, "original", "copy")
    one, other = found["one"]["text"], found["other"]["text"]
    assert one == f"{ORIGINAL['lead']}\n\n{ORIGINAL['body']}"
    assert other == COPY["body"]
    alignment = found["alignment"]
    (difference,) = alignment["differences"]
    assert difference["kind"] == "replaced"
    assert (one[slice(*difference["one"])], other[slice(*difference["other"])]) == ("Monday", "Tuesday")
    (moved,) = [passage for passage in alignment["passages"] if passage["moved"]]
    assert one[slice(*moved["one"])] == other[slice(*moved["other"])]
    assert moved["words"] == len(one[slice(*moved["one"])].split())
    assert alignment["share_one"] == alignment["share_other"] == pytest.approx(23 / 24)
    assert alignment["partial"] is False


async def test_both_articles_are_named_with_what_was_decided_on_them(service: httpx.AsyncClient) -> None:
    found = await compared(service, "copy", "original")
    one = found["one"]
    assert (one["article_id"], one["title"], one["language"]) == ("copy", "Article copy", "en")
    assert (one["url"], one["publisher"]["name"]) == ("https://copyist.example/1", "The Copyist")
    assert one["published_at"] == "2026-11-20T08:00:00Z"
    assert one["duplicate"] == COPY["duplicate"]
    assert found["other"]["duplicate"] == {"kind": "none", "of": None, "score": None, "rule": None}


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("copy", "original", "one_copies_other"),
        ("original", "copy", "other_copies_one"),
        ("copy", "second-copy", "both_copy_a_third"),
        ("translation", "original", "one_copies_other"),
        ("copy-of-it", "translation", "one_copies_other"),
        ("copy-of-it", "original", "one_group"),
        ("original", "other", "none"),
        ("copy", "other", "none"),
    ],
)
async def test_the_relation_is_what_deduplication_decided(
    service: httpx.AsyncClient, one: str, other: str, relation: str
) -> None:
    assert (await compared(service, one, other))["relation"] == relation


async def test_texts_on_other_things_or_without_words_share_nothing(service: httpx.AsyncClient) -> None:
    for other in ("other", "empty"):
        alignment = (await compared(service, "original", other))["alignment"]
        assert (alignment["passages"], alignment["share_one"], alignment["share_other"]) == ([], 0, 0)


@pytest.mark.parametrize(
    ("one", "other", "status", "named"),
    [
        ("original", "nowhere", 404, "nowhere"),
        ("nowhere", "original", 404, "nowhere"),
        ("original", "original", 422, "other"),
        ("original", "x" * 513, 422, "other"),
        ("x" * 513, "original", 422, "article_id"),
        ("original", "copy?size=1", 400, "size"),
    ],
)
async def test_what_cannot_be_compared_is_a_problem_document(
    service: httpx.AsyncClient, one: str, other: str, status: int, named: str
) -> None:
    answer = await service.get(f"/api/articles/{one}/copies/{other}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert named in answer.json()["detail"]


async def test_an_unchanged_comparison_is_not_sent_again(service: httpx.AsyncClient) -> None:
    first = await service.get("/api/articles/original/copies/copy")
    assert first.headers["cache-control"] == "no-cache"
    again = await service.get("/api/articles/original/copies/copy", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
