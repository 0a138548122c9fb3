"""One producer at a time: what Kafka cannot take now waits with it, and a failed one is really ended."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from aiokafka.admin import NewTopic
from aiokafka.errors import ProducerClosed
from tests.second_broker import SecondBroker

from babelwire_contracts.codec import encode
from babelwire_contracts.topics import Topic
from babelwire_messaging import producers
from babelwire_messaging.clients import admin, producer
from babelwire_messaging.errors import TransientError
from babelwire_messaging.lanes import Outgoing
from babelwire_messaging.publisher import Publisher
from babelwire_messaging.waiting import Waiting
from babelwire_stack import SHORT_LIVED, Stack, free_ports

pytestmark = pytest.mark.stack

COUNT = 30


def outgoing(bench: Any, topic: Topic, begin: int = 0) -> list[Outgoing]:
    return [
        Outgoing(topic.name, number % topic.partitions, b"key", encode(bench.message(str(begin + number))), [])
        for number in range(COUNT)
    ]


def senders(bench: Any) -> list[asyncio.Task[Any]]:
    """The sender tasks of all producers that live, save that of the bench."""
    living = [task for task in asyncio.all_tasks() if "_sender_routine" in repr(task.get_coro())]
    return [task for task in living if task is not bench.producer._sender.sender_task]


@pytest.fixture(scope="module")
def own_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack that loses a broker: what Kafka has laid on that one is not to be missed by other tests."""
    running = Stack(data_dir=tmp_path_factory.mktemp("stack"), ports=free_ports(), java_options=SHORT_LIVED)
    running.start(services=[])
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="module")
def kafka_bootstrap(own_stack: Stack) -> str:
    return own_stack.kafka_bootstrap


@pytest.fixture
def second_broker(own_stack: Stack, bench: Any) -> Iterator[SecondBroker]:
    broker = SecondBroker(own_stack)
    with broker.running():
        yield broker


async def test_a_topic_short_of_replicas_is_waited_for_by_one_producer_and_written_once(
    bench: Any, second_broker: SecondBroker
) -> None:
    """Eight attempts left eight senders, and the batch was written nine times on recovery."""
    kafka = bench.kafka.model_copy(update={"publish_timeout": 2.0})
    replicated = NewTopic(bench.topic.name + ".replicated", 3, 2, topic_configs={"min.insync.replicas": "2"})
    topic = Topic(
        **{name: getattr(bench.topic, name) for name in bench.topic.__struct_fields__} | {"name": replicated.name}
    )
    async with admin(kafka) as client:
        await client.create_topics([replicated])
    publisher = Publisher(bench.service, kafka)
    async with publisher.running():
        await publisher.deliver(outgoing(bench, topic), Waiting())
        second_broker.kill()
        waiting = Waiting()
        delivery = asyncio.create_task(publisher.deliver(outgoing(bench, topic, COUNT), waiting))
        await bench.until(lambda: waiting.reason is not None)
        with pytest.raises(TransientError):
            await publisher.send(outgoing(bench, topic, 2 * COUNT)[:3])
        assert len(senders(bench)) == 1
        await asyncio.to_thread(second_broker.start)
        await delivery
        assert waiting.reason is None
    texts = [record.value for record in await bench.read(topic)]
    assert len(texts) == len(set(texts)) >= 2 * COUNT
    assert senders(bench) == []


async def test_a_failed_producer_is_ended_only_by_whoever_found_it_failed(bench: Any) -> None:
    publisher = Publisher(bench.service, bench.kafka)
    async with publisher.running():
        failed = publisher._producer
        assert failed is not None
        sender = failed._sender.sender_task
        await bench.until(lambda: sender._fut_waiter is not None)
        sender._fut_waiter.set_exception(ZeroDivisionError("a bug in the sender"))
        await asyncio.gather(*(publisher.deliver(outgoing(bench, bench.topic, n * COUNT), Waiting()) for n in range(3)))
        assert publisher._producer is not failed
        assert len(senders(bench)) == 1
    assert len({record.value for record in await bench.read(bench.topic)}) == 3 * COUNT


async def test_what_an_ended_producer_was_handed_is_never_written(bench: Any) -> None:
    client = producer(bench.kafka, bench.service)
    await client.start()
    batch = client.create_batch()
    batch.append(key=b"k", value=b"v", timestamp=None, headers=[])
    delivery = await client.send_batch(batch, bench.topic.name, partition=0)
    await producers.end(client)
    with pytest.raises(ProducerClosed):
        await delivery
    await asyncio.sleep(0.5)
    assert await bench.read(bench.topic) == []
    assert senders(bench) == []
