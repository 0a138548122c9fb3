"""`babelwire link` and `unlink` on a real broker, as a person types them, and what a shadow takes over of them."""

import asyncio
import json
import os
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from babelwire_console.shadow.topics import ShadowTopics
from babelwire_contracts.codec import decode
from babelwire_contracts.corrections import Correction, Verdict
from babelwire_contracts.identity import article_id
from babelwire_contracts.topics import ARTICLES_CORRECTIONS, ARTICLES_INGESTED
from babelwire_messaging.errors import TransientError
from babelwire_messaging.reading import LogRecord, log_reader
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.topics import ensure_topics

pytestmark = pytest.mark.stack


@dataclass
class Pair:
    """Two articles that nobody else corrects."""

    kafka: KafkaSettings
    urls: tuple[str, str]

    @property
    def ids(self) -> list[str]:
        return sorted(map(article_id, self.urls))

    async def babelwire(self, *arguments: str, columns: str = "200") -> subprocess.CompletedProcess[str]:
        """Runs the command as a person types it."""
        return await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "babelwire_console", *arguments],
            env=os.environ | {"BABELWIRE_KAFKA_BOOTSTRAP": self.kafka.kafka_bootstrap, "COLUMNS": columns},
            capture_output=True,
            text=True,
            check=False,
            timeout=90,
        )

    async def listed(self, command: str) -> list[dict[str, Any]]:
        done = await self.babelwire(command, "--list", "--json")
        assert done.returncode == 0, done.stderr
        return [row for row in map(json.loads, done.stdout.splitlines()) if row["one"] == self.ids[0]]

    def own(self, records: list[LogRecord]) -> list[LogRecord]:
        return [record for record in records if record.key == ":".join(self.ids).encode()]

    async def records(self, where: KafkaSettings | None = None) -> list[LogRecord]:
        async with log_reader(where or self.kafka) as log:
            spans = log.read(await log.ranges(log.partitions(ARTICLES_CORRECTIONS.name)))
            return self.own([record async for span in spans for record in span.records])


@pytest.fixture
async def pair(kafka_bootstrap: str) -> AsyncIterator[Pair]:
    kafka = KafkaSettings(kafka_bootstrap=kafka_bootstrap)
    async with asyncio.timeout(30):
        while True:
            try:
                await ensure_topics(kafka, [ARTICLES_CORRECTIONS])
                break
            except TransientError:
                await asyncio.sleep(0.2)
    name = uuid.uuid4().hex[:8]
    made = Pair(kafka, (f"https://north.example/{name}", f"https://south.example/{name}"))
    yield made
    for command in ("link", "unlink"):
        await made.babelwire(command, *made.urls, "--withdraw")


async def test_what_is_typed_stands_on_the_topic_until_it_is_withdrawn(pair: Pair) -> None:
    one, other = pair.ids
    linked = await pair.babelwire("link", *pair.urls)
    assert linked.returncode == 0, linked.stderr
    assert linked.stdout == (
        f"Written: {one} and {other} are always in one group of copies. "
        "Deduplication knows neither of them yet: the correction holds from when it does.\n"
    )
    unlinked = json.loads((await pair.babelwire("unlink", other, one, "--json")).stdout)
    (row,) = await pair.listed("unlink")
    assert row == {name: unlinked[name] for name in ("one", "other", "verdict", "made_at")}
    assert row["verdict"] == "not_copies"
    assert await pair.listed("link") == []
    lines = (await pair.babelwire("unlink", "--list", columns="40")).stdout.splitlines()
    assert f"{row['made_at']}  {one}  {other}" in lines

    wrong = await pair.babelwire("link", "--withdraw", *pair.urls)
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert f"babelwire unlink --withdraw {one} {other}" in wrong.stderr
    withdrawn = await pair.babelwire("unlink", "--withdraw", *pair.urls)
    assert withdrawn.stdout == (
        f"Withdrawn: whether {one} and {other} are copies, their texts decide again. "
        "Deduplication amends its decisions within seconds.\n"
    )
    again = await pair.babelwire("unlink", "--withdraw", *pair.urls)
    assert (again.returncode, again.stdout) == (1, "")
    assert await pair.listed("unlink") == []

    first, second, last = await pair.records()
    verdicts = [decode(record.value, Correction).verdict for record in (first, second)]
    assert verdicts == [Verdict.COPIES, Verdict.NOT_COPIES]
    assert last.value is None


async def test_the_other_command_is_named_where_it_has_some(pair: Pair) -> None:
    await pair.babelwire("link", *pair.urls)
    listed = await pair.babelwire("unlink", "--list")
    assert "There are some that are always in one group of copies: babelwire link --list\n" in listed.stdout


async def test_a_shadow_begins_with_the_live_corrections(pair: Pair) -> None:
    await pair.babelwire("unlink", *pair.urls)
    shadow = ShadowTopics(pair.kafka, f"shadow.{uuid.uuid4().hex[:8]}.")
    await shadow.make(ARTICLES_INGESTED)
    try:
        await shadow.seed(["deduplication"])
        (copied,) = await pair.records(shadow.shadow)
        assert await shadow.records(ARTICLES_CORRECTIONS) == []
    finally:
        await shadow.remove([])
    (live,) = await pair.records()
    assert (copied.partition, copied.key, copied.value) == (live.partition, live.key, live.value)
