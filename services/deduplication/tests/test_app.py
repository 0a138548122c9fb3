"""Instances of the service on a real broker: they share the work, come and go, and agree."""

import asyncio

import httpx
import pytest

from babelwire_contracts.corrections import Verdict
from babelwire_contracts.sections import DuplicateKind
from babelwire_deduplication.app import build_app
from babelwire_deduplication.settings import DeduplicationSettings
from babelwire_messaging.settings import KafkaSettings

from .news import WITHIN, News, running

pytestmark = pytest.mark.stack


@pytest.fixture
def news(kafka_bootstrap: str) -> News:
    return News(kafka_bootstrap)


async def test_instances_come_and_go_and_agree(news: News) -> None:
    shared, own = news.text(), news.text()
    cut = " ".join(shared.split()[:100])
    late = [news.article(f"late {number}", shared, 10 + number) for number in range(6)]
    others = [news.article("cut", cut, 20), news.article("own", own, 0)]
    original = news.article("original", shared, 1)
    every = [*late, *others, original]

    async with running(news, "1"):
        await news.write(*late, *others)
        wanted: dict[str, str | None] = {article.article_id: late[0].article_id for article in [*late, others[0]]}
        wanted |= {late[0].article_id: None, others[1].article_id: None}
        await news.until([*late, *others], wanted)
        async with running(news, "2"):
            await news.write(original)
            wanted |= {article.article_id: original.article_id for article in [*late, others[0]]}
            wanted |= {original.article_id: None}
            await news.until(every, wanted)

    written = {key: len(sections) for key, sections in (await news.sections(every)).items()}
    async with running(news, "3"):
        await news.write(*every)
        await news.written_again(every, written)
        counts = await news.until(every, wanted)
    sections = await news.sections(every)
    for article in every:
        last = sections[article.article_id][-1]
        assert last.version.n == counts[article.article_id], "a redelivery changed a decision"
    assert sections[others[0].article_id][-1].duplicate.kind is DuplicateKind.NEAR
    assert sections[late[3].article_id][-1].duplicate.rule == "text hash"


async def test_an_operator_corrects_what_a_restart_and_a_replay_respect(news: News) -> None:
    text, other = news.text(), news.text()
    first, copy, apart = news.article("first", text, 1), news.article("copy", text, 2), news.article("apart", other, 3)
    every = [first, copy, apart]
    async with running(news, "1"):
        await news.write(*every)
        await news.until(every, {first.article_id: None, copy.article_id: first.article_id, apart.article_id: None})
        await news.correct(first, copy, Verdict.NOT_COPIES)
        await news.correct(first, apart, Verdict.COPIES)
        wanted: dict[str, str | None] = {first.article_id: None, copy.article_id: None}
        wanted |= {apart.article_id: first.article_id}
        await news.until(every, wanted)
    async with running(news, "2"):
        written = {key: len(sections) for key, sections in (await news.sections(every)).items()}
        await news.write(*every)
        await news.written_again(every, written)
        await news.until(every, wanted)


async def test_a_translation_that_is_proposed_or_withdrawn_is_amended_and_a_restart_knows_it(news: News) -> None:
    text, other = news.text(), news.text()
    german, copy = news.article("german", text, 1), news.article("copy", text, 2)
    original = news.article("original", other, 3)
    every = [german, copy, original]
    wanted: dict[str, str | None] = dict.fromkeys((german.article_id, copy.article_id), original.article_id)
    wanted |= {original.article_id: None}
    async with running(news, "1"):
        await news.propose(german, original)
        await news.write(*every)
        await news.until(every, wanted, by="group")
    async with running(news, "2"):
        await news.until(every, wanted, by="group")
        await news.propose(german, None)
        await news.until(every, wanted | {german.article_id: None, copy.article_id: german.article_id}, by="group")


async def test_many_copies_of_one_text_last_first_are_amended_a_few_times_each(news: News) -> None:
    text = news.text()
    copies = [news.article(f"copy {number}", text, number) for number in range(2_000)]
    wanted: dict[str, str | None] = dict.fromkeys((copy.article_id for copy in copies), copies[0].article_id)
    wanted[copies[0].article_id] = None
    async with running(news, "1"):
        await news.write(*reversed(copies))
        await news.until(copies, wanted)
    amended = sum(len(sections) - 1 for sections in (await news.sections(copies)).values())
    assert amended < 5 * len(copies)


async def test_it_describes_itself(news: News) -> None:
    async with running(news, "1") as app:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://deduplication") as client:
            assert (await client.get("/healthz")).status_code == 200
            described = (await client.get("/asyncapi.json")).json()
            assert set(described["channels"]) >= {"articles.ingested", "articles.deduplicated", "articles.fingerprints"}
            async with asyncio.timeout(WITHIN):
                while (await client.get("/readyz")).status_code != 200:  # noqa: ASYNC110 - it tells nobody
                    await asyncio.sleep(0.2)


async def test_without_kafka_it_lives_and_says_what_is_away() -> None:
    away = KafkaSettings(kafka_bootstrap="127.0.0.1:1", publish_timeout=1)
    app = build_app(DeduplicationSettings(kafka=away))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://deduplication") as client:
            assert (await client.get("/healthz")).status_code == 200
            answer = await client.get("/readyz")
            assert answer.status_code == 503
            assert answer.json()["reasons"]
