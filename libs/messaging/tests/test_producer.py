"""One producer at a time, and a failed one is really ended."""

import asyncio

import pytest
from aiokafka.errors import ProducerClosed

from babelwire_messaging.clients import producer
from babelwire_messaging.producer import Producer
from babelwire_messaging.waiting import Waiting

from .conftest import Bench
from .producing import COUNT, outgoing, senders

pytestmark = pytest.mark.stack


async def test_a_failed_producer_is_ended_only_by_whoever_found_it_failed(bench: Bench) -> None:
    producer = Producer(bench.service, bench.kafka)
    async with producer.running():
        failed = producer._client
        assert failed is not None
        sender = failed._sender.sender_task
        await bench.until(lambda: sender._fut_waiter is not None)
        sender._fut_waiter.set_exception(ZeroDivisionError("a bug in the sender"))
        await asyncio.gather(*(producer.deliver(outgoing(bench, bench.topic, n * COUNT), Waiting()) for n in range(3)))
        assert producer._client is not failed
        assert len(senders(bench)) == 1
    assert len({record.value for record in await bench.read(bench.topic)}) == 3 * COUNT


async def test_what_an_ended_producer_was_handed_is_never_written(bench: Bench) -> None:
    client = producer(bench.kafka, bench.service)
    await client.start()
    batch = client.create_batch()
    batch.append(key=b"k", value=b"v", timestamp=None, headers=[])
    delivery = await client.send_batch(batch, bench.topic.name, partition=0)
    await client.end()
    with pytest.raises(ProducerClosed):
        await delivery
    await asyncio.sleep(0.5)
    assert await bench.read(bench.topic) == []
    assert senders(bench) == []
