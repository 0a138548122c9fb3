"""The whole service on a broker in memory."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import msgspec
import pytest
from aiokafka import TopicPartition

from babelwire_contracts import schemas
from babelwire_contracts.codec import decode, encode
from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_contracts.records import Amendment
from babelwire_contracts.sections import StorySection
from babelwire_contracts.stories import Joined, StoryMember
from babelwire_contracts.topics import (
    ARTICLES_EMBEDDED,
    ARTICLES_STORIES,
    ARTICLES_TAGGED,
    CATALOGUE,
    STORIES_ARRIVALS,
    Topic,
    dead_letters,
)
from babelwire_messaging.memory import MemoryKafka
from babelwire_messaging.partitioning import partition_of
from babelwire_messaging.settings import KafkaSettings
from babelwire_stories import app
from babelwire_stories.settings import StoriesSettings

from .arrivals import article
from .test_teller import BY_ANGLE, bridge

WITHIN = 60.0


@dataclass
class Service:
    """The broker, and one instance at a time."""

    broker: MemoryKafka = field(default_factory=MemoryKafka)

    def __post_init__(self) -> None:
        for topic in CATALOGUE.values():
            self.broker.create(topic.name, topic.partitions, topic.config())
        for topic in (ARTICLES_EMBEDDED, STORIES_ARRIVALS):
            at_start = {TopicPartition(topic.name, number): 0 for number in range(topic.partitions)}
            self.broker.committed["stories"].update(at_start)

    async def arrive(self, *articles: EmbeddedArticle) -> None:
        for one in articles:
            await self.write(ARTICLES_EMBEDDED, one.article_id.encode(), encode(one))

    async def write(self, topic: Topic, key: bytes, value: bytes) -> None:
        place = TopicPartition(topic.name, partition_of(key, topic.partitions))
        await self.broker.append(place, [(key, value, [])])

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        running = app.build_app(StoriesSettings(kafka=KafkaSettings()), self.broker)
        async with (
            running.router.lifespan_context(running),
            httpx.AsyncClient(transport=httpx.ASGITransport(running), base_url="http://127.0.0.1") as http,
        ):
            async with asyncio.timeout(WITHIN):
                while not (await http.get("/readyz")).is_success:  # noqa: ASYNC110 - as in `until`
                    await asyncio.sleep(0.02)
            yield

    def on(self, topic: Topic) -> list[Any]:
        return [record for place in self.broker.topics[topic.name] for record in place.since(0)]

    def shown(self) -> dict[str, str]:
        """What the index would show: of each article the story of the highest version, the same each time."""
        newest: dict[str, StorySection] = {}
        for record in self.on(ARTICLES_TAGGED):
            amendment = decode(record.value, Amendment)
            assert isinstance(amendment.story, StorySection)
            before = newest.get(amendment.article_id)
            if before is not None and before.version == amendment.story.version:
                assert before == amendment.story
            if before is None or before.version < amendment.story.version:
                newest[amendment.article_id] = amendment.story
        return {article_id: section.story_id for article_id, section in newest.items()}

    def remembered(self) -> dict[str, StoryMember | None]:
        """The last record of each article."""
        return {
            record.key.decode(): None if record.value is None else decode(record.value, StoryMember)
            for record in self.on(ARTICLES_STORIES)
        }


@pytest.fixture(autouse=True)
def by_angle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "fitted", lambda: BY_ANGLE)


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(WITHIN):
        while not condition():  # noqa: ASYNC110 - the service sets no event of a test's
            await asyncio.sleep(0.02)


async def test_stories_are_told_merged_and_known_after_a_restart() -> None:
    service = Service()
    (one, two), between = bridge()
    async with service.running():
        await service.arrive(one, two)
        await until(lambda: len(service.shown()) == 2)
    (founder,) = {one.article_id, two.article_id} & set(list(service.shown().values())[:1])
    async with service.running():
        await service.arrive(between)
        await until(lambda: len(set(service.shown().values())) == 1 and len(service.shown()) == 3)
    assert set(service.shown().values()) == {founder}
    remembered = service.remembered()
    assert {member.story_id for member in remembered.values() if member is not None} == {founder}
    told = [decode(record.value, Amendment) for record in service.on(ARTICLES_TAGGED)]
    (joined,) = [each.joined for each in told if each.article_id == between.article_id]
    assert isinstance(joined, Joined)
    assert joined.article_id in {one.article_id, two.article_id}
    assert service.on(dead_letters("stories")) == []


async def test_a_replay_changes_nothing_but_is_said_again() -> None:
    service = Service()
    articles = [article(name, 1) for name in "abc"]
    async with service.running():
        await service.arrive(*articles)
        await until(lambda: len(service.shown()) == 3)
        shown, said = service.shown(), len(service.on(ARTICLES_TAGGED))
        await service.arrive(*articles)
        await until(lambda: len(service.on(ARTICLES_TAGGED)) == said + 3)
    assert service.shown() == shown
    async with service.running():
        await service.arrive(article("d", 1))
        await until(lambda: len(service.shown()) == 4)
    assert set(service.shown().values()) == set(shown.values())


async def test_what_has_no_vector_is_in_no_story_and_a_bad_one_goes_to_the_dead_letters() -> None:
    service = Service()
    good, again = article("a", 1), article("b", 1)
    fields = {name: getattr(good, name) for name in good.__struct_fields__}
    empty = EmbeddedArticle(**fields | {"vector": b"", "revision": "9", "text": "…"})
    zeros = EmbeddedArticle(**fields | {"article_id": "f" * 32, "vector": bytes(16)})
    async with service.running():
        await service.arrive(good)
        await until(lambda: len(service.shown()) == 1)
        await service.arrive(zeros, empty)
        await until(lambda: service.remembered().get(good.article_id, good) is None)
        await service.arrive(again)
        await until(lambda: again.article_id in service.shown())
        await until(lambda: len(service.on(dead_letters("stories"))) == 1)
    assert service.shown()[again.article_id] == again.article_id


async def test_who_takes_over_knows_what_another_decided() -> None:
    service = Service()
    async with service.running():
        async with service.running():
            await service.arrive(*(article(name, 1) for name in "abc"))
            await until(lambda: len(service.shown()) == 3)
        await service.arrive(*(article(name, 1) for name in "de"))
        await until(lambda: len(service.shown()) == 5)
    assert len(set(service.shown().values())) == 1


async def test_every_committed_example_goes_through() -> None:
    service = Service()
    examples = [
        (topic, value)
        for topic in (ARTICLES_STORIES, ARTICLES_EMBEDDED, STORIES_ARRIVALS)
        for value in schemas.examples(topic).values()
    ]
    for topic, value in examples:
        await service.write(topic, msgspec.json.decode(value)["article_id"].encode(), value)
    async with service.running():
        await until(lambda: "0f" * 16 in service.shown())
        await service.arrive(article("last", 1))
        await until(lambda: article("last", 1).article_id in service.shown())
    assert service.on(dead_letters("stories")) == []
