"""Corrections are handed over whole at the start and as they come; a bad one is a dead letter, once."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from aiokafka.errors import KafkaConnectionError

from babelwire_contracts.codec import encode
from babelwire_contracts.corrections import Correction, Verdict
from babelwire_contracts.topics import ARTICLES_CORRECTIONS, dead_letters
from babelwire_deduplication.adapters.correction_table import CorrectionTable
from babelwire_messaging.memory import MemoryKafka
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.topics import ensure_topics
from babelwire_observability.supervision import Supervisor

WITHIN = 30.0
ONE, OTHER, THIRD = "1" * 32, "2" * 32, "c" * 32
AT = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)

Handed = tuple[str, str, Verdict | None]


def correction(one: str, other: str, verdict: Verdict = Verdict.COPIES) -> Correction:
    return Correction(one=one, other=other, verdict=verdict, made_at=AT)


@dataclass
class Topic:
    """The topic on a broker in memory, and what instances hear of it."""

    broker: MemoryKafka = field(default_factory=MemoryKafka)
    kafka: KafkaSettings = field(default_factory=KafkaSettings)

    async def write(self, *corrections: Correction) -> None:
        for one in corrections:
            await self.write_raw(one.key, encode(one))

    async def write_raw(self, key: str | bytes, value: bytes | None) -> None:
        """As any client could."""
        await ensure_topics(self.kafka, [ARTICLES_CORRECTIONS], self.broker)
        raw = key.encode() if isinstance(key, str) else key
        await self.broker.producer(self.kafka, "test").send_and_wait(ARTICLES_CORRECTIONS.name, value, raw)

    def letters(self) -> list[Any]:
        return [one for place in self.broker.topics[dead_letters("deduplication").name] for one in place.since(0)]

    @contextlib.asynccontextmanager
    async def followed(self) -> AsyncIterator[tuple[CorrectionTable, list[Handed]]]:
        """An instance, once it has caught up, and what was handed over to it."""
        handed: list[Handed] = []
        table = CorrectionTable(
            self.kafka,
            "deduplication",
            lambda one, other, verdict: handed.append((one.hex(), other.hex(), verdict)),
            supervisor=Supervisor("deduplication"),
            clients=self.broker,
        )
        async with table.following():
            yield table, handed


@pytest.fixture
def topic() -> Topic:
    return Topic()


async def until_it_says(table: CorrectionTable, trouble: str) -> None:
    async with asyncio.timeout(WITHIN):
        while trouble not in str(table.not_ready()):  # noqa: ASYNC110 - the table tells no event
            await asyncio.sleep(0.01)


async def test_an_instance_begins_with_all_there_are_and_hears_of_each_change(topic: Topic) -> None:
    await topic.write(correction(ONE, OTHER), correction(OTHER, THIRD, Verdict.NOT_COPIES))
    async with topic.followed() as (table, handed):
        assert table.not_ready() is None
        assert sorted(handed) == [(ONE, OTHER, Verdict.COPIES), (OTHER, THIRD, Verdict.NOT_COPIES)]
        handed.clear()
        await topic.write(correction(ONE, OTHER, Verdict.NOT_COPIES))
        await topic.write_raw(f"{ONE}:{OTHER}", None)
        await table.catch_up()
        assert handed == [(ONE, OTHER, Verdict.NOT_COPIES), (ONE, OTHER, None)]


async def test_the_last_word_on_a_pair_stands_after_compaction_and_restart(topic: Topic) -> None:
    await topic.write(correction(ONE, OTHER), correction(ONE, THIRD), correction(ONE, OTHER, Verdict.NOT_COPIES))
    await topic.write_raw(f"{ONE}:{THIRD}", None)
    states = []
    for _ in range(2):
        async with topic.followed() as (_table, handed):
            states.append({(one, other): verdict for one, other, verdict in handed})
        for place in topic.broker.topics[ARTICLES_CORRECTIONS.name]:
            place.compact()
    assert states == [{(ONE, OTHER): Verdict.NOT_COPIES, (ONE, THIRD): None}, {(ONE, OTHER): Verdict.NOT_COPIES}]


async def test_every_instance_reads_all_partitions(topic: Topic) -> None:
    ids = sorted(f"{number:032x}" for number in range(1, 31))
    await topic.write(*(correction("0" * 32, one) for one in ids))
    assert all(place.end for place in topic.broker.topics[ARTICLES_CORRECTIONS.name])
    async with topic.followed() as (_first, one), topic.followed() as (_second, other):
        assert sorted(other for _, other, _ in one) == sorted(other for _, other, _ in other) == ids


GOOD = correction(ONE, OTHER)


@pytest.mark.parametrize(
    ("key", "value", "error"),
    [
        (f"{OTHER}:{ONE}", encode(GOOD), b"CorrectionMalformed"),
        (f"{ONE}:{THIRD}", encode(GOOD), b"CorrectionMalformed"),
        ("", encode(GOOD), b"CorrectionMalformed"),
        (GOOD.key, b"{", b"UndecodableMessage"),
        (GOOD.key, encode(GOOD).replace(b"copies", b"maybe"), b"UndecodableMessage"),
        (f"{OTHER}:{ONE}", encode(GOOD).replace(ONE.encode(), THIRD.encode()), b"UndecodableMessage"),
        (f"{ONE}:{'2' * 31}F", encode(GOOD).replace(OTHER.encode(), b"2" * 31 + b"F"), b"UndecodableMessage"),
        (f"{ONE}:{OTHER}\n", encode(GOOD).replace(OTHER.encode(), OTHER.encode() + b"\\n"), b"ArticleIdMalformed"),
        (b"\xff", encode(GOOD), b"UnicodeDecodeError"),
    ],
)
async def test_a_bad_one_is_one_dead_letter_and_the_rest_is_read_on(
    topic: Topic, key: str | bytes, value: bytes, error: bytes
) -> None:
    await topic.write_raw(key, value)
    for _ in range(2):
        async with topic.followed() as (table, handed):
            await topic.write(correction(OTHER, THIRD))
            await table.catch_up()
            assert set(handed) == {(OTHER, THIRD, Verdict.COPIES)}
    (letter,) = topic.letters()
    assert (letter.value, dict(letter.headers)["dead-letter-error"]) == (value, error)


@pytest.mark.parametrize("key", ["nonsense", f"{ONE}:", f"{ONE}:{OTHER}:{THIRD}", f"{ONE}:{'2' * 31}g"])
async def test_a_bad_key_is_deleted_without_a_word(topic: Topic, key: str) -> None:
    await topic.write_raw(key, None)
    async with topic.followed() as (_table, handed):
        assert (handed, topic.letters()) == ([], [])


async def test_one_from_a_newer_release_keeps_it_waiting(topic: Topic) -> None:
    async with topic.followed() as (table, handed):
        await topic.write(msgspec.structs.replace(GOOD, schema_version=99))
        await until_it_says(table, "schema_version 99 is newer")
        assert (handed, topic.letters()) == ([], [])


async def test_it_says_when_kafka_is_away_and_goes_on_after(topic: Topic) -> None:
    async with topic.followed() as (table, handed):
        topic.broker.away = KafkaConnectionError("gone")
        await until_it_says(table, "table articles.corrections: KafkaConnectionError")
        topic.broker.away = None
        await topic.write(GOOD)
        await table.catch_up()
        assert (handed, table.not_ready()) == ([(ONE, OTHER, Verdict.COPIES)], None)
