"""Topics as the catalogue has them, and what is said of those that somebody else made."""

import asyncio
import uuid
from datetime import timedelta

import msgspec
import pytest
from aiokafka.admin import NewTopic
from structlog.testing import capture_logs

from babelwire_contracts.receipts import Receipt
from babelwire_contracts.topics import Cleanup, Topic
from babelwire_messaging.clients import admin
from babelwire_messaging.errors import TransientError
from babelwire_messaging.memory import MemoryKafka
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.topics import Difference, TopicMismatch, cluster_id, creation_config, ensure_topics
from babelwire_messaging.topics import differences as differences_of
from babelwire_observability import metrics

WEEK_MS = str(7 * 24 * 3600 * 1000)


@pytest.fixture
def topic() -> Topic:
    return Topic(
        name=f"tests.topics-{uuid.uuid4().hex[:8]}",
        key="text",
        carries="test",
        models=(Receipt,),
        partitions=2,
        retention=timedelta(days=7),
    )


@pytest.fixture
def kafka(kafka_bootstrap: str) -> KafkaSettings:
    return KafkaSettings(kafka_bootstrap=kafka_bootstrap)


async def made_elsewhere(kafka: KafkaSettings, topic: Topic, partitions: int, **settings: str) -> None:
    """A topic that somebody made by hand."""
    configs = {name.replace("_", "."): value for name, value in settings.items()}
    async with admin(kafka) as client:
        answer = await client.create_topics(
            [NewTopic(name=topic.name, num_partitions=partitions, replication_factor=1, topic_configs=configs)]
        )
    assert [code for _, code, *_ in answer.topic_errors] == [0]


async def checked(kafka: KafkaSettings, *topics: Topic) -> None:
    """Repeats the check while the broker cannot describe yet what it has just made."""
    async with asyncio.timeout(30):
        while True:
            try:
                return await ensure_topics(kafka, topics)
            except TransientError:
                await asyncio.sleep(0.2)


def as_dict(differences: list[Difference]) -> dict[str, tuple[str, str]]:
    return {one.setting: (one.found, one.wanted) for one in differences}


@pytest.mark.parametrize(("replication", "in_sync"), [(1, None), (2, None), (3, "2"), (5, "4")])
def test_a_topic_is_made_with_one_replica_to_spare(topic: Topic, replication: int, in_sync: str | None) -> None:
    assert creation_config(topic, replication).get("min.insync.replicas") == in_sync


@pytest.mark.stack
async def test_a_topic_of_our_own_making_differs_in_nothing(kafka: KafkaSettings, topic: Topic) -> None:
    compacted = msgspec.structs.replace(topic, name=f"{topic.name}-c", cleanup=Cleanup.COMPACT, retention=None)
    with capture_logs() as logs:
        await checked(kafka, topic, compacted)
    assert await differences_of(kafka, [topic, compacted]) == []
    assert [line for line in logs if line["event"] == "topic_differs"] == []


@pytest.mark.stack
async def test_each_setting_that_somebody_else_chose_is_named(kafka: KafkaSettings, topic: Topic) -> None:
    await made_elsewhere(
        kafka,
        topic,
        partitions=2,
        cleanup_policy="compact",
        retention_ms="60000",
        min_insync_replicas="2",
        message_timestamp_type="CreateTime",
        max_message_bytes="1048588",
    )
    expected = {
        "cleanup.policy": ("compact", "delete"),
        "retention.ms": ("60000", WEEK_MS),
        "min.insync.replicas": ("2", "1"),
        "message.timestamp.type": ("CreateTime", "LogAppendTime"),
        "max.message.bytes": ("1048588", str(16 * 1024 * 1024)),
    }
    with capture_logs() as logs:
        await checked(kafka, topic)
    assert as_dict(await differences_of(kafka, [topic])) == expected
    named = {line["setting"]: (line["found"], line["wanted"]) for line in logs if line["event"] == "topic_differs"}
    assert named == expected
    assert metrics.TOPIC_DIFFERENCES.labels(topic.name)._value.get() == len(expected)


@pytest.mark.stack
async def test_a_topic_short_of_replicas_is_named(kafka: KafkaSettings, topic: Topic) -> None:
    await checked(kafka, topic)
    replicated = kafka.model_copy(update={"topic_replication": 3})
    assert as_dict(await differences_of(replicated, [topic])) == {
        "replicas": ("1", "3"),
        "min.insync.replicas": ("1", "2"),
    }


@pytest.mark.stack
async def test_a_partition_count_still_refuses(kafka: KafkaSettings, topic: Topic) -> None:
    await made_elsewhere(kafka, topic, partitions=3)
    with pytest.raises(TopicMismatch, match="has 3 partitions, the catalogue says 2"):
        await checked(kafka, topic)


@pytest.mark.stack
async def test_what_is_not_there_yet_differs_in_nothing(kafka: KafkaSettings, topic: Topic) -> None:
    assert await differences_of(kafka, [topic]) == []


@pytest.mark.stack
async def test_a_cluster_says_which_it_is_and_is_no_other(kafka: KafkaSettings) -> None:
    own = await cluster_id(kafka)
    assert own == await cluster_id(kafka)
    in_memory = {await cluster_id(kafka, MemoryKafka()) for _ in range(2)}
    assert len({own, *in_memory}) == 3


async def test_a_cluster_that_is_away_does_not_say() -> None:
    with pytest.raises(TransientError, match="does not say"):
        await cluster_id(KafkaSettings(kafka_bootstrap="127.0.0.1:1"))
