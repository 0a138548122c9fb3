"""A topic that somebody else made, or changed, is reported by `topics` and `status`."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError

from babelwire_contracts.topics import MONTH, dead_letters
from babelwire_messaging.clients import admin
from babelwire_messaging.errors import TransientError
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.topics import creation_config, differences, ensure_topics

pytestmark = pytest.mark.stack

TOPIC = dead_letters("deduplication")
DIFFERENCE = {"setting": "retention.ms", "found": "60000", "wanted": str(int(MONTH.total_seconds()) * 1000)}
IN_WORDS = f"retention.ms is 60000, the catalogue says {DIFFERENCE['wanted']}"


@pytest.fixture
async def changed(kafka_bootstrap: str) -> AsyncIterator[KafkaSettings]:
    """A topic of the catalogue with another retention, which it gets back."""
    kafka = KafkaSettings(kafka_bootstrap=kafka_bootstrap)
    ours = creation_config(TOPIC, 1)
    async with asyncio.timeout(60):
        while True:
            try:
                await ensure_topics(kafka, [TOPIC])
                await alter(kafka, ours | {"retention.ms": "60000"})
                if await differences(kafka, [TOPIC]):
                    break
            except (TransientError, KafkaError):
                pass
            await asyncio.sleep(0.2)
    yield kafka
    await alter(kafka, ours)


async def alter(kafka: KafkaSettings, settings: dict[str, str]) -> None:
    async with admin(kafka) as client:
        await client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, TOPIC.name, settings)])


async def babelwire(kafka: KafkaSettings, *arguments: str) -> str:
    """What the command prints."""
    command = [sys.executable, "-m", "babelwire_console", *arguments]
    environment = os.environ | {"BABELWIRE_KAFKA_BOOTSTRAP": kafka.kafka_bootstrap, "COLUMNS": "200"}
    done = await asyncio.to_thread(
        subprocess.run, command, env=environment, capture_output=True, text=True, check=False, timeout=90
    )
    return str(done.stdout)


async def test_a_difference_is_told_by_topics_and_status(changed: KafkaSettings) -> None:
    rows: list[dict[str, Any]] = [
        json.loads(line) for line in (await babelwire(changed, "topics", "--json")).split("\n")[:-1]
    ]
    assert {row["topic"]: row["differences"] for row in rows if row["differences"]} == {TOPIC.name: [DIFFERENCE]}
    assert f"{TOPIC.name}: {IN_WORDS}" in await babelwire(changed, "topics")
    rows = [json.loads(line) for line in (await babelwire(changed, "status", "--json")).split("\n")[:-1]]
    assert [(row["part"], row["detail"]) for row in rows if row["state"] == "differs"] == [(TOPIC.name, IN_WORDS)]
