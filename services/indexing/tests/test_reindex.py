"""A new index in the place of an old one, in the real OpenSearch, beside traffic that goes on."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer

from babelwire_contracts.codec import encode
from babelwire_contracts.topics import ARTICLES_TAGGED
from babelwire_indexing import template
from babelwire_indexing.adapters import index as index_adapter
from babelwire_indexing.adapters.replacement import Replacement
from babelwire_indexing.app import open_search
from babelwire_indexing.errors import IndexMismatch, IndexOutdated
from babelwire_indexing.reindex import CannotReindex, Reindex, parser
from babelwire_indexing.template import IndexNames
from babelwire_messaging.errors import TransientError
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.topics import ensure_topics

from .conftest import Articles, LiveIndex

pytestmark = pytest.mark.stack


class Release:
    """The next release, whose mapping has another version."""

    def __init__(self, live: LiveIndex, kafka: KafkaSettings) -> None:
        self.live = live
        version = f"-v{template.MAPPING_VERSION}-"
        index = live.names.index.replace(version, f"-v{template.MAPPING_VERSION + 1}-")
        self.names = IndexNames(alias=live.names.alias, index=index)
        self.settings = live.settings.model_copy(update={"kafka": kafka})

    async def reindex(self, *arguments: str) -> dict[str, Any]:
        """What `babelwire reindex` does."""
        return await Reindex(self.live.client, self.settings, parser().parse_args(arguments), self.names).run()

    async def behind(self) -> list[str]:
        """The indices that the alias stands for."""
        return list(await self.live.request("GET", "/_alias/{alias}"))

    async def titles(self, index: str) -> dict[str, str]:
        """The titles in an index, by article id."""
        await self.live.request("POST", f"/{index}/_refresh")
        found = await self.live.request("POST", f"/{index}/_search", {"size": 2000})
        return {hit["_id"]: hit["_source"].get("title", "") for hit in found["hits"]["hits"]}


@pytest.fixture
async def later(live: LiveIndex, kafka_bootstrap: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Release]:
    """The release after the one that made the index; its template goes when it does."""
    release = Release(live, KafkaSettings(kafka_bootstrap=kafka_bootstrap))
    raised = template.MAPPING_VERSION + 1
    for module in (template, index_adapter):
        monkeypatch.setattr(module, "MAPPING_VERSION", raised)
    try:
        yield release
    finally:
        await live.client.request("DELETE", f"/_index_template/{template.TEMPLATE}", dict)
        await live.client.request("DELETE", f"/{release.names.index}?ignore_unavailable=true", dict)


@contextlib.asynccontextmanager
async def traffic(live: LiveIndex, make: Articles) -> AsyncIterator[dict[str, str]]:
    """Articles that come and change while entered, written through the alias; the newest title of each."""
    written: dict[str, str] = {}

    async def go_on() -> None:
        writer = live.writer()
        for minute in range(1, 1_000_000):
            title = f"Minute {minute}"
            values = [make.article(make.content(minute, title=title), f"a{(minute * 7 + n) % 700}") for n in range(5)]
            while True:
                try:
                    await writer.write(make.records(*values))
                except TransientError:
                    await asyncio.sleep(0.05)
                else:
                    break
            written.update({value.article_id: title for value in values})

    task = asyncio.create_task(go_on())
    try:
        yield written
    finally:
        task.cancel()
        await asyncio.wait({task})


async def fill(live: LiveIndex, make: Articles, count: int = 400) -> None:
    await live.writer().write(make.records(*[make.article(make.content(title="Old"), f"a{n}") for n in range(count)]))


async def until(condition: Callable[[], Any]) -> None:
    async with asyncio.timeout(90):
        while not condition():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.02)


async def test_it_takes_the_place_of_the_old_one_beside_traffic_and_loses_nothing(
    live: LiveIndex, make: Articles, later: Release
) -> None:
    await fill(live, make)
    async with traffic(live, make) as written:
        await until(lambda: len(written) > 50)
        done = await later.reindex()
        before = dict(written)
        await until(lambda: sum(before.get(article_id) != title for article_id, title in written.items()) > 20)
    assert (done["done"], done["behind"]) == (True, 0)
    assert await later.behind() == [later.names.index]
    titles = await later.titles(later.names.index)
    assert {key: titles[key] for key in written} == written
    assert titles.keys() >= {f"a{n}" for n in range(400)} | written.keys()
    with pytest.raises(Exception, match="cluster_block_exception"):
        await live.request("PUT", "/{index}/_doc/late", {"article_id": "late"})


async def test_nothing_changes_without_traffic_and_the_digests_say_so(
    live: LiveIndex, make: Articles, later: Release
) -> None:
    content = make.content()
    await live.writer().write(
        make.records(make.article(content), make.duplicate_amendment(content, "waits", n=1, of="ferry"))
    )
    done = await later.reindex()
    assert (done["same"], done["ahead"], done["behind"]) == (2, 0, 0)
    assert done["digest"]["old"] == done["digest"]["new"]
    assert (await later.titles(live.names.alias)).keys() == {"ferry"}
    assert (await later.titles(later.names.index)).keys() == {"ferry", "waits"}


async def test_one_that_was_broken_off_goes_on(live: LiveIndex, make: Articles, later: Release) -> None:
    await fill(live, make)
    broken_off = asyncio.create_task(later.reindex("--rate", "200"))
    await asyncio.sleep(0.7)
    broken_off.cancel()
    await asyncio.wait({broken_off})
    assert await later.behind() == [live.names.index]
    done = await later.reindex()
    assert done["same"] == 400
    assert len(await later.titles(later.names.index)) == 400


async def test_one_that_died_at_the_swap_has_left_nothing_in_the_old_index_alone(
    live: LiveIndex, make: Articles, later: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def die(_self: Replacement, *_actions: Any) -> None:
        raise ConnectionAbortedError

    await fill(live, make, 20)
    with monkeypatch.context() as dying:
        dying.setattr(Replacement, "_aliases", die)
        with pytest.raises(ConnectionAbortedError):
            await later.reindex()
    assert await later.behind() == [live.names.index]
    assert len(await later.titles(later.names.index)) == 20
    with pytest.raises(TransientError):
        await live.writer().write(make.records(make.article(make.content(9), "waits")))
    assert (await later.reindex())["same"] == 20
    await live.writer().write(make.records(make.article(make.content(9), "waits")))
    assert await later.behind() == [later.names.index]


async def test_a_dry_run_changes_nothing(live: LiveIndex, make: Articles, later: Release) -> None:
    await fill(live, make, 3)
    planned = await later.reindex("--dry-run")
    assert (planned["done"], planned["documents"], planned["into"]) == (False, 3, later.names.index)
    assert await later.behind() == [live.names.index]


async def test_it_goes_back_with_what_was_written_since(live: LiveIndex, make: Articles, later: Release) -> None:
    await fill(live, make, 3)
    await later.reindex()
    await live.writer().write(make.records(make.article(make.content(9, title="Since"), "a1")))
    done = await later.reindex("--back-to", live.names.index)
    assert done["behind"] == 0
    assert await later.behind() == [live.names.index]
    assert await later.titles(live.names.index) == {"a0": "Old", "a1": "Since", "a2": "Old"}
    with pytest.raises(IndexMismatch, match="there is no index articles-v9"):
        await later.reindex("--back-to", "articles-v9")


async def test_what_the_new_index_refuses_keeps_the_old_one_in_place(
    live: LiveIndex, make: Articles, later: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_keywords(replicas: int) -> dict[str, Any]:
        made = template.index_template(replicas)
        del made["template"]["mappings"]["properties"]["keywords"]
        return made

    monkeypatch.setattr(index_adapter, "index_template", without_keywords)
    articles = [make.article(make.content(keywords=["ferry"]), "kept-out"), make.article(make.content(), "taken")]
    await live.writer().write(make.records(*articles))
    with pytest.raises(CannotReindex, match=r"refused 1: .*keywords"):
        await later.reindex()
    assert await later.behind() == [live.names.index]
    assert (await later.reindex("--yes"))["behind"] == 1
    assert (await later.titles(later.names.index)).keys() == {"taken"}


async def test_only_an_index_that_was_replaced_is_dropped_and_only_on_the_word(
    live: LiveIndex, make: Articles, later: Release
) -> None:
    await fill(live, make, 1)
    await later.reindex()
    for arguments, reason in (
        (["--drop", later.names.index, "--yes"], "behind the alias"),
        (["--drop", "services", "--yes"], "no index of articles"),
        (["--drop", live.names.index], "say --yes"),
    ):
        with pytest.raises(CannotReindex, match=reason):
            await later.reindex(*arguments)
    assert (await later.reindex("--drop", live.names.index, "--yes"))["dropped"] == live.names.index
    assert await later.behind() == [later.names.index]


async def test_it_is_filled_from_the_topic(
    live: LiveIndex, make: Articles, later: Release, kafka_bootstrap: str
) -> None:
    await ensure_topics(later.settings.kafka, [ARTICLES_TAGGED])
    key = uuid.uuid4().hex
    article = make.article(make.content(title="From the topic"), key)
    async with AIOKafkaProducer(bootstrap_servers=kafka_bootstrap, acks="all") as producer:
        for value in (b"{broken", encode(article)):
            await producer.send_and_wait(ARTICLES_TAGGED.name, value, key=key.encode())
    done = await later.reindex("--from", ARTICLES_TAGGED.name, "--yes")
    assert done["done"]
    assert (await live.document(key)).title == "From the topic"


async def test_what_the_topic_no_longer_has_keeps_the_old_index_in_place(
    live: LiveIndex, make: Articles, later: Release
) -> None:
    await ensure_topics(later.settings.kafka, [ARTICLES_TAGGED])
    await fill(live, make, 2)
    with pytest.raises(CannotReindex, match="lacks something of 2 documents of"):
        await later.reindex("--from", ARTICLES_TAGGED.name)
    assert (await later.reindex())["behind"] == 0


async def test_a_small_index_is_replaced_at_the_start_by_any_number_of_instances(
    live: LiveIndex, make: Articles, later: Release
) -> None:
    await fill(live, make, 50)

    async def start() -> str | None:
        while True:
            # A service tries again too: another instance may have finished, and taken the way in away, amid this one.
            with contextlib.suppress(TransientError):
                async with open_search(later.settings, later.names) as index:
                    return index.not_ready()

    assert await asyncio.gather(*(start() for _ in range(3))) == [None] * 3
    assert await later.behind() == [later.names.index]
    assert len(await later.titles(later.names.index)) == 50


async def test_a_large_one_waits_for_the_command(live: LiveIndex, make: Articles, later: Release) -> None:
    await fill(live, make, 5)
    settings = later.settings.model_copy(update={"reindex_at_start": 4})
    with pytest.raises(IndexOutdated, match="run `babelwire reindex`"):
        async with open_search(settings, later.names):
            pass
    assert await later.behind() == [live.names.index]
