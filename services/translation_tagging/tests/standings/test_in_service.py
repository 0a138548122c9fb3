"""The whole service on a broker in memory: what it learns of a publisher reaches the articles that went by."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaConnectionError

from babelwire_contracts.codec import decode, encode
from babelwire_contracts.content import Clue, ClueKind, Content, Publisher
from babelwire_contracts.publishers import PublisherObservation, PublisherStanding
from babelwire_contracts.records import Amendment, DeduplicatedArticle, TaggedArticle
from babelwire_contracts.sections import Duplicate, DuplicateSection, SectionVersion, TagsSection
from babelwire_contracts.topics import (
    ARTICLES_DEDUPLICATED,
    ARTICLES_TAGGED,
    CATALOGUE,
    PUBLISHERS_OBSERVED,
    PUBLISHERS_STANDING,
    Topic,
    dead_letters,
)
from babelwire_messaging.memory import MemoryKafka
from babelwire_messaging.partitioning import partition_of
from babelwire_messaging.settings import KafkaSettings
from babelwire_translation_tagging import app
from babelwire_translation_tagging.outlets.registry import OutletRegistry
from babelwire_translation_tagging.settings import TranslationTaggingSettings
from babelwire_translation_tagging.tagger import Tagger

from .seen import DOMAIN, ORIGINAL, SILENT, TRANSLATED, article_id

WITHIN = 90.0
NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
BODY = "The council voted on Tuesday evening to keep the old ferry in service for another winter, the mayor said."
FOREIGN, OWN, NONE = "Source: El Mundo", "Source: The Guardian", None


def article(number: int, source: str | None, *, revision: str = "2026-r", domain: str = DOMAIN) -> DeduplicatedArticle:
    clues = [] if source is None else [Clue(kind=ClueKind.SOURCE_LINE, where="text line 9", words=source)]
    content = Content(
        revision=revision,
        generation=1,
        content_hash="h",
        captured_at=NOW,
        title=f"The ferry stays, says council {number}",
        body=BODY,
        publisher=Publisher(name="The Limited Times", domain=domain),
        clues=clues,
    )
    duplicate = DuplicateSection(version=SectionVersion(revision=revision, content_generation=1), duplicate=Duplicate())
    return DeduplicatedArticle(
        article_id=article_id(number), capture_id=f"{number:032x}", content=content, duplicate=duplicate
    )


THIRTY = [
    *(article(number, FOREIGN) for number in range(28)),
    article(28, NONE),
    article(29, NONE),
    article(30, OWN),
]
"""And one more, which is no translation."""


@dataclass
class Service:
    """The broker, and one instance at a time."""

    broker: MemoryKafka = field(default_factory=MemoryKafka)
    kafka: KafkaSettings = field(default_factory=KafkaSettings)
    http: httpx.AsyncClient | None = None

    def __post_init__(self) -> None:
        for topic in CATALOGUE.values():
            self.broker.create(topic.name, topic.partitions, topic.config())
        partitions = range(ARTICLES_DEDUPLICATED.partitions)
        at_start = {TopicPartition(ARTICLES_DEDUPLICATED.name, number): 0 for number in partitions}
        self.broker.committed["translation_tagging"].update(at_start)

    async def write(self, topic: Topic, *records: tuple[str, Any]) -> None:
        for key, message in records:
            value = message if message is None else encode(message)
            number = partition_of(key.encode(), topic.partitions)
            await self.broker.append(TopicPartition(topic.name, number), [(key.encode(), value, [])])

    async def arrive(self, articles: Iterable[DeduplicatedArticle]) -> None:
        await self.write(ARTICLES_DEDUPLICATED, *((one.article_id, one) for one in articles))

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        running = app.build_app(TranslationTaggingSettings(kafka=self.kafka), self.broker)
        async with (
            running.router.lifespan_context(running),
            httpx.AsyncClient(transport=httpx.ASGITransport(running), base_url="http://127.0.0.1") as self.http,
        ):
            await self.until_ready()
            yield

    async def until_ready(self) -> None:
        async with asyncio.timeout(WITHIN):
            while await self.not_ready():  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.02)

    async def not_ready(self) -> str:
        assert self.http is not None
        answer = await self.http.get("/readyz")
        return "" if answer.is_success else answer.text

    def on(self, topic: Topic) -> list[Any]:
        return [record for place in self.broker.topics[topic.name] for record in place.since(0)]

    def tagged(self) -> list[TaggedArticle | Amendment]:
        return [decode(record.value, TaggedArticle | Amendment) for record in self.on(ARTICLES_TAGGED)]

    def shown(self) -> dict[str, TagsSection]:
        """What the index would show: of each article the tags of the highest version, which are the same each time."""
        newest: dict[str, TagsSection] = {}
        for one in self.tagged():
            assert isinstance(one.tags, TagsSection)
            before = newest.get(one.article_id)
            if before is not None and before.version == one.tags.version:
                assert before == one.tags
            if before is None or before.version < one.tags.version:
                newest[one.article_id] = one.tags
        return newest

    def statuses(self, *numbers: int) -> list[str]:
        shown = self.shown()
        known = [shown.get(article_id(number)) for number in numbers]
        return [one.translation.status if one is not None else "not there" for one in known]

    def amended(self) -> list[str]:
        return [one.article_id for one in self.tagged() if isinstance(one, Amendment)]

    def standings(self) -> list[PublisherStanding]:
        return [decode(record.value, PublisherStanding) for record in self.on(PUBLISHERS_STANDING)]

    def is_noted(self) -> bool:
        """Whether every partition's mark says that its articles have heard of all that is known."""
        ends = [place.end for place in self.broker.topics[PUBLISHERS_STANDING.name]]
        groups = [self.broker.committed[f"translation_tagging.partition-{number}"] for number in range(6)]
        return all(
            group.get(TopicPartition(PUBLISHERS_STANDING.name, number)) == end
            for group in groups
            for number, end in enumerate(ends)
        )


@pytest.fixture(autouse=True)
def built_once(tagger: Tagger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading the registry and the detectors' models takes longer than any of these tests."""
    monkeypatch.setattr(app, "load_registry", lambda _own: OutletRegistry([]))
    monkeypatch.setattr(app, "build_tagger", lambda _generation, _registry: tagger)


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(WITHIN):
        while not condition():  # noqa: ASYNC110 - the service sets no event of a test's
            await asyncio.sleep(0.02)


async def test_those_that_say_nothing_are_amended_and_one_that_comes_later_hears_at_once() -> None:
    service = Service()
    await service.arrive(THIRTY)
    async with service.running():
        await until(lambda: service.statuses(28, 29) == [TRANSLATED, TRANSLATED])
        await service.arrive([article(99, NONE)])
        await until(lambda: service.statuses(99) == [TRANSLATED])
    assert service.statuses(30, 0) == [ORIGINAL, TRANSLATED]
    assert set(service.amended()) == set(map(article_id, (28, 29)))
    assert service.on(dead_letters("translation_tagging")) == []


async def test_started_again_it_changes_nothing_and_a_replay_gives_the_same_tags() -> None:
    service = Service()
    await service.arrive(THIRTY)
    async with service.running():
        await until(lambda: service.statuses(28, 29) == [TRANSLATED, TRANSLATED])
        await until(service.is_noted)
    before = {topic.name: len(service.on(topic)) for topic in CATALOGUE.values()}
    shown = service.shown()
    async with service.running():
        await asyncio.sleep(1)
        assert {topic.name: len(service.on(topic)) for topic in CATALOGUE.values()} == before
        await service.arrive(THIRTY)
        await until(lambda: len(service.tagged()) == before[ARTICLES_TAGGED.name] + len(THIRTY))
        await asyncio.sleep(1)
    assert service.shown() == shown
    assert len(service.on(PUBLISHERS_OBSERVED)) == before[PUBLISHERS_OBSERVED.name]
    assert len(service.amended()) == 2


async def test_what_was_learnt_while_nobody_amended_is_found_at_the_next_start() -> None:
    """As after a crash between the standing and its amendments."""
    service = Service()
    await service.arrive([article(1, NONE), article(2, NONE, domain="thewiderwindow.example"), article(3, OWN)])
    async with service.running():
        await until(lambda: SILENT in service.statuses(1) and len(service.on(PUBLISHERS_OBSERVED)) == 3)
    seen = [
        PublisherObservation(
            domain=DOMAIN,
            article_id=f"{number:032x}",
            version=SectionVersion(revision="r", content_generation=1),
            status=TRANSLATED,
        )
        for number in range(40)
    ]
    await service.write(PUBLISHERS_OBSERVED, *((one.key, one) for one in seen))
    await service.write(PUBLISHERS_STANDING, (DOMAIN, PublisherStanding(domain=DOMAIN, translates=True, n=1)))
    async with service.running():
        await until(lambda: service.statuses(1) == [TRANSLATED])
        await until(service.is_noted)
    assert service.statuses(2, 3) == [SILENT, ORIGINAL]
    assert service.amended() == [article_id(1)]
    assert [standing.n for standing in service.standings()] == [1]


async def test_what_is_taken_back_is_amended_back() -> None:
    service = Service()
    await service.arrive(THIRTY)
    async with service.running():
        await until(lambda: service.statuses(28, 29) == [TRANSLATED, TRANSLATED])
        last = service.standings()[-1].n
        await service.arrive(article(number, OWN, revision="2027-r") for number in range(10))
        await until(lambda: service.statuses(28, 29, 0) == [SILENT, SILENT, ORIGINAL])
        await until(service.is_noted)
    assert service.standings()[-1] == PublisherStanding(domain=DOMAIN, n=last + 1)
    assert service.shown()[article_id(28)].version.n == last + 1


async def test_amendments_wait_for_a_broker_that_is_away() -> None:
    service = Service()
    await service.arrive([article(1, NONE)])
    async with service.running():
        await until(lambda: service.statuses(1) == [SILENT])
        service.broker.away = KafkaConnectionError("gone")
        async with asyncio.timeout(WITHIN):
            while not await service.not_ready():  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.02)
        service.broker.away = None
        await service.arrive(article(number, FOREIGN) for number in range(10, 40))
        await until(lambda: service.statuses(1) == [TRANSLATED])
        await service.until_ready()


async def test_a_record_under_the_key_of_another_publisher_is_a_dead_letter() -> None:
    service = Service()
    async with service.running():
        await service.write(PUBLISHERS_STANDING, ("other.example", PublisherStanding(domain=DOMAIN, n=1)))
        seen = PublisherObservation(
            domain=DOMAIN,
            article_id=article_id(1),
            version=SectionVersion(revision="r", content_generation=1),
            status=TRANSLATED,
        )
        await service.write(PUBLISHERS_OBSERVED, (f"other.example:{article_id(1)}", seen))
        await until(lambda: len(service.on(dead_letters("translation_tagging"))) == 2)
        assert await service.not_ready() == ""
    errors = {dict(letter.headers)["dead-letter-error"] for letter in service.on(dead_letters("translation_tagging"))}
    assert errors == {b"PublisherMalformed"}
