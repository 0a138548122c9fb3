import asyncio

import pytest

from babelwire_indexing.adapters.index import ArticlesIndex
from babelwire_indexing.errors import IndexMismatch
from babelwire_indexing.template import MAPPING_VERSION
from babelwire_observability.supervision import Supervisor

from ..conftest import LiveIndex

pytestmark = pytest.mark.stack


async def test_any_number_of_instances_start_at_once(nothing_yet: LiveIndex) -> None:
    indices = [ArticlesIndex(nothing_yet.client, nothing_yet.settings, nothing_yet.names) for _ in range(4)]
    await asyncio.gather(*(index.ensure() for index in indices))
    await indices[0].ensure()
    aliases = await nothing_yet.request("GET", "/_alias/{alias}")
    (index,) = aliases
    assert index == nothing_yet.names.index
    (alias,) = aliases[index]["aliases"].values()
    assert alias["is_write_index"] is True
    assert alias["filter"] == {"exists": {"field": "revision"}}


async def test_the_index_is_made_from_the_template(live: LiveIndex) -> None:
    found = (await live.request("GET", "/{index}"))[live.names.index]
    assert found["mappings"]["dynamic"] == "strict"
    assert found["settings"]["index"]["refresh_interval"] == "1s"
    assert found["settings"]["index"]["number_of_replicas"] == "0"


async def test_an_alias_that_was_removed_is_added_at_the_next_start(live: LiveIndex) -> None:
    await live.request("DELETE", "/{index}/_alias/{alias}")
    await live.index.ensure()
    assert live.names.index in await live.request("GET", "/_alias/{alias}")


async def test_another_mapping_version_is_told(live: LiveIndex) -> None:
    await live.request("PUT", "/{index}/_mapping", {"_meta": {"mapping_version": 99}})
    with pytest.raises(IndexMismatch, match=f"has mapping version 99, this release writes {MAPPING_VERSION}"):
        await live.index.ensure()


async def test_an_index_in_the_place_of_the_alias_is_told(nothing_yet: LiveIndex) -> None:
    await nothing_yet.request("PUT", "/{alias}")
    try:
        with pytest.raises(IndexMismatch, match="as the alias must be"):
            await nothing_yet.index.ensure()
    finally:
        await nothing_yet.request("DELETE", "/{alias}")


async def test_two_indices_behind_the_alias_are_told(live: LiveIndex) -> None:
    await live.request("PUT", "/{index}-b", {"aliases": {live.names.alias: {}}})
    try:
        with pytest.raises(IndexMismatch, match="one index is possible"):
            await live.index.ensure()
    finally:
        await live.request("DELETE", "/{index}-b")


async def test_readiness_follows_the_alias(live: LiveIndex) -> None:
    async def until(words: str) -> None:
        # A look that was under way as the alias went says something else first, after OpenSearch gave up waiting.
        async with asyncio.timeout(90):
            while words not in str(live.index.not_ready()):  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.02)

    async with Supervisor("test").keeping("watching", live.index.watch):
        await until("None")
        await live.request("DELETE", "/{index}/_alias/{alias}")
        await until("is missing")
        await live.index.ensure()
        await until("None")


@pytest.mark.parametrize(
    ("analyzer", "text", "tokens"),
    [
        ("neutral", "Café ÉCLAIR", ["cafe", "café", "eclair", "éclair"]),
        ("neutral_search", "Café ÉCLAIR", ["café", "éclair"]),
        ("neutral", "東京都", ["東", "東京", "京", "京都", "都"]),
        ("neutral_search", "東京都知事", ["東京", "京都", "都知", "知事"]),
        ("neutral_search", "東", ["東"]),
        ("neutral_search", "한국어", ["한국", "국어"]),
        ("neutral", "ＦＩＦＡ ２０２６", ["fifa", "2026"]),
        ("neutral", "أحمد ٢٠٢٦", ["احمد", "2026"]),
        ("neutral", "п’ять пʼять EU:s soft\u00adhyphen", ["п'ять", "п'ять", "eu", "s", "softhyphen"]),
        ("vietnamese", "Trăm TRẠM", ["trăm", "trạm"]),
    ],
)
async def test_the_analyzers_of_our_own(live: LiveIndex, analyzer: str, text: str, tokens: list[str]) -> None:
    answer = await live.request("POST", "/{index}/_analyze", {"analyzer": analyzer, "text": text})
    assert [token["token"] for token in answer["tokens"]] == tokens
