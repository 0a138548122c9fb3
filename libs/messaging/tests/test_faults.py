"""Whose fault a run of failures is, what a pause holds, and what an operator lets through: on the real broker."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
import pytest

from babelwire_contracts.codec import decode
from babelwire_contracts.pauses import Release, ServicePause
from babelwire_contracts.receipts import Receipt
from babelwire_contracts.topics import SERVICES_PAUSED
from babelwire_messaging.clients import reader
from babelwire_messaging.errors import PermanentError, TransientError
from babelwire_messaging.handling import Answer, BatchHandler, Publish, Record
from babelwire_messaging.partitioning import topic_partitions
from babelwire_messaging.pauses import resume
from babelwire_messaging.producer import Producer

from .conftest import Bench

pytestmark = pytest.mark.stack


def failing(bench: Bench, error: type[Exception], *, marked: str = "") -> BatchHandler[Receipt]:
    """A handler that fails on every record whose text begins with a mark."""

    async def handle(records: Sequence[Record[Receipt]]) -> Sequence[Answer]:
        if any(record.value.capture_id.startswith(marked) for record in records):
            raise error("as it is made to")
        return await bench.note(records)

    return handle


async def handled_before(bench: Bench, count: int) -> None:
    """Has a good release of the service handle some records."""
    await bench.write(*(bench.message(f"before-{number}") for number in range(count)))
    async with bench.stage().running():
        await bench.until(lambda: len(bench.handled) == count)
    bench.handled.clear()


async def paused(bench: Bench) -> ServicePause | None:
    """What the topic of pauses says last of the service."""
    last = None
    for record in await bench.read(SERVICES_PAUSED):
        if record.key == bench.service.encode():
            last = record.value
    return None if last is None else decode(last, ServicePause)


async def say(bench: Bench, pause: ServicePause | None) -> None:
    """Writes a pause, or a resume, as the console does."""
    producer = Producer("console", bench.kafka)
    async with producer.running():
        await producer.send([producer.encode(Publish(SERVICES_PAUSED, bench.service, pause), None)])


@pytest.mark.parametrize("error", [PermanentError, ZeroDivisionError])
async def test_a_bad_deploy_pauses_the_service_across_restarts_until_it_is_resumed(
    bench: Bench, error: type[Exception]
) -> None:
    await handled_before(bench, 30)
    await bench.write(*(bench.message(str(number)) for number in range(400)))
    stage = bench.stage(failing(bench, error), batch_records=20)
    async with stage.running():
        await bench.until(lambda: "babelwire resume" in (stage.not_ready() or ""))
        assert error.__name__ in (stage.not_ready() or "")
    assert len(await bench.dead_letters()) <= 50
    mended = bench.stage()
    async with mended.running():
        assert "babelwire resume" in (mended.not_ready() or "")
        await asyncio.sleep(0.5)
        assert bench.handled == []
        producer = Producer("console", bench.kafka)
        async with producer.running():
            await resume(bench.service, producer)
        left = 400 - len(await bench.dead_letters())
        await bench.until(lambda: len(bench.handled) == left)
        assert mended.not_ready() is None
    assert len(set(bench.handled)) + len(await bench.dead_letters()) == 400


@pytest.mark.parametrize("error", [PermanentError, ZeroDivisionError])
async def test_no_flood_of_bad_input_pauses_a_service_that_handles_the_rest(
    bench: Bench, error: type[Exception]
) -> None:
    await handled_before(bench, 30)
    await bench.write(*(bench.message(f"bad-{number}") for number in range(130)))
    await bench.write(*(bench.message(f"good-{number}") for number in range(5)))
    stage = bench.stage(failing(bench, error, marked="bad-"))
    async with stage.running():
        await bench.until(lambda: len([text for text in bench.handled if text.startswith("good-")]) == 5)
        assert stage.not_ready() is None
    assert len(await bench.dead_letters()) == 130
    assert await bench.uncommitted() == 0
    assert await paused(bench) is None


async def test_a_batch_of_nothing_but_unreadable_records_is_so_many_dead_letters(bench: Bench) -> None:
    await bench.write(*([b"\xff no message"] * 120))
    stage = bench.stage()
    async with stage.running():
        await bench.write(bench.message("after"))
        await bench.until(lambda: bench.handled == ["after"])
        assert stage.not_ready() is None
    assert len(await bench.dead_letters()) == 120


async def test_dead_letters_beyond_a_burst_go_at_a_bounded_rate_and_say_so(bench: Bench) -> None:
    await bench.write(*([b"\xff no message"] * 40), key="one")
    stage = bench.stage(dead_letters_per_second=4)
    async with stage.running():
        await bench.until(lambda: "no more than 4" in (stage.not_ready() or ""))
        await bench.until(lambda: stage.not_ready() is None)
    assert len(await bench.dead_letters()) == 40


async def test_what_a_pause_holds_is_told_and_let_through_by_error_and_range(bench: Bench) -> None:
    await bench.write(*(bench.message(f"bad-{number}") for number in range(150)), capture_id="c" * 32)
    stage = bench.stage(failing(bench, ZeroDivisionError, marked="bad-"))
    async with stage.running():
        await bench.until(lambda: "babelwire resume" in (stage.not_ready() or ""))
        await bench.write(bench.message("good-1"))
        pause = await paused(bench)
        assert pause is not None
        assert set(pause.errors) == {"ZeroDivisionError"}
        assert pause.held[0].message == "as it is made to"
        assert pause.held[0].capture_id == "c" * 32
        assert pause.held[0].position.startswith(f"{bench.topic.name}/")
        async with reader(bench.kafka) as consumer:
            ends = await consumer.end_offsets(topic_partitions(bench.topic))
        until = {f"{each.topic}/{each.partition}": end for each, end in ends.items()}
        released = Release(errors=["ZeroDivisionError"], until=until, at=datetime.now(UTC))
        await say(bench, msgspec.structs.replace(pause, release=released))
        await bench.until(lambda: bench.handled == ["good-1"])
        assert stage.not_ready() is None
    letters = await bench.dead_letters()
    assert len(letters) == 150
    assert await bench.uncommitted() == 0


async def test_a_pause_by_a_newer_release_counts_for_its_service_and_hangs_no_other(bench: Bench) -> None:
    future = b'{"schema_version": 99, "service": "x"}'
    await bench.producer.send_and_wait(SERVICES_PAUSED.name, future, key=f"other-{bench.service}".encode())
    stage = bench.stage()
    async with stage.running():
        await bench.write(bench.message("a"))
        await bench.until(lambda: bench.handled == ["a"])
        await bench.producer.send_and_wait(SERVICES_PAUSED.name, future, key=bench.service.encode())
        await bench.until(lambda: "a newer release" in (stage.not_ready() or ""))
        await say(bench, None)
        await bench.until(lambda: stage.not_ready() is None)
    await bench.producer.send_and_wait(SERVICES_PAUSED.name, None, key=f"other-{bench.service}".encode())


async def test_a_batch_that_was_broken_off_while_it_waited_is_not_waited_for(bench: Bench) -> None:
    """One deduplication instance that had been frozen stayed not ready for ever, though others had done its work."""
    away = True

    async def waits(records: Sequence[Record[Receipt]]) -> Sequence[Answer]:
        if away:
            raise TransientError("something is away")
        return await bench.note(records)

    first = bench.stage(waits, instance="1")
    await bench.write(*(bench.message(str(number)) for number in range(9)))
    async with first.running():
        await bench.until(lambda: "something is away" in (first.not_ready() or ""))
        async with bench.stage(instance="2").running():
            await bench.until(lambda: len(first.owned(bench.topic)) < 3)
            away = False
            await bench.until(lambda: len(set(bench.handled)) == 9)
            await bench.until(lambda: first.not_ready() is None)
