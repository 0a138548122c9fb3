"""Articles of one test on a real broker, and what is decided of them."""

import asyncio
import contextlib
import random
import uuid
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from starlette.applications import Starlette
from tests.ingested import ingested

from babelwire_contracts.codec import decode, encode
from babelwire_contracts.corrections import Correction, Verdict
from babelwire_contracts.records import Amendment, DeduplicatedArticle, IngestedArticle
from babelwire_contracts.sections import DuplicateSection
from babelwire_contracts.topics import (
    ARTICLES_CORRECTIONS,
    ARTICLES_DEDUPLICATED,
    ARTICLES_INGESTED,
    TRANSLATIONS_PROPOSED,
    Topic,
)
from babelwire_contracts.translated import TranslationProposal
from babelwire_deduplication.app import build_app
from babelwire_deduplication.settings import DeduplicationSettings
from babelwire_messaging.partitioning import topic_partitions
from babelwire_messaging.reading import log_reader
from babelwire_messaging.settings import KafkaSettings

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
        return ingested(url, name, body, NOON + timedelta(minutes=minute))

    async def write(self, *articles: IngestedArticle) -> None:
        await self._send(
            (ARTICLES_INGESTED, article.article_id, encode(article), [("capture-id", article.capture_id.encode())])
            for article in articles
        )

    async def _send(self, records: Iterable[tuple[Topic, str, bytes | None, list[tuple[str, bytes]]]]) -> None:
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

    async def propose(self, article: IngestedArticle, of: IngestedArticle | None) -> None:
        """It is proposed that an article is a translation of another one, or no longer."""
        value = None
        if of is not None:
            said = TranslationProposal(article_id=article.article_id, of=of.article_id, score=0.98, rule="alike")
            value = encode(said)
        await self._send([(TRANSLATIONS_PROPOSED, article.article_id, value, [])])

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

    async def until(
        self, articles: list[IngestedArticle], wanted: dict[str, str | None], *, by: str = "of"
    ) -> dict[str, int]:
        """Waits until each article's highest section names what it is wanted to. Returns the counts of changes."""
        shown: dict[str, DuplicateSection] = {}
        try:
            async with asyncio.timeout(WITHIN):
                while {key: getattr(section.duplicate, by) for key, section in shown.items()} != wanted:
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

    async def shared_among(self, instances: int) -> None:
        """Waits until so many instances have their partitions."""
        admin = AIOKafkaAdminClient(bootstrap_servers=self.kafka.kafka_bootstrap)
        await admin.start()
        try:
            async with asyncio.timeout(WITHIN):
                while True:
                    (answer,) = await admin.describe_consumer_groups(["deduplication"])
                    _error, _name, state, _type, _protocol, members, *_ = answer.groups[0]
                    if (state, len(members)) == ("Stable", instances):
                        return
                    await asyncio.sleep(0.3)
        finally:
            await admin.close()

    async def written_again(self, every: list[IngestedArticle], before: dict[str, int]) -> None:
        """Waits until more is written of each article than there was."""
        async with asyncio.timeout(WITHIN):
            while any(  # noqa: ASYNC110 - only Kafka knows
                len(found) <= before[key] for key, found in (await self.sections(every)).items()
            ):
                await asyncio.sleep(0.3)


@contextlib.asynccontextmanager
async def running(news: News, instance: str, state_dir: Path | None = None) -> AsyncIterator[Starlette]:
    """Runs an instance, which keeps its state in a folder where one is given."""
    kafka = news.kafka.model_copy(update={"instance": instance})
    app = build_app(DeduplicationSettings(kafka=kafka, state_dir=state_dir))
    async with app.router.lifespan_context(app):
        yield app
