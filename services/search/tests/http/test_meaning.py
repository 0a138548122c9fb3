"""Meaning beside words on a real OpenSearch, with vectors put there by hand and a model that knows three words."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, Final

import httpx
import pytest

from babelwire_opensearch.settings import OpenSearchSettings
from babelwire_search.app import build_app
from babelwire_search.settings import SearchSettings
from babelwire_vectors import EmbedderIsAway, Passage, VectorSettings

from ..conftest import Index, MakeArticle, MakeIndex

pytestmark = pytest.mark.stack

MODEL: Final = "by-hand-00000000"
DIMENSIONS: Final = 16
SUBJECTS: Final = {"tremor": 0, "tremor island": 0, "regatta": 1, "eclipse": 2}
NEAR: Final = (127, 120, 110, 100)
"""How far the first articles on the subject of the tremor lie along its axis, of 127."""

_MAPPING: Final = f"""
import json
from babelwire_indexing.vectors import index_template, model_mapping
made = index_template("any-", 0)["template"]
mapping = model_mapping("{MODEL}", {DIMENSIONS})
made["mappings"]["properties"] |= mapping.pop("properties")
made["mappings"] |= mapping
print(json.dumps(made))
"""


class ByHand:
    """An embedder that knows what three words mean."""

    model = MODEL
    dimensions = DIMENSIONS

    def __init__(self, _settings: VectorSettings) -> None:
        """As `open_embedder`."""

    def query(self, text: str, language: str | None) -> bytes | None:
        """A vector along the axis of a subject that is known, else along the last, where nothing lies."""
        return bytes(vector_along(SUBJECTS.get(text, DIMENSIONS - 1), 127))

    def passages(self, texts: Sequence[Passage]) -> list[bytes | None]:
        """Nobody asks for any."""
        raise NotImplementedError


def vector_along(axis: int, part: int, other: int = 7) -> list[int]:
    """A vector of which so much lies along an axis, of 127, and the rest along another."""
    vector = [0] * DIMENSIONS
    vector[other] = round((127**2 - part**2) ** 0.5)
    vector[axis] = part
    return vector


def invent(make_article: MakeArticle) -> list[dict[str, Any]]:
    """On the tremor: one with the word, four without, one of them with a copy; and thirty on other matters."""
    made = [make_article("has-word", title="Tremor felt", body="A tremor on the island.", vector=vector_along(13, 127))]
    for place, part in enumerate(NEAR):
        made.append(
            make_article(
                f"near-{place}",
                title=f"Sarsıntı {place}",
                body=f"Deprem oldu {place}.",
                language="tr" if place else "ja",
                publisher={"name": f"Outlet {place}"},
                published_at=f"2026-03-0{place + 1}T00:00:00Z",
                vector=vector_along(0, part),
            )
        )
    made.append(make_article("copy", body="Deprem.", duplicate_group="near-1", vector=vector_along(0, 119)))
    made += [
        make_article(f"other-{number:02}", title=f"Matter {number}", vector=vector_along(3 + number % 10, 127, 15))
        for number in range(30)
    ]
    return made


@pytest.fixture(scope="module")
def filled(make_index: MakeIndex, make_article: MakeArticle) -> Index:
    """The articles, without their vectors."""
    index = make_index()
    index.write({name: each for name, each in one.items() if name != "vector"} for one in invent(make_article))
    return index


@pytest.fixture(scope="module")
def vectors(opensearch_url: str, filled: Index, make_article: MakeArticle) -> Iterator[str]:
    """The name of an index with their vectors."""
    name = f"{filled.name}-vectors"
    mapping = subprocess.run([sys.executable, "-c", _MAPPING], check=True, capture_output=True).stdout
    with httpx.Client(base_url=opensearch_url, timeout=60, trust_env=False) as client:
        headers = {"Content-Type": "application/json"}
        client.put(f"/{name}", content=mapping, headers=headers).raise_for_status()
        for article in invent(make_article):
            fields = {
                key: article[key] for key in ("article_id", "language", "published_at", "vector") if key in article
            }
            text = {"text": f"{article['title']}\n{article['body']}"}
            client.put(f"/{name}/_doc/{article['article_id']}", json=fields | text).raise_for_status()
        client.post(f"/{name}/_refresh").raise_for_status()
        yield name
        client.delete(f"/{name}").raise_for_status()


def settings(opensearch_url: str, articles: str, vectors: str) -> SearchSettings:
    opensearch = OpenSearchSettings(url=opensearch_url)
    return SearchSettings(opensearch=opensearch, alias=articles, vectors_alias=vectors, timeout_seconds=60)


class Search:
    """Asks the service, in this process."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def __call__(self, path: str = "/api/search", **parameters: Any) -> dict[str, Any]:
        answer = await self._http.get(path, params=parameters)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def page(self, address: str) -> str:
        """A page."""
        answer = await self._http.get(address)
        assert answer.status_code == 200, answer.text
        return answer.text

    async def ids(self, **parameters: Any) -> list[str]:
        """The ids found."""
        return [item["article_id"] for item in (await self(**parameters))["items"]]

    async def until_it_reads(self) -> None:
        """Waits until the model is there."""
        async with asyncio.timeout(60):
            while "starting" in str((await self(q="tremor"))["notes"]):  # noqa: ASYNC110 - it sets no event of a test's
                await asyncio.sleep(0.02)


async def serving(settings: SearchSettings, open_: Any) -> AsyncIterator[Search]:
    """The service over an index, once it reads queries or knows that it cannot."""
    app = build_app(settings, open_=open_)
    transport = httpx.ASGITransport(app=app)
    async with app.router.lifespan_context(app):
        while app.state.service.articles is None:  # noqa: ASYNC110 - the same
            await asyncio.sleep(0.02)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080", timeout=60) as http:
            search = Search(http)
            await search.until_it_reads()
            yield search


@pytest.fixture
async def search(opensearch_url: str, filled: Index, vectors: str) -> AsyncIterator[Search]:
    """The service over the articles and their vectors."""
    async for made in serving(settings(opensearch_url, filled.alias, vectors), ByHand):
        yield made


async def test_what_means_a_query_follows_what_has_its_words(search: Search) -> None:
    found = await search(q="tremor")
    by = {item["article_id"]: item["found_by"] for item in found["items"]}
    assert list(by) == ["has-word", "near-0", "near-1", "near-2", "near-3"]
    assert list(by.values()) == ["words"] + ["meaning"] * 4
    assert (found["total"], found["total_exact"], found["notes"]) == (5, True, [])
    assert {one["value"]: one["count"] for one in found["facets"]["language"]} == {"tr": 3, "en": 2, "ja": 1}
    assert found["items"][1]["highlights"] == {"body": ["Deprem oldu 0."]}
    assert found["items"][2]["copies_total"] == 1
    shown = await search(q="tremor", duplicates="show")
    assert [item["article_id"] for item in shown["items"]][1:4] == ["near-0", "near-1", "copy"]


async def test_pages_say_why_an_article_is_shown(search: Search) -> None:
    page = await search.page("/search?q=tremor")
    assert page.count("found by its meaning") == len(NEAR)
    assert 'name="match"' in page
    assert "the same subject" in await search.page("/articles/near-0")


async def test_each_way_of_looking_can_be_asked_for(search: Search) -> None:
    assert await search.ids(q="tremor", match="words") == ["has-word"]
    assert await search.ids(q="tremor", match="meaning") == ["near-0", "near-1", "near-2", "near-3"]
    assert await search.ids(q="tremor", sort="newest") == ["has-word"]
    assert await search.ids(q='"tremor"') == ["has-word"]
    assert await search.ids(q="title:tremor") == ["has-word"]
    assert await search.ids(q="tremor -deprem") == ["has-word"]
    assert "not by their meaning" in (await search(q='"tremor"', match="meaning"))["notes"][0]


async def test_filters_hold_for_what_is_found_by_meaning(search: Search) -> None:
    assert await search.ids(q="tremor", language="tr") == ["near-1", "near-2", "near-3"]
    assert await search.ids(q="tremor", publisher="outlet 2") == ["near-2"]
    assert await search.ids(q="tremor", **{"from": "2026-03-02", "to": "2026-03-04"}) == ["near-1", "near-2"]
    assert await search.ids(q="tremor", language="tr", publisher="Outlet 0") == []


async def test_nothing_is_found_of_a_subject_that_nobody_tells_of(search: Search) -> None:
    for q in ("eclipse", "unheard of"):
        found = await search(q=q)
        assert (found["items"], found["total"], found["notes"]) == ([], 0, [])


@pytest.mark.parametrize("size", [1, 2])
async def test_pages_go_through_words_and_meaning(search: Search, size: int) -> None:
    listed: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        found = await search(q="tremor", size=size, **cursor)
        listed += [item["article_id"] for item in found["items"]]
        if found["next"] is None:
            break
        cursor = {"cursor": found["next"]}
    assert listed == await search.ids(q="tremor")


async def test_similar_articles_are_of_any_language_and_have_reasons(search: Search) -> None:
    found = await search("/api/articles/near-0/similar")
    assert [item["article_id"] for item in found["items"]] == ["near-1", "near-2", "near-3"]
    assert {item["reason"] for item in found["items"]} == {"same_subject"}
    assert (await search("/api/articles/has-word/similar"))["items"] == []


async def test_words_answer_where_meaning_cannot(opensearch_url: str, filled: Index, vectors: str) -> None:
    def is_away(_settings: VectorSettings) -> ByHand:
        raise EmbedderIsAway("nobody there")

    class Another(ByHand):
        model = "another-11111111"

    for alias, open_, note in (
        (vectors, is_away, "is away"),
        (vectors, Another, "another model"),
        ("nowhere", ByHand, "no article has a vector yet"),
    ):
        async for search in serving(settings(opensearch_url, filled.alias, alias), open_):
            found = await search(q="tremor")
            assert [(item["article_id"], item["found_by"]) for item in found["items"]] == [("has-word", "words")]
            assert note in found["notes"][0]
            assert "near-0" not in [
                item["article_id"] for item in (await search("/api/articles/has-word/similar"))["items"]
            ]
