"""Corrections, from what is typed to what stands on the topic and back."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from aiokafka.errors import KafkaConnectionError

from babelwire_console.errors import CommandFailed
from babelwire_console.upkeep.corrections import kept
from babelwire_console.upkeep.link import correct
from babelwire_contracts.codec import encode
from babelwire_contracts.corrections import Correction, Verdict
from babelwire_contracts.identity import article_id
from babelwire_contracts.topics import ARTICLES_CORRECTIONS, ARTICLES_FINGERPRINTS
from babelwire_messaging.memory import MemoryKafka
from babelwire_messaging.memory.partition import Stored
from babelwire_messaging.reading import KafkaAway
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.topics import ensure_topics

ONE, OTHER, THIRD = "1" * 32, "2" * 32, "c" * 32
KAFKA = KafkaSettings()


@dataclass
class Console:
    """The commands, on a broker in memory."""

    broker: MemoryKafka = field(default_factory=MemoryKafka)

    async def link(self, one: str, other: str, *, withdraw: bool = False) -> dict[str, Any]:
        return await correct(Verdict.COPIES, one, other, KAFKA, withdrawing=withdraw, clients=self.broker)

    async def unlink(self, one: str, other: str, *, withdraw: bool = False) -> dict[str, Any]:
        return await correct(Verdict.NOT_COPIES, one, other, KAFKA, withdrawing=withdraw, clients=self.broker)

    async def listed(self) -> list[tuple[str, str, Verdict]]:
        return [(one.one, one.other, one.verdict) for one in await kept(KAFKA, self.broker)]

    async def write(self, key: str, value: bytes | None) -> None:
        """As any client could."""
        await self.broker.producer(KAFKA, "test").send_and_wait(ARTICLES_CORRECTIONS.name, value, key.encode())

    def written(self) -> list[Stored]:
        return [one for place in self.broker.topics[ARTICLES_CORRECTIONS.name] for one in place.since(0)]


@pytest.fixture
async def console() -> Console:
    """Deduplication has started once, and knows one article."""
    made = Console()
    await ensure_topics(KAFKA, [ARTICLES_CORRECTIONS, ARTICLES_FINGERPRINTS], made.broker)
    producer = made.broker.producer(KAFKA, "test")
    await producer.send_and_wait(ARTICLES_FINGERPRINTS.name, b"{}", ONE.encode())
    return made


def correction(one: str, other: str, *, minutes: int = 0) -> Correction:
    at = datetime(2026, 3, 14, 9, 30, tzinfo=UTC) + timedelta(minutes=minutes)
    return Correction(one=one, other=other, verdict=Verdict.COPIES, made_at=at)


async def test_a_pair_has_one_correction_whichever_way_round_and_the_last_word_counts(console: Console) -> None:
    before = datetime.now(UTC)
    result = await console.link(OTHER, ONE)
    assert {name: result[name] for name in ("one", "other", "verdict", "withdrawn", "unknown")} == {
        "one": ONE,
        "other": OTHER,
        "verdict": "copies",
        "withdrawn": False,
        "unknown": [OTHER],
    }
    assert before - timedelta(seconds=1) < datetime.fromisoformat(result["made_at"]) <= datetime.now(UTC)
    assert await console.listed() == [(ONE, OTHER, Verdict.COPIES)]
    await console.unlink(ONE, OTHER)
    assert await console.listed() == [(ONE, OTHER, Verdict.NOT_COPIES)]
    assert {record.key for record in console.written()} == {f"{ONE}:{OTHER}".encode()}
    assert {dict(record.headers)["producer"] for record in console.written()} == {b"console"}


async def test_a_url_names_the_article_of_its_canonical_form(console: Console) -> None:
    result = await console.unlink("HTTPS://Paper.example:443/story?utm_source=x#top", "http://other.example/story")
    ids = sorted([article_id("https://paper.example/story"), article_id("https://other.example/story")])
    assert [result["one"], result["other"]] == ids


async def test_what_deduplication_does_not_know_is_said(console: Console) -> None:
    assert (await console.link(OTHER, THIRD))["unknown"] == [OTHER, THIRD]
    producer = console.broker.producer(KAFKA, "test")
    for article in (OTHER, THIRD):
        await producer.send_and_wait(ARTICLES_FINGERPRINTS.name, b"{}", article.encode())
    assert (await console.link(OTHER, THIRD))["unknown"] == []


async def test_a_withdrawal_is_a_tombstone_and_says_what_stood(console: Console) -> None:
    made = await console.link(ONE, OTHER)
    await console.link(ONE, THIRD)
    assert await console.link(OTHER, ONE, withdraw=True) == made | {"withdrawn": True, "unknown": []}
    assert [record.value is None for record in console.written() if record.key == f"{ONE}:{OTHER}".encode()] == [
        False,
        True,
    ]
    assert await console.listed() == [(ONE, THIRD, Verdict.COPIES)]


async def test_nothing_is_withdrawn_that_does_not_stand(console: Console) -> None:
    await console.link(ONE, OTHER)
    with pytest.raises(CommandFailed, match=f"one of link's; to take it back: babelwire link --withdraw {ONE} {OTHER}"):
        await console.unlink(ONE, OTHER, withdraw=True)
    with pytest.raises(CommandFailed, match=f"there is no correction of {ONE} and {THIRD}"):
        await console.link(ONE, THIRD, withdraw=True)
    await console.link(ONE, OTHER, withdraw=True)
    with pytest.raises(CommandFailed, match="nothing was withdrawn"):
        await console.link(ONE, OTHER, withdraw=True)
    assert len(console.written()) == 2


async def test_those_that_stand_are_listed_newest_first(console: Console) -> None:
    early, late = correction(ONE, THIRD), correction(ONE, OTHER, minutes=5)
    for one in (early, late):
        await console.write(one.key, encode(one))
    await console.write(f"{OTHER}:{ONE}", encode(late))
    await console.write(late.key, b"{")
    await console.write("nonsense", None)
    assert await console.listed() == [(ONE, OTHER, Verdict.COPIES), (ONE, THIRD, Verdict.COPIES)]


async def test_one_of_a_newer_release_is_said_and_not_passed_over(console: Console) -> None:
    newer = msgspec.structs.replace(correction(ONE, OTHER), schema_version=99)
    await console.write(newer.key, encode(newer))
    with pytest.raises(CommandFailed, match="schema_version 99 is newer"):
        await console.listed()


async def test_where_nobody_would_read_it_nothing_is_written() -> None:
    console = Console()
    with pytest.raises(CommandFailed, match="Start deduplication of this release first"):
        await console.link(ONE, OTHER)
    assert console.broker.topics == {}
    assert await console.listed() == []


async def test_without_kafka_it_says_so(console: Console) -> None:
    console.broker.away = KafkaConnectionError("gone")
    for work in (console.link(ONE, OTHER), console.link(ONE, OTHER, withdraw=True), console.listed()):
        with pytest.raises(KafkaAway):
            await work


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (ONE, ONE, f"both are the article {ONE}: name two articles"),
        ("https://a.example/1", "http://a.example/1#top", "name two articles"),
        (ONE, "nonsense", "'nonsense' is neither an article id (32 hex digits) nor a URL"),
        ("2" * 31, ONE, "Write the id with which the address"),
        (ONE, "ftp://a.example/1", "only http and https are taken"),
        ("https://", ONE, "the URL has no host"),
    ],
)
async def test_what_cannot_be_two_articles_is_refused(console: Console, one: str, other: str, expected: str) -> None:
    for withdraw in (False, True):
        with pytest.raises(CommandFailed, match=re.escape(expected)):
            await console.unlink(one, other, withdraw=withdraw)
    assert console.written() == []


@pytest.mark.parametrize(
    ("command", "arguments", "code", "expected"),
    [
        ("link", [ONE, ONE], 1, f"babelwire: both are the article {ONE}: name two articles\n"),
        ("link", [ONE], 2, "name two articles, or say --list"),
        ("unlink", [], 2, "name two articles, or say --list"),
        ("link", ["--list", ONE, OTHER], 2, "goes alone, or with --json"),
        ("unlink", ["--list", "--withdraw"], 2, "goes alone, or with --json"),
    ],
)
def test_a_mistake_is_said_before_kafka_is_asked(command: str, arguments: list[str], code: int, expected: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "babelwire_console", command, *arguments],
        env=os.environ | {"BABELWIRE_KAFKA_BOOTSTRAP": "127.0.0.1:1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )
    assert (done.returncode, done.stdout) == (code, "")
    assert expected in done.stderr
    assert "Traceback" not in done.stderr
