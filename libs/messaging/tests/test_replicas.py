"""A topic short of replicas is waited for: by one producer, and written once."""

import asyncio
from collections.abc import Iterator

import pytest
from aiokafka.admin import NewTopic
from tests.second_broker import SecondBroker
from tests.stacks import short_lived

from babelwire_contracts.topics import Topic
from babelwire_messaging.clients import admin
from babelwire_messaging.errors import TransientError
from babelwire_messaging.producer import Producer
from babelwire_messaging.waiting import Waiting
from babelwire_stack import Stack

from .conftest import Bench
from .producing import COUNT, outgoing, senders

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def own_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack that loses a broker: what Kafka has laid on that one is not to be missed by other tests."""
    with short_lived(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(scope="module")
def kafka_bootstrap(own_stack: Stack) -> str:
    return own_stack.kafka_bootstrap


@pytest.fixture
def second_broker(own_stack: Stack, bench: Bench) -> Iterator[SecondBroker]:
    broker = SecondBroker(own_stack)
    with broker.running():
        yield broker


async def test_a_topic_short_of_replicas_is_waited_for_by_one_producer_and_written_once(
    bench: Bench, second_broker: SecondBroker
) -> None:
    """Eight attempts left eight senders, and the batch was written nine times on recovery."""
    kafka = bench.kafka.model_copy(update={"publish_timeout": 2.0})
    replicated = NewTopic(bench.topic.name + ".replicated", 3, 2, topic_configs={"min.insync.replicas": "2"})
    topic = Topic(
        **{name: getattr(bench.topic, name) for name in bench.topic.__struct_fields__} | {"name": replicated.name}
    )
    async with admin(kafka) as client:
        await client.create_topics([replicated])
    producer = Producer(bench.service, kafka)
    async with producer.running():
        await producer.deliver(outgoing(bench, topic), Waiting())
        second_broker.kill()
        waiting = Waiting()
        delivery = asyncio.create_task(producer.deliver(outgoing(bench, topic, COUNT), waiting))
        await bench.until(lambda: waiting.reason is not None)
        with pytest.raises(TransientError):
            await producer.send(outgoing(bench, topic, 2 * COUNT)[:3])
        assert len(senders(bench)) == 1
        await asyncio.to_thread(second_broker.start)
        await delivery
        assert waiting.reason is None
    texts = [record.value for record in await bench.read(topic)]
    assert len(texts) == len(set(texts)) >= 2 * COUNT
    assert senders(bench) == []
