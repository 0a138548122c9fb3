"""`babelwire resume` on a real broker: who is paused, what is held, and what is let through."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from babelwire_contracts.codec import decode, encode
from babelwire_contracts.pauses import HeldRecord, ServicePause
from babelwire_contracts.topics import ARTICLES_TAGGED, SERVICES_PAUSED
from babelwire_messaging.clients import admin, reader
from babelwire_messaging.errors import TransientError
from babelwire_messaging.partitioning import topic_partitions
from babelwire_messaging.reading import END, log_reader
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.topics import ensure_topics

pytestmark = pytest.mark.stack

SERVICE = "indexing"
AT = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
HELD = ServicePause(
    service=SERVICE,
    reason="51 of the last 100 records \x1b[31mfailed",
    instance="indexing-1",
    at=AT,
    held=[HeldRecord(position="articles.tagged/1/7", error="KeyError", message="'lead'", capture_id="c" * 32)],
    errors={"KeyError": 50, "ValueError": 1},
)
NOTHING_HELD = ServicePause(service=SERVICE, reason="schema_version 2 is newer than 1", instance="indexing-1", at=AT)


class Paused:
    """The topic `services.paused`, and the command."""

    def __init__(self, kafka: KafkaSettings, producer: AIOKafkaProducer) -> None:
        self.kafka = kafka
        self._producer = producer

    async def write(self, value: bytes | None, key: str = SERVICE) -> None:
        await self._producer.send_and_wait(SERVICES_PAUSED.name, value, key=key.encode(), partition=0)

    async def unread(self, *counts: int) -> None:
        """Writes so many records to the first partitions of what the service reads."""
        for partition, count in enumerate(counts):
            for _ in range(count):
                await self._producer.send_and_wait(ARTICLES_TAGGED.name, b"x", key=b"k", partition=partition)

    async def values(self) -> list[bytes | None]:
        """Every record of the service's pauses."""
        async with log_reader(self.kafka) as log:
            spans = log.read(await log.ranges(topic_partitions(SERVICES_PAUSED)))
            found = [record async for span in spans for record in span.records]
        return [record.value for record in found if record.key == SERVICE.encode()]

    async def ends(self) -> dict[str, int]:
        """Where the topic that the service reads ends now."""
        async with log_reader(self.kafka) as log:
            ends = await log.offsets(topic_partitions(ARTICLES_TAGGED), END)
        return {f"{each.topic}/{each.partition}": end for each, end in ends.items()}

    async def babelwire(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs the command as a person types it."""
        command: Sequence[str] = [sys.executable, "-m", "babelwire_console", *arguments]
        environment = os.environ | {"BABELWIRE_KAFKA_BOOTSTRAP": self.kafka.kafka_bootstrap, "COLUMNS": "200"}
        return await asyncio.to_thread(
            subprocess.run, command, env=environment, capture_output=True, text=True, check=False, timeout=90
        )


@pytest.fixture
async def paused(kafka_bootstrap: str) -> AsyncIterator[Paused]:
    """No service is paused at the start, and the broker, which may be new, answers for groups."""
    kafka = KafkaSettings(kafka_bootstrap=kafka_bootstrap)
    async with asyncio.timeout(30):
        while True:
            try:
                await ensure_topics(kafka, [SERVICES_PAUSED, ARTICLES_TAGGED])
                async with admin(kafka) as client:
                    await client.list_consumer_group_offsets(SERVICE)
                break
            except (TransientError, KafkaError):
                await asyncio.sleep(0.2)
    producer = AIOKafkaProducer(bootstrap_servers=kafka_bootstrap, acks="all")
    await producer.start()
    try:
        found = Paused(kafka, producer)
        await found.write(None)
        yield found
        await found.write(None)
    finally:
        await producer.stop()


async def test_a_service_that_is_not_paused_is_told_so(paused: Paused) -> None:
    before = await paused.values()
    for arguments in ([], ["--dry-run"], ["--dead-letter-held"]):
        done = await paused.babelwire("resume", SERVICE, *arguments)
        assert (done.returncode, done.stdout, done.stderr) == (1, "", "babelwire: indexing is not paused\n")
    assert await paused.values() == before


async def test_resume_alone_lets_nothing_through(paused: Paused) -> None:
    await paused.write(encode(HELD))
    done = await paused.babelwire("resume", SERVICE)
    assert (done.returncode, done.stdout) == (0, "indexing goes on.\n")
    assert (await paused.values())[-1] is None
    assert (await paused.babelwire("resume", SERVICE)).returncode == 1


async def test_a_dry_run_says_what_is_held_and_writes_nothing(paused: Paused) -> None:
    await paused.write(encode(HELD))
    await paused.unread(2, 1)
    before, ends = await paused.values(), await paused.ends()
    done = await paused.babelwire("resume", SERVICE, "--dead-letter-held", "--dry-run")
    assert done.returncode == 0, done.stderr
    waiting = sum(ends.values())
    for expected in (
        "paused since 2026-03-14T09:30:00.000Z, by indexing-1: 51 of the last 100 records \ufffd[31mfailed",
        "articles.tagged/1/7",
        "c" * 32,
        "'lead'",
        f"{waiting} records are unread up to the ends of now. Nothing was written.",
        "babelwire resume indexing --dead-letter-held",
    ):
        assert expected in done.stdout
    result: dict[str, Any] = json.loads((await paused.babelwire("resume", SERVICE, "--dry-run", "--json")).stdout)
    assert result["errors"] == {"KeyError": 50, "ValueError": 1}
    assert [one["position"] for one in result["held"]] == ["articles.tagged/1/7"]
    assert (result["resumed"], result["unread"], result["until"]) == (False, waiting, ends)
    assert await paused.values() == before


async def test_what_is_held_is_let_through_up_to_the_ends_of_now(paused: Paused) -> None:
    await paused.write(encode(HELD))
    await paused.unread(1, 0, 3)
    ends = await paused.ends()
    done = await paused.babelwire("resume", SERVICE, "--dead-letter-held")
    assert done.returncode == 0, done.stderr
    assert "those that fail again with KeyError, ValueError become dead letters" in done.stdout
    written = decode((await paused.values())[-1], ServicePause)
    assert written.release is not None
    assert (written.release.errors, written.release.until) == (["KeyError", "ValueError"], ends)
    assert msgspec.structs.replace(written, release=None) == HELD
    again = await paused.babelwire("resume", SERVICE, "--dead-letter-held")
    assert (again.returncode, again.stderr) == (1, "babelwire: indexing is not paused\n")


async def test_where_nothing_is_held_nothing_can_be_let_through(paused: Paused) -> None:
    await paused.write(encode(NOTHING_HELD))
    before = await paused.values()
    for arguments in (["--dead-letter-held"], ["--dead-letter-held", "--dry-run"]):
        done = await paused.babelwire("resume", SERVICE, *arguments)
        assert (done.returncode, done.stdout) == (1, "")
        assert "holds no records that failed" in done.stderr
        assert "schema_version 2 is newer than 1. Mend that, then: babelwire resume indexing" in done.stderr
    assert await paused.values() == before
    assert (await paused.babelwire("resume", SERVICE)).returncode == 0


async def test_a_pause_of_a_newer_release_can_be_ended_and_not_read(paused: Paused) -> None:
    await paused.write(encode(msgspec.structs.replace(HELD, schema_version=99)))
    done = await paused.babelwire("resume", SERVICE, "--dead-letter-held")
    assert (done.returncode, "schema_version 99 is newer" in done.stderr) == (1, True)
    assert (await paused.babelwire("resume", SERVICE)).returncode == 0
    assert (await paused.values())[-1] is None


async def test_what_is_no_pause_changes_nothing(paused: Paused) -> None:
    await paused.write(encode(HELD))
    await paused.write(b"no message")
    await paused.write(b"no message", key="nobody")
    status = await paused.babelwire("status", "--json")
    row = next(row for row in map(json.loads, status.stdout.splitlines()) if row["part"] == SERVICE)
    assert row["held"] == 51
    for expected in ("51 records held (50 KeyError, 1 ValueError)", "babelwire resume indexing --dead-letter-held"):
        assert expected in row["detail"]
    assert (await paused.babelwire("resume", SERVICE)).returncode == 0
    assert (await paused.babelwire("resume", SERVICE)).returncode == 1


async def test_records_that_a_group_has_committed_are_not_unread(paused: Paused) -> None:
    await paused.write(encode(HELD))
    await paused.unread(1)
    async with reader(paused.kafka, SERVICE) as consumer:
        first = TopicPartition(ARTICLES_TAGGED.name, 0)
        consumer.assign([first])
        ends = await consumer.end_offsets(topic_partitions(ARTICLES_TAGGED))
        await consumer.commit({first: ends[first]})
    result = json.loads((await paused.babelwire("resume", SERVICE, "--dry-run", "--json")).stdout)
    assert result["unread"] == sum(ends.values()) - ends[first]
