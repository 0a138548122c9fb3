"""Delivery, order, retries, poison and the breaker, on the real broker."""

import asyncio
import uuid
from collections.abc import Sequence

import msgspec
import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from babelwire_contracts.codec import encode
from babelwire_contracts.receipts import Receipt
from babelwire_contracts.topics import ARTICLES_INDEXED
from babelwire_messaging.clients import reader
from babelwire_messaging.errors import PermanentError, TransientError
from babelwire_messaging.handling import Answer, BatchHandler, Publish, Record
from babelwire_messaging.offsets import out_of_range
from babelwire_messaging.pauses import resume
from babelwire_messaging.producer import Producer

from .conftest import Bench

pytestmark = pytest.mark.stack


async def test_records_written_before_the_group_existed_are_handled_once_and_committed(bench: Bench) -> None:
    await bench.write(*(bench.message(str(number)) for number in range(300)))
    async with bench.stage().running():
        await bench.until(lambda: len(bench.handled) >= 300)
    assert sorted(bench.handled, key=int) == [str(number) for number in range(300)]
    assert await bench.uncommitted() == 0
    bench.handled.clear()
    async with bench.stage().running():
        await bench.write(bench.message("later"))
        await bench.until(lambda: bench.handled)
    assert bench.handled == ["later"]


async def test_order_of_a_key_holds_with_several_batches_in_flight(bench: Bench) -> None:
    most_at_once = at_once = 0
    seen: dict[bytes, list[int]] = {}

    async def slow(records: Sequence[Record[Receipt]]) -> Sequence[Answer]:
        nonlocal most_at_once, at_once
        at_once += 1
        most_at_once = max(most_at_once, at_once)
        await asyncio.sleep(0.02)
        for record in records:
            assert record.key is not None
            seen.setdefault(record.key, []).append(int(record.value.capture_id))
        at_once -= 1
        return [[] for _ in records]

    for number in range(60):
        await bench.write(*([bench.message(str(number))] * 9))
    async with bench.stage(slow, batch_records=10).running():
        await bench.until(lambda: sum(map(len, seen.values())) >= 540)
    assert most_at_once == 2
    assert all(numbers == sorted(numbers) for numbers in seen.values())


async def test_one_poison_record_is_one_dead_letter_and_the_rest_goes_on(bench: Bench) -> None:
    capture_id = uuid.uuid4().hex
    await bench.write(bench.message("a"), b"\xff not json", bench.message("b"), capture_id=capture_id)
    async with bench.stage().running():
        await bench.until(lambda: len(bench.handled) == 2)
    (letter,) = await bench.dead_letters()
    headers = dict(letter.headers)
    assert (letter.key, letter.value) == (b"key-1", b"\xff not json")
    assert headers["dead-letter-topic"].decode() == bench.topic.name
    assert headers["dead-letter-service"].decode() == bench.service
    assert headers["dead-letter-error"] == b"UndecodableMessage"
    assert headers["dead-letter-attempt"] == b"1"
    assert headers["capture-id"] == capture_id.encode()
    receipts = [
        dict(record.headers) for record in await bench.read(ARTICLES_INDEXED) if record.key == capture_id.encode()
    ]
    assert len(receipts) == 1
    assert await bench.uncommitted() == 0


async def test_a_record_that_breaks_the_handler_is_found_and_set_aside_alone(bench: Bench) -> None:
    async def breaks(records: Sequence[Record[Receipt]]) -> Sequence[Answer]:
        if any(record.value.capture_id == "13" for record in records):
            raise ZeroDivisionError("thirteen")
        return await bench.note(records)

    await bench.write(*(bench.message(str(number)) for number in range(40)))
    async with bench.stage(breaks).running():
        await bench.until(lambda: len(set(bench.handled)) == 39)
    (letter,) = await bench.dead_letters()
    assert b'"13"' in (letter.value or b"")
    assert dict(letter.headers)["dead-letter-message"] == b"thirteen"


async def test_what_is_transient_is_tried_until_it_works_without_a_rebalance(bench: Bench) -> None:
    attempts = 0

    async def away(records: Sequence[Record[Receipt]]) -> Sequence[Answer]:
        nonlocal attempts
        attempts += 1
        if attempts < 5:
            raise TransientError("the index is away")
        return await bench.note(records)

    stage = bench.stage(away)
    await bench.write(bench.message("a"))
    async with stage.running():
        await bench.until(lambda: "the index is away" in (stage.not_ready() or ""))
        owned = stage.owned(bench.topic)
        await bench.until(lambda: bench.handled == ["a"])
        assert stage.owned(bench.topic) == owned == {0, 1, 2}
        assert stage.not_ready() is None
    assert await bench.dead_letters() == []


async def test_one_per_cent_of_poison_does_not_pause(bench: Bench) -> None:
    async def one_in_a_hundred(records: Sequence[Record[Receipt]]) -> Sequence[Answer]:
        noted = await bench.note(records)
        return [
            PermanentError("poison") if int(record.value.capture_id) % 100 == 0 else answer
            for record, answer in zip(records, noted, strict=True)
        ]

    await bench.write(*(bench.message(str(number)) for number in range(1000)))
    stage = bench.stage(one_in_a_hundred)
    async with stage.running():
        await bench.until(lambda: len(bench.handled) == 1000)
        assert stage.not_ready() is None
    assert len(await bench.dead_letters()) == 10


async def test_a_message_from_a_newer_release_pauses_and_is_not_lost(bench: Bench) -> None:
    stage = bench.stage()
    await bench.write(b'{"schema_version": 99}')
    async with stage.running():
        await bench.until(lambda: "newer" in (stage.not_ready() or ""))
    assert await bench.dead_letters() == []
    assert await bench.uncommitted() == 1


async def test_records_deleted_before_they_were_read_pause_the_service(bench: Bench) -> None:
    await bench.write(*(bench.message(str(number)) for number in range(30)), key="same")
    async with bench.stage().running():
        await bench.until(lambda: len(bench.handled) == 30)
    await bench.write(*(bench.message(str(number)) for number in range(30)), key="same")
    partition = next(record.partition for record in await bench.read(bench.topic))
    admin = AIOKafkaAdminClient(bootstrap_servers=bench.kafka.kafka_bootstrap)
    await admin.start()
    try:
        await admin.delete_records({TopicPartition(bench.topic.name, partition): RecordsToDelete(before_offset=50)})
    finally:
        await admin.close()
    bench.handled.clear()
    stage = bench.stage()
    async with stage.running():
        await bench.until(lambda: "20 records were deleted before they were read" in (stage.not_ready() or ""))
        assert bench.handled == []
        producer = Producer("console", bench.kafka)
        async with producer.running():
            await resume(bench.service, producer)
        await bench.until(lambda: len(bench.handled) == 10)


async def test_a_group_that_commits_while_it_is_looked_at_is_never_out_of_range(bench: Bench) -> None:
    stage = bench.stage(batch_records=1)
    async with stage.running(), reader(bench.kafka, bench.service) as looking:
        partitions = {TopicPartition(bench.topic.name, number) for number in range(bench.topic.partitions)}
        looking.assign(partitions)
        for number in range(15):
            await bench.write(bench.message(str(number)))
            assert await out_of_range(looking, partitions) == {}
        await bench.until(lambda: len(bench.handled) == 15)


async def test_instances_share_the_work_and_a_leaver_loses_nothing(bench: Bench) -> None:
    by_instance: dict[str, list[str]] = {"one": [], "two": []}

    def noting(instance: str) -> BatchHandler[Receipt]:
        async def note(records: Sequence[Record[Receipt]]) -> Sequence[Answer]:
            await asyncio.sleep(0.05)
            by_instance[instance].extend(record.value.capture_id for record in records)
            return [
                [Publish(ARTICLES_INDEXED, record.value.capture_id, record.value, capture_id=bench.service)]
                for record in records
            ]

        return note

    one = bench.stage(noting("one"), instance="one", batch_records=20)
    two = bench.stage(noting("two"), instance="two", batch_records=20)
    async with one.running():
        await bench.until(lambda: len(one.owned(bench.topic)) == 3)
        await bench.write(*(bench.message(f"{bench.service}-{number}") for number in range(600)))
        async with two.running():
            await bench.until(
                lambda: len(one.owned(bench.topic)) + len(two.owned(bench.topic)) == 3 and two.owned(bench.topic)
            )
            await bench.write(*(bench.message(f"{bench.service}-{number}") for number in range(600, 1200)))
            await bench.until(lambda: by_instance["two"])
        await bench.until(lambda: len(set(by_instance["one"] + by_instance["two"])) == 1200)
    assert by_instance["one"]
    assert await bench.uncommitted() == 0
    published = {
        (record.key or b"").decode()
        for record in await bench.read(ARTICLES_INDEXED)
        if dict(record.headers).get("capture-id") == bench.service.encode()
    }
    assert len(published) == 1200


async def test_a_journey_can_be_followed_back(bench: Bench) -> None:
    async def forward(records: Sequence[Record[Receipt]]) -> Sequence[Answer]:
        await bench.note(records)
        return [[Publish(ARTICLES_INDEXED, bench.service, record.value)] for record in records]

    await bench.write(bench.message("a"), capture_id="d" * 32)
    async with bench.stage(forward).running():
        await bench.until(lambda: bench.handled)
    (source,) = await bench.read(bench.topic)
    (sent,) = [record for record in await bench.read(ARTICLES_INDEXED) if record.key == bench.service.encode()]
    headers = dict(sent.headers)
    assert headers["predecessor"].decode() == f"{bench.topic.name}/{source.partition}/{source.offset}"
    assert headers["capture-id"] == b"d" * 32
    assert headers["producer"].decode() == bench.service
    assert headers["traceparent"].startswith(b"00-")


async def test_a_pipeline_with_a_prefix_runs_beside_another_and_touches_nothing_of_it(bench: Bench) -> None:
    await bench.write(bench.message("live"))

    async def forward(records: Sequence[Record[Receipt]]) -> Sequence[Answer]:
        bench.handled.extend(record.value.capture_id for record in records)
        return [[Publish(ARTICLES_INDEXED, "beside", record.value, bench.service)] for record in records]

    prefix = f"beside-{bench.service}."
    there = msgspec.structs.replace(bench.topic, name=prefix + bench.topic.name)
    receipts = msgspec.structs.replace(ARTICLES_INDEXED, name=prefix + ARTICLES_INDEXED.name)
    async with bench.stage(forward, topic_prefix=prefix).running():
        await bench.producer.send_and_wait(there.name, encode(bench.message("beside")), key=b"1")
        await bench.until(lambda: bench.handled)
    assert bench.handled == ["beside"]
    assert [record.key for record in await bench.read(receipts)] == [b"beside"]
    assert await bench.uncommitted() == 1
