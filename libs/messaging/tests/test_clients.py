"""What every broker holds to, the real one and the one in memory: tests on the one in memory mean something."""

import random

import pytest
from aiokafka.errors import (
    IllegalOperation,
    IllegalStateError,
    KafkaConnectionError,
    MessageSizeTooLargeError,
    OffsetOutOfRangeError,
)
from aiokafka.record.default_records import DefaultRecordBatch

from babelwire_contracts.receipts import Receipt
from babelwire_contracts.topics import Topic
from babelwire_messaging.memory import MemoryKafka
from babelwire_messaging.offsets import start_new_group_at_earliest
from babelwire_messaging.raw_log import BEGINNING, END
from babelwire_messaging.reading import log_reader
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.topics import TopicMismatch, ensure_topics

from .brokers import Broker

POLL = 500


async def test_what_was_written_is_read_in_order_with_all_that_belongs_to_it(broker: Broker) -> None:
    await broker.write(b"one", None)
    first, second = await broker.read()
    assert (first.topic, first.partition, first.offset, second.offset) == (broker.topic.name, 0, 0, 1)
    assert (first.key, first.value, second.value) == (b"key", b"one", None)
    assert first.headers == (("name", b"\xff"), ("name", b"again"))
    assert 0 < first.timestamp <= second.timestamp


async def test_beginnings_and_ends_say_where_to_read(broker: Broker) -> None:
    await broker.write(b"one", b"two")
    first, other = broker.partitions
    async with broker.clients.reader(broker.kafka) as consumer:
        assert await consumer.beginning_offsets([first, other]) == {first: 0, other: 0}
        assert await consumer.end_offsets([first, other]) == {first: 2, other: 0}


async def test_a_position_is_the_beginning_until_it_is_moved(broker: Broker) -> None:
    await broker.write(b"one", b"two", b"three")
    first, other = broker.partitions
    async with broker.clients.reader(broker.kafka) as consumer:
        consumer.assign([first])
        assert consumer.assignment() == {first}
        assert await consumer.position(first) == 0
        consumer.seek(first, 1)
        assert await consumer.position(first) == 1
        (records,) = (await consumer.getmany(timeout_ms=POLL, max_records=1)).values()
        assert [record.value for record in records] == [b"two"]
        assert await consumer.position(first) == 2
        with pytest.raises(IllegalStateError):
            consumer.seek(other, 0)


async def test_a_position_beyond_the_end_begins_anew(broker: Broker) -> None:
    await broker.write(b"one")
    first, _ = broker.partitions
    async with broker.clients.reader(broker.kafka) as consumer:
        consumer.assign([first])
        consumer.seek(first, 7)
        found: list[bytes] = []
        while not found:
            found = [one.value for some in (await consumer.getmany(timeout_ms=POLL)).values() for one in some]
    assert found == [b"one"]


async def test_a_partition_that_is_paused_or_not_asked_for_waits(broker: Broker) -> None:
    await broker.write(b"one")
    await broker.write(b"other", partition=1)
    first, other = broker.partitions
    async with broker.clients.reader(broker.kafka) as consumer:
        consumer.assign([first, other])
        consumer.pause(other)
        assert set(await consumer.getmany(timeout_ms=POLL)) == {first}
        consumer.resume(other)
        assert await consumer.getmany(first, timeout_ms=1) == {}
        assert set(await consumer.getmany(timeout_ms=POLL)) == {other}


async def test_what_a_group_commits_is_seen_by_all_and_read_on_from(broker: Broker) -> None:
    await broker.write(b"one", b"two")
    first, other = broker.partitions
    group = f"group-{broker.topic.name}"
    await start_new_group_at_earliest(broker.kafka, group, broker.topic, broker.clients)
    async with broker.clients.reader(broker.kafka, group) as consumer:
        consumer.assign([first, other])
        assert await consumer.committed(first) == 0
        await consumer.commit({first: 1})
        assert await consumer.committed(first) == 1
    async with broker.clients.reader(broker.kafka, group) as consumer, broker.clients.admin(broker.kafka) as admin:
        consumer.assign([first])
        assert await consumer.position(first) == 1
        offsets = await admin.list_consumer_group_offsets(group)
        assert {partition: found.offset for partition, found in offsets.items()} == {first: 1, other: 0}
        assert await admin.list_consumer_group_offsets(f"{group}-other") == {}
        named = await admin.list_consumer_group_offsets(f"{group}-other", partitions=[first])
        assert {partition: found.offset for partition, found in named.items()} == {first: -1}
    async with broker.clients.reader(broker.kafka) as consumer:
        with pytest.raises(IllegalOperation):
            await consumer.committed(first)


async def test_a_batch_takes_what_fits_and_is_written_whole(broker: Broker) -> None:
    producer = broker.clients.producer(broker.kafka, "test")
    await producer.start()
    try:
        batch = producer.create_batch()
        assert batch.append(key=b"1", value=b"v" * 600_000, timestamp=None, headers=[]) is not None
        assert batch.append(key=b"2", value=b"v" * 600_000, timestamp=None, headers=[]) is None
        other = producer.create_batch()
        assert other.append(key=b"2", value=b"w", timestamp=None, headers=[]) is not None
        assert other.append(key=b"3", value=b"x", timestamp=None, headers=[("h", b"y")]) is not None
        for one in (batch, other):
            written = await (await producer.send_batch(one, broker.topic.name, partition=1))
    finally:
        await producer.stop()
    assert (written.partition, written.offset) == (1, 1)
    assert [(one.offset, one.key) for one in await broker.read()] == [(0, b"1"), (1, b"2"), (2, b"3")]


async def test_what_is_too_large_is_refused(broker: Broker) -> None:
    producer = broker.clients.producer(broker.kafka, "test")
    await producer.start()
    try:
        batch = producer.create_batch()
        batch.append(key=b"1", value=random.Random(1).randbytes(17 * 1024 * 1024), timestamp=None, headers=[])
        with pytest.raises(MessageSizeTooLargeError):
            await (await producer.send_batch(batch, broker.topic.name, partition=0))
    finally:
        await producer.stop()


async def test_a_topic_is_made_once_and_another_partition_count_is_refused(broker: Broker) -> None:
    await ensure_topics(broker.kafka, [broker.topic], broker.clients)
    other = Topic(name=broker.topic.name, key="", carries="", models=(Receipt,), partitions=3)
    with pytest.raises(TopicMismatch, match="has 2 partitions, the catalogue says 3"):
        await ensure_topics(broker.kafka, [other], broker.clients)


async def test_the_raw_log_holds_the_batches(broker: Broker) -> None:
    await broker.write(b"one", b"two")
    first, _ = broker.partitions
    async with broker.clients.raw_log(broker.kafka) as log:
        assert sorted(log.partitions(broker.topic.name)) == [0, 1]
        assert list(log.partitions("no-such-topic")) == []
        assert [await log.offset(first, moment) for moment in (BEGINNING, END, 0)] == [0, 2, 0]
        assert await log.offset(first, 2**45) == -1
        found, end = await log.fetch(first, 1, 1)
        (record,) = DefaultRecordBatch(found)
        assert (record.offset, record.key, record.value, end) == (1, b"key", b"two", 2)
        assert await log.fetch(first, 2, 1000) == (b"", 2)
        with pytest.raises(OffsetOutOfRangeError):
            await log.fetch(first, 3, 1000)


async def test_the_clock_of_the_broker_in_memory_says_when_and_its_retention_what_is_left() -> None:
    clients = MemoryKafka()
    topic = Topic(name="t", key="", carries="", models=(Receipt,), partitions=2)
    broker = Broker(clients, KafkaSettings(), topic)
    await ensure_topics(broker.kafka, [topic], clients)
    await broker.write(b"one")
    clients.forward(60)
    await broker.write(b"two", b"three")
    early, late, _ = await broker.read()
    assert late.timestamp - early.timestamp == 60_000
    clients.topics["t"][0].delete_before(1)
    assert [record.value for record in await broker.read()] == [b"two", b"three"]
    clients.topics["t"][0].compact()
    assert [record.offset for record in await broker.read()] == [2]
    async with log_reader(broker.kafka, clients) as log:
        assert (await log.offsets(broker.partitions, early.timestamp))[broker.partitions[0]] == 2


async def test_a_broker_in_memory_can_be_away() -> None:
    clients = MemoryKafka()
    clients.away = KafkaConnectionError("away")
    with pytest.raises(KafkaConnectionError):
        async with clients.reader(KafkaSettings()):
            pass
    with pytest.raises(KafkaConnectionError):
        await clients.producer(KafkaSettings(), "test").start()
