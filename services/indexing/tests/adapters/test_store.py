import asyncio
import random
from collections.abc import Callable, Sequence

import msgspec
import pytest

from babelwire_contracts.content import Image, Video
from babelwire_contracts.document import Document
from babelwire_contracts.receipts import Outcome
from babelwire_contracts.sections import Revised
from babelwire_indexing.errors import AliasMissing, DocumentRefused, StoredDocumentUnreadable
from babelwire_indexing.join import TaggedRecord
from babelwire_indexing.writing import Settled
from babelwire_messaging.errors import PermanentError, TransientError
from babelwire_opensearch.errors import OpenSearchOverloaded

from ..conftest import Articles, LiveIndex

pytestmark = pytest.mark.stack


def outcomes(results: Sequence[Settled | PermanentError]) -> list[Outcome | type[PermanentError] | None]:
    return [type(result) if isinstance(result, PermanentError) else result.outcome for result in results]


async def test_a_new_article_is_found_in_its_own_language(live: LiveIndex, make: Articles) -> None:
    content = make.content(title="Los puentes reabrieron", body="Tres mil personas cruzaron.")
    results = await live.writer().write(make.records(make.article(content, tags=make.tags(content, language="es-MX"))))
    assert outcomes(results) == [Outcome.INDEXED]
    assert isinstance(results[0], Settled)
    assert results[0].index == live.names.index
    assert await live.search({"match": {"localized.es.title": "puente"}}) == ["ferry"]
    assert await live.search({"term": {"language.primary": "es"}}) == ["ferry"]
    assert (await live.document()).localized == {}


async def test_what_a_revision_changed_is_kept_and_not_searched(live: LiveIndex, make: Articles) -> None:
    content = make.content()
    revised = Revised(since="before", added=["Ice is why. " * 3000], removed=["Nobody knows why."], more=True)
    await live.writer().write(make.records(make.article(content, duplicate=make.duplicate(content, revised=revised))))
    assert (await live.document()).revised == revised
    assert await live.search({"simple_query_string": {"query": "nobody", "fields": ["*"]}}) == []
    assert await live.search({"simple_query_string": {"query": "ferry", "fields": ["*"]}}) == ["ferry"]


async def test_many_documents_go_in_several_requests(live: LiveIndex, make: Articles) -> None:
    values = [make.article(article_id=f"a{number:03}") for number in range(95)]
    assert outcomes(await live.writer().write(make.records(*values))) == [Outcome.INDEXED] * 95
    assert len(await live.search({"match_all": {}})) == 95


async def test_sections_in_every_order_give_the_same_document(live: LiveIndex, make: Articles) -> None:
    early, late = make.content(0, body="Same words."), make.content(7, body="Same words.")
    values: list[Callable[[str], TaggedRecord]] = [
        lambda key: make.article(early, key),
        lambda key: make.article(late, key),
        lambda key: make.tags_amendment(early, key, n=1, language="fr"),
        lambda key: make.tags_amendment(late, key, n=1, language="es"),
        lambda key: make.duplicate_amendment(late, key, n=1, of="original"),
    ]
    orders = [random.Random(seed).sample(values, len(values)) for seed in range(24)]
    for step in range(len(values)):
        await live.writer().write(make.records(*(order[step](f"order-{at}") for at, order in enumerate(orders))))
    documents = [await live.document(f"order-{at}") for at in range(len(orders))]
    plain = [msgspec.structs.replace(document, article_id="", source=None) for document in documents]
    assert plain.count(plain[0]) == len(orders)
    assert (plain[0].language, plain[0].duplicate_group, plain[0].revision) == ("es", "original", late.revision)


async def test_concurrent_writers_lose_nothing(live: LiveIndex, make: Articles) -> None:
    values: list[TaggedRecord] = []
    for article in range(10):
        for minutes in range(3):
            content = make.content(minutes)
            values += [
                make.article(content, f"a{article}"),
                make.tags_amendment(content, f"a{article}", n=1, language="es"),
            ]
            values.append(make.duplicate_amendment(content, f"a{article}", n=1, of="x"))

    async def work(seed: int) -> None:
        mine = random.Random(seed).sample(values, len(values))
        for start in range(0, len(mine), 15):
            await live.writer().write(make.records(*mine[start : start + 15]))

    await asyncio.gather(*(work(seed) for seed in range(4)))
    for article in range(10):
        document = await live.document(f"a{article}")
        assert (document.revision, document.language, document.duplicate_group) == (make.content(2).revision, "es", "x")


async def test_a_stub_is_out_of_sight(live: LiveIndex, make: Articles) -> None:
    await live.writer().write(make.records(make.tags_amendment(make.content(), n=1, language="es")))
    assert await live.search({"match_all": {}}) == []
    assert (await live.document()).sections.tags.waiting


async def test_a_bad_document_fails_alone(live: LiveIndex, make: Articles) -> None:
    content = make.content()
    bad = make.article(content, "bad", translations={"en.title": make.translation(content)})
    results = await live.writer().write(make.records(make.article(article_id="a"), bad, make.article(article_id="b")))
    assert outcomes(results) == [Outcome.INDEXED, DocumentRefused, Outcome.INDEXED]
    assert "translations.en.title" in str(results[1])


@pytest.mark.parametrize("key", ["", ".", "a..b", "_id", "a.b", " ", "xx", "x" * 9000, "語", '"\\\n'])
async def test_a_strange_translation_language_never_harms_the_others(live: LiveIndex, make: Articles, key: str) -> None:
    content = make.content()
    odd = make.article(content, "odd", translations={key: make.translation(content)})
    results = await live.writer().write(make.records(make.article(article_id="a"), odd, make.article(article_id="b")))
    assert outcomes(results)[::2] == [Outcome.INDEXED] * 2
    if not isinstance(results[1], DocumentRefused):
        assert key in (await live.document("odd")).translations


async def test_strange_values_cost_no_article(live: LiveIndex, make: Articles) -> None:
    long = "long " * 20_000
    content = make.content(
        title="",
        authors=[long, ""],
        keywords=[long],
        credits=[long],
        url=long,
        images=[Image(url=long, caption=long, credit=long)],
        videos=[Video(title=long, duration_seconds=2**62, url=long)],
        published_at_source=long,
    )
    value = make.article(content, '"a\\b\n{}/é', duplicate=make.duplicate(content, of=long))
    assert outcomes(await live.writer().write(make.records(value))) == [Outcome.INDEXED]
    assert (await live.document(value.article_id)).authors == [long, ""]


@pytest.mark.parametrize("word", ["ferry ", "渡船", "ferry", "เรือข้ามฟาก"])
@pytest.mark.parametrize("language", ["en", "zh", "th", "und"])
async def test_a_body_of_a_megabyte_is_kept_whole(live: LiveIndex, make: Articles, word: str, language: str) -> None:
    body = word * (1_000_000 // len(word.encode()))
    content = make.content(body=body)
    value = make.article(content, tags=make.tags(content, language=language))
    assert outcomes(await live.writer().write(make.records(value))) == [Outcome.INDEXED]
    assert (await live.document()).body == body


async def test_large_documents_are_split_by_bytes(live: LiveIndex, make: Articles) -> None:
    values = [make.article(make.content(body="ferry " * 20_000), f"a{number}") for number in range(6)]
    assert outcomes(await live.writer(bulk_bytes=300_000).write(make.records(*values))) == [Outcome.INDEXED] * 6


async def test_an_index_blocked_for_writes_is_waited_for(live: LiveIndex, make: Articles) -> None:
    records = make.records(make.article())
    await live.request("PUT", "/{index}/_settings", {"index.blocks.read_only_allow_delete": True})
    with pytest.raises(TransientError, match="blocked"):
        await live.writer().write(records)
    await live.request("PUT", "/{index}/_settings", {"index.blocks.read_only_allow_delete": None})
    assert outcomes(await live.writer().write(records)) == [Outcome.INDEXED]


async def test_too_many_requests_are_waited_for(live: LiveIndex, make: Articles) -> None:
    records = make.records(make.article(make.content(body="ferry " * 50_000)))
    limit = "network.breaker.inflight_requests.limit"
    await live.request("PUT", "/_cluster/settings", {"transient": {limit: "100kb"}})
    try:
        with pytest.raises(OpenSearchOverloaded, match="429"):
            await live.writer().write(records)
    finally:
        await live.request("PUT", "/_cluster/settings", {"transient": {limit: None}})
    assert outcomes(await live.writer().write(records)) == [Outcome.INDEXED]


async def test_without_alias_nothing_is_written_and_no_index_made(nothing_yet: LiveIndex, make: Articles) -> None:
    with pytest.raises(AliasMissing):
        await nothing_yet.writer().write(make.records(make.article()))
    with pytest.raises(AliasMissing):
        await nothing_yet.writer().write(make.records(make.tags_amendment(make.content())))
    assert await nothing_yet.request("GET", "/_cat/indices/{alias}*?format=json") == []


async def test_a_foreign_document_is_told_and_left(live: LiveIndex, make: Articles) -> None:
    await live.request("PUT", "/{index}/_doc/ferry", {"title": "no article of ours"})
    results = await live.writer().write(make.records(make.article(), make.article(article_id="a")))
    assert outcomes(results) == [StoredDocumentUnreadable, Outcome.INDEXED]


async def test_what_is_read_back_is_what_was_joined(live: LiveIndex, make: Articles) -> None:
    content = make.content(authors=["A. B."], published_at=make.content().captured_at)
    await live.writer().write(make.records(make.article(content)))
    document = await live.document()
    assert isinstance(document, Document)
    assert document.published_at == content.captured_at
