"""Instances of the service on a real broker: they share the work, come and go, and agree."""

import asyncio
import contextlib
import random
import uuid
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from aiokafka import AIOKafkaProducer
from starlette.applications import Starlette

from babelwire_contracts import identity
from babelwire_contracts.codec import decode, encode
from babelwire_contracts.content import Content
from babelwire_contracts.corrections import Correction, Verdict
from babelwire_contracts.records import Amendment, DeduplicatedArticle, IngestedArticle
from babelwire_contracts.sections import DuplicateKind, DuplicateSection
from babelwire_contracts.topics import ARTICLES_CORRECTIONS, ARTICLES_DEDUPLICATED, ARTICLES_INGESTED, Topic
from babelwire_deduplication.app import build_app
from babelwire_deduplication.settings import DeduplicationSettings
from babelwire_messaging.partitioning import topic_partitions
from babelwire_messaging.reading import log_reader
from babelwire_messaging.settings import KafkaSettings

pytestmark = pytest.mark.stack

WITHIN = 150.0
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class News:
    """Articles of this test run alone, on topics that other tests may use too."""

    def __init__(self, bootstrap: str) -> None:
        self.kafka = KafkaSettings(kafka_bootstrap=bootstrap, rebalance_grace=3, session_timeout=10)
        self.tag = uuid.uuid4().hex[:8]
        self.chance = random.Random(self.tag)

    def text(self) -> str:
        return " ".join("".join(self.chance.choices("abcdefghijklmnop", k=6)) for _ in range(150))

    def article(self, name: str, body: str, minute: int) -> IngestedArticle:
        url = f"https://{self.tag}.example/{name}"
        captured_at = NOON + timedelta(minutes=minute)
        capture_id = identity.capture_id(url, body.encode(), captured_at)
        content = Content(
            revision=identity.revision(captured_at, capture_id),
            generation=1,
            content_hash=identity.content_hash(name, None, body),
            captured_at=captured_at,
            title=name,
            body=body,
        )
        return IngestedArticle(article_id=identity.article_id(url), capture_id=capture_id, content=content)

    async def write(self, *articles: IngestedArticle) -> None:
        await self._send(
            (ARTICLES_INGESTED, article.article_id, encode(article), [("capture-id", article.capture_id.encode())])
            for article in articles
        )

    async def _send(self, records: Iterable[tuple[Topic, str, bytes, list[tuple[str, bytes]]]]) -> None:
        producer = AIOKafkaProducer(bootstrap_servers=self.kafka.kafka_bootstrap, acks="all")
        await producer.start()
        try:
            for topic, key, value, headers in records:
                await producer.send(topic.name, value, key=key.encode(), headers=headers)
            await producer.flush()
        finally:
            await producer.stop()

    async def correct(self, one: IngestedArticle, other: IngestedArticle, verdict: Verdict) -> None:
        first, second = sorted((one.article_id, other.article_id))
        correction = Correction(one=first, other=second, verdict=verdict, made_at=NOON)
        await self._send([(ARTICLES_CORRECTIONS, correction.key, encode(correction), [])])

    async def sections(self, articles: list[IngestedArticle]) -> dict[str, list[DuplicateSection]]:
        """All sections written for these articles, by article id, in order."""
        found: dict[str, list[DuplicateSection]] = {article.article_id: [] for article in articles}
        async with log_reader(self.kafka) as log:
            async for span in log.read(await log.ranges(topic_partitions(ARTICLES_DEDUPLICATED))):
                for record in span.records:
                    if (record.key or b"").decode() in found:
                        value = decode(record.value, DeduplicatedArticle | Amendment)
                        found[value.article_id].append(value.duplicate)
        return found

    async def until(self, articles: list[IngestedArticle], wanted: dict[str, str | None]) -> dict[str, int]:
        """Waits until each article's highest section names what it is wanted to. Returns the counts of changes."""
        shown: dict[str, DuplicateSection] = {}
        try:
            async with asyncio.timeout(WITHIN):
                while {key: section.duplicate.of for key, section in shown.items()} != wanted:
                    await asyncio.sleep(0.3)
                    every = await self.sections(articles)
                    shown = {
                        key: max(sections, key=lambda section: section.version)
                        for key, sections in every.items()
                        if sections
                    }
        except TimeoutError:
            pytest.fail(f"decisions are {shown}")
        return {key: section.version.n for key, section in shown.items()}


@pytest.fixture
def news(kafka_bootstrap: str) -> News:
    return News(kafka_bootstrap)


@contextlib.asynccontextmanager
async def running(news: News, instance: str) -> AsyncIterator[Starlette]:
    app = build_app(DeduplicationSettings(kafka=news.kafka.model_copy(update={"instance": instance})))
    async with app.router.lifespan_context(app):
        yield app


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
        await _written_again(news, every, written)
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
        await _written_again(news, every, written)
        await news.until(every, wanted)


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


async def _written_again(news: News, every: list[IngestedArticle], before: dict[str, int]) -> None:
    async with asyncio.timeout(WITHIN):
        while any(  # noqa: ASYNC110 - only Kafka knows
            len(found) <= before[key] for key, found in (await news.sections(every)).items()
        ):
            await asyncio.sleep(0.3)


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
