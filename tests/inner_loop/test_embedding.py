"""From a captured article to its vector, through the services on a broker in memory."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import msgspec
import pytest
from aiokafka import TopicPartition
from tests.inner_loop.test_services_in_memory import House, until
from tests.vectors import DigestModel

from babelwire_contracts import schemas
from babelwire_contracts.codec import decode
from babelwire_contracts.embeddings import EmbeddedArticle, EmbeddingTask
from babelwire_contracts.identity import revision
from babelwire_contracts.records import TaggedArticle
from babelwire_contracts.services import SERVICES
from babelwire_contracts.topics import (
    ARTICLES_EMBEDDED,
    ARTICLES_TAGGED,
    EMBEDDING_BACKFILL,
    EMBEDDING_FRESH,
    EMBEDDING_REPLAY,
    Topic,
    consumed_by,
    dead_letters,
)
from babelwire_messaging.errors import StopConsuming
from babelwire_messaging.partitioning import partition_of

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
"""When the broker's clock begins."""


@pytest.fixture
def house() -> House:
    return House()


def embedded(house: House) -> list[EmbeddedArticle]:
    return [decode(record.value, EmbeddedArticle) for record in house.on(ARTICLES_EMBEDDED)]


async def written(house: House, topic: Topic, count: int) -> None:
    async def enough() -> bool:
        return len(house.on(topic)) >= count

    await until(enough)


async def done(house: House) -> None:
    """Waits until embedding has committed all that its topics hold."""

    async def nothing_left() -> bool:
        committed = house.broker.committed["embedding"]
        return all(
            committed.get(TopicPartition(topic.name, number), 0) >= place.end
            for topic in consumed_by("embedding")
            for number, place in enumerate(house.broker.topics[topic.name])
        )

    await until(nothing_left)


async def write(house: House, topic: Topic, value: bytes, headers: Sequence[tuple[str, bytes]] = ()) -> None:
    key = str(msgspec.json.decode(value)["article_id"]).encode()
    partition = TopicPartition(topic.name, partition_of(key, topic.partitions))
    await house.broker.append(partition, [(key, value, list(headers))])


def tagged(title: str = "Vuelve", minutes: float = 0) -> bytes:
    """An article captured so long after the broker's clock began."""
    article = decode(schemas.examples(ARTICLES_TAGGED)["spanish-original"], TaggedArticle)
    captured_at = NOW + timedelta(minutes=minutes)
    content = msgspec.structs.replace(
        article.content, title=title, captured_at=captured_at, revision=revision(captured_at, article.capture_id)
    )
    return msgspec.json.encode(msgspec.structs.replace(article, content=content))


async def test_an_article_gets_a_vector_and_the_same_text_no_second_one(house: House) -> None:
    async with house.running("embedding"):
        for minutes, title in enumerate(("Vuelve", "Vuelve", "No vuelve")):
            await write(house, ARTICLES_TAGGED, tagged(title, minutes))
            await done(house)
    first, again, other = embedded(house)
    assert (first.language, first.title) == ("es", "Vuelve")
    assert first.vector == house.model.vector(house.model.asked[0])
    assert (again.vector, again.text_hash, again.revision > first.revision) == (first.vector, first.text_hash, True)
    assert other.vector != first.vector
    assert len(house.model.asked) == 2
    assert house.on(dead_letters("embedding")) == []


async def test_what_was_embedded_before_a_restart_is_known_after_it(house: House) -> None:
    models = []
    for minutes, name in enumerate(("digest-00000001", "digest-00000001", "digest-00000002")):
        models.append(DigestModel(name))
        house.model = models[-1]
        async with house.running("embedding"):
            await write(house, ARTICLES_TAGGED, tagged(minutes=minutes))
            await done(house)
    assert [len(model.asked) for model in models] == [1, 0, 1]
    assert [article.model[-1] for article in embedded(house)] == ["1", "1", "2"]


@pytest.mark.parametrize(
    ("minutes", "headers", "lane"),
    [
        (-5, [], EMBEDDING_FRESH),
        (-3000, [], EMBEDDING_BACKFILL),
        (-5, [("replay-id", b"r1")], EMBEDDING_REPLAY),
    ],
)
async def test_a_task_waits_in_its_lane_and_readiness_tells_how_many(
    house: House, minutes: int, headers: list[tuple[str, bytes]], lane: Topic
) -> None:
    async with house.running("embedding"):
        await write(house, ARTICLES_TAGGED, tagged(minutes=minutes), headers)
        await written(house, ARTICLES_EMBEDDED, 1)
        answer = (await house.http["embedding"].get("/readyz")).json()
    (task,) = house.on(lane)
    assert decode(task.value, EmbeddingTask).captured_at == NOW + timedelta(minutes=minutes)
    assert answer["status"] == "ready"
    assert answer["backlog"] == {"fresh": 0, "backfill": 0, "replay": 0}


async def test_each_example_of_what_it_reads_goes_through(house: House) -> None:
    async with house.running("embedding"):
        for topic in (*consumed_by("embedding"), ARTICLES_EMBEDDED):
            for example in schemas.examples(topic).values():
                await write(house, topic, example)
        await done(house)
        assert await house.is_ready("embedding")
    assert house.on(dead_letters("embedding")) == []


@pytest.mark.parametrize("topic", consumed_by("embedding"), ids=lambda topic: topic.name)
async def test_what_cannot_be_read_is_a_dead_letter(house: House, topic: Topic) -> None:
    async with house.running("embedding"):
        await house.broker.append(TopicPartition(topic.name, 0), [(b"a" * 32, b"{broken", [])])
        await written(house, dead_letters("embedding"), 1)
        assert await house.is_ready("embedding")
    (letter,) = house.on(dead_letters("embedding"))
    assert dict(letter.headers)["dead-letter-topic"] == topic.name.encode()


async def test_a_model_that_lies_pauses_the_service_and_loses_nothing(house: House) -> None:
    async with house.running("embedding"):
        house.model.fails = StopConsuming("ServerLies: the server gives 3 vectors for 2 texts")
        await write(house, ARTICLES_TAGGED, tagged())
        await until(partial(paused, house))
        reason = (await house.http["embedding"].get("/readyz")).json()["reasons"][0]
    assert "babelwire resume embedding" in reason
    assert "ServerLies" in reason
    assert (house.on(ARTICLES_EMBEDDED), house.on(dead_letters("embedding"))) == ([], [])


async def paused(house: House) -> bool:
    return not await house.is_ready("embedding")


def test_the_lanes_are_those_of_the_table() -> None:
    assert SERVICES["embedding"].lanes == tuple(
        topic.name for topic in (EMBEDDING_FRESH, EMBEDDING_BACKFILL, EMBEDDING_REPLAY)
    )
