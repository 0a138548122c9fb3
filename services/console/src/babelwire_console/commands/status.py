"""`babelwire status`."""

import asyncio
from typing import Annotated, Any

import httpx
import typer
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from babelwire_console.adapters.index_reading import index
from babelwire_console.errors import CommandFailed
from babelwire_console.output import print_rows
from babelwire_console.running import kafka_reader, run
from babelwire_console.settings import Settings
from babelwire_contracts.topics import CATALOGUE, CONSUMING_SERVICES, Cleanup
from babelwire_messaging.clients import admin
from babelwire_messaging.reading import topic_partitions


def status(as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False) -> None:
    """Say what is up, what is not and why, and how far each service is behind.

    Exit code 1 when anything is not ready.
    """
    rows = run(_rows(Settings()))
    print_rows(["part", "state", "behind", "detail"], rows, as_json=as_json)
    if any(row["state"] != "ready" for row in rows):
        raise typer.Exit(1)


async def _rows(settings: Settings) -> list[dict[str, Any]]:
    kafka, behind = await _kafka(settings)
    async with httpx.AsyncClient(timeout=3, trust_env=False) as client:
        asked = (_service(client, name, url, behind.get(name)) for name, url in settings.services.items())
        services = await asyncio.gather(*asked)
    return [kafka, await _opensearch(settings), *services]


async def _service(client: httpx.AsyncClient, name: str, url: str, behind: int | None) -> dict[str, Any]:
    row: dict[str, Any] = {"part": name, "state": "down", "behind": behind, "detail": f"{url} does not answer"}
    try:
        answer = await client.get(f"{url}/readyz")
        told = answer.json()
    except (httpx.HTTPError, ValueError):
        return row
    reasons = "; ".join(told.get("reasons", []))
    return row | {"state": "ready" if answer.is_success else "not ready", "detail": reasons or url}


async def _opensearch(settings: Settings) -> dict[str, Any]:
    row = {"part": "opensearch", "behind": None}
    try:
        async with index(settings) as documents:
            health, count = await documents.health(), await documents.count()
    except CommandFailed as error:
        return row | {"state": "down", "detail": str(error)}
    articles = "no articles index yet" if count is None else f"{count} articles"
    return row | {"state": "ready", "detail": f"{settings.opensearch} ({health}), {articles}"}


async def _kafka(settings: Settings) -> tuple[dict[str, Any], dict[str, int]]:
    row = {"part": "kafka", "behind": None}
    try:
        async with kafka_reader(settings) as consumer:
            behind = {service: await _behind(settings, consumer, service) for service in CONSUMING_SERVICES}
    except (CommandFailed, KafkaError) as error:
        return row | {"state": "down", "detail": str(error)}, {}
    return row | {"state": "ready", "detail": settings.kafka.kafka_bootstrap}, behind


async def _behind(settings: Settings, consumer: AIOKafkaConsumer, service: str) -> int:
    """Records that a service's group has not committed; compacted topics are not read by groups."""
    there = await consumer.topics()
    read = [topic for topic in CATALOGUE.values() if service in topic.consumers and topic.cleanup is Cleanup.DELETE]
    async with admin(settings.kafka) as client:
        committed = await client.list_consumer_group_offsets(service) if there else {}
    offsets: dict[TopicPartition, int] = {partition: found.offset for partition, found in committed.items()}
    total = 0
    for topic in read:
        if topic.name in there:
            ends = await consumer.end_offsets(topic_partitions(topic))
            total += sum(end - offsets.get(partition, 0) for partition, end in ends.items())
    return total
