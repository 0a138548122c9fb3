"""Marks are there for whoever asks next, and a mark that cannot be read is never taken for one that was never set."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Collection
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaConnectionError

from babelwire_messaging import marks, offsets
from babelwire_messaging.clients import KAFKA
from babelwire_messaging.errors import TransientError
from babelwire_messaging.marks import Marks, PartitionMarks
from babelwire_messaging.memory import MemoryKafka
from babelwire_messaging.settings import KafkaSettings

from .brokers import Broker
from .conftest import a_topic


class Loading(MemoryKafka):
    """Its coordinator has not read the offsets of old yet: an error of the whole answer, as aiokafka passes it on."""

    def __init__(self, answers: float) -> None:
        super().__init__()
        self._empty = answers

    @contextlib.asynccontextmanager
    async def admin(self, kafka: KafkaSettings) -> AsyncIterator[Any]:
        async with super().admin(kafka) as client:
            known = client.list_consumer_group_offsets

            async def listed(group: str, partitions: Collection[TopicPartition] | None = None) -> Any:
                self._empty -= 1
                return {} if self._empty >= 0 else await known(group, partitions)

            client.list_consumer_group_offsets = listed  # type: ignore[method-assign]
            yield client


async def test_what_one_sets_another_gets(broker: Broker) -> None:
    group = f"marks-{broker.topic.name}"
    one, other = (Marks(broker.kafka, broker.clients) for _ in range(2))
    assert await other.get(group, broker.topic) == {}
    await one.set(group, broker.topic, {0: 7})
    assert await other.get(group, broker.topic) == {0: 7}
    await one.set(group, broker.topic, {})
    await one.set(group, broker.topic, {0: 3, 1: 0})
    assert await other.get(group, broker.topic) == {0: 3, 1: 0}
    assert await other.get(f"{group}-other", broker.topic) == {}


async def test_a_system_with_a_prefix_has_marks_of_its_own() -> None:
    clients, topic = MemoryKafka(), a_topic()
    shadow = KafkaSettings(topic_prefix="shadow.")
    await Marks(shadow, clients).set("group", topic, {1: 5})
    assert clients.committed == {"shadow.group": {TopicPartition(f"shadow.{topic.name}", 1): 5}}
    assert await Marks(shadow, clients).get("group", topic) == {1: 5}
    assert await Marks(KafkaSettings(), clients).get("group", topic) == {}


async def test_each_partition_has_its_own_and_waits_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "_AGAIN_SECONDS", 0.01)
    clients, topic = MemoryKafka(), a_topic()
    kept = PartitionMarks(KafkaSettings(), "service", topic, clients)
    await kept.set(3, {0: 7})
    assert clients.committed == {"service.partition-3": {TopicPartition(topic.name, 0): 7}}
    clients.away = KafkaConnectionError("gone")
    getting = asyncio.create_task(kept.get(3))
    await asyncio.sleep(0.05)
    assert not getting.done()
    clients.away = None
    assert await getting == {0: 7}
    assert await kept.get(2) == {}


async def test_a_coordinator_that_loads_is_asked_again() -> None:
    clients, topic = Loading(answers=1), a_topic()
    await Marks(KafkaSettings(), clients).set("group", topic, {0: 7})
    assert await Marks(KafkaSettings(), clients).get("group", topic) == {0: 7}


async def test_one_that_goes_on_loading_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offsets, "_COORDINATOR_SECONDS", 0.0)
    with pytest.raises(TransientError, match="GroupLoadInProgressError"):
        await Marks(KafkaSettings(), Loading(answers=float("inf"))).get("group", a_topic())


@pytest.mark.parametrize("clients", [MemoryKafka(), KAFKA])
async def test_a_kafka_that_is_away_is_said_to_be(clients: MemoryKafka, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "_SECONDS", 5.0)
    if isinstance(clients, MemoryKafka):
        clients.away = KafkaConnectionError("gone")
    kept = Marks(KafkaSettings(kafka_bootstrap="127.0.0.1:1"), clients)
    with pytest.raises(TransientError, match=r"127\.0\.0\.1:1 keeps no marks now"):
        await kept.set("group", a_topic(), {0: 7})
    with pytest.raises(TransientError, match=r"127\.0\.0\.1:1 keeps no marks now"):
        await kept.get("group", a_topic())


async def test_a_commit_that_comes_to_nothing_is_given_up(real: Broker, monkeypatch: pytest.MonkeyPatch) -> None:
    """By itself aiokafka tries it again for ever, here for a topic that is not there."""
    monkeypatch.setattr(marks, "_SECONDS", 3.0)
    with pytest.raises(TransientError, match="TimeoutError"):
        await Marks(real.kafka).set("group", a_topic(), {0: 7})
