"""Varieties of one language are one entry in every list of languages, and choosing it finds them all."""

from collections.abc import Iterator

import httpx
import pytest

from .conftest import MakeArticle, MakeIndex, Serve

pytestmark = pytest.mark.stack

TAGS = ("en", "en-GB", "en-US", "nb", "nn", "no", "zh-Hans", "zh-Hant", "sv")
MEMBERS = {"en": {"en", "en-GB", "en-US"}, "no": {"nb", "nn", "no"}, "zh": {"zh-Hans", "zh-Hant"}, "sv": {"sv"}}


@pytest.fixture(scope="module")
def varied(
    make_index: MakeIndex, make_article: MakeArticle, opensearch_url: str, serve: Serve
) -> Iterator[httpx.Client]:
    """A client of the service over one article in each of `TAGS`, all of one day."""
    index = make_index()
    outlet = {"name": "The Gazette", "domain": "gazette.example"}
    index.write(
        make_article(
            tag,
            language=tag,
            original_language=tag,
            published_at="2026-11-18T09:00:00Z",
            publisher=outlet,
            origin=outlet,
            title=f"Comet {tag}",
        )
        for tag in TAGS
    )
    with serve(opensearch_url, index.alias) as url, httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        yield client


@pytest.mark.parametrize("facet", ["language", "original_language"])
@pytest.mark.parametrize("duplicates", ["collapse", "show"])
def test_the_facet_has_one_entry_that_finds_all(varied: httpx.Client, facet: str, duplicates: str) -> None:
    entries = varied.get("/api/search", params={"duplicates": duplicates}).json()["facets"][facet]
    assert {one["value"]: one["count"] for one in entries} == {tag: len(found) for tag, found in MEMBERS.items()}
    assert {one["name"] for one in entries} == {"English", "Norwegian", "Chinese", "Swedish"}
    for tag, members in MEMBERS.items():
        found = varied.get("/api/search", params={facet: tag, "duplicates": duplicates}).json()["items"]
        assert {item["article_id"] for item in found} == members


def test_the_day_has_one_heading(varied: httpx.Client) -> None:
    text = varied.get("/days/2026-11-18").text
    headings = [part.split(">")[1].split("<")[0] for part in text.split('<h2 id="in-')[1:]]
    assert sorted(headings) == ["In Chinese", "In English", "In Norwegian", "In Swedish"]


def test_a_source_has_it_once(varied: httpx.Client) -> None:
    for source in varied.get("/api/sources").json()["items"]:
        assert sorted(source["languages"]) == ["en", "no", "sv", "zh"]
