"""`babelwire status`."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
import typer
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from babelwire_console.errors import CommandFailed
from babelwire_console.index import index
from babelwire_console.options import JsonLines
from babelwire_console.output import moment_iso, print_rows
from babelwire_console.running import run
from babelwire_console.settings import Settings
from babelwire_contracts.codec import SchemaFromTheFuture
from babelwire_contracts.pauses import ServicePause
from babelwire_contracts.services import CONSUMING_SERVICES, SERVICES
from babelwire_contracts.topics import CATALOGUE
from babelwire_messaging import releasing
from babelwire_messaging.reading import KafkaAway, log_reader
from babelwire_messaging.releasing import Unread
from babelwire_messaging.topics import Difference, differences

_DIFFERS: Final = "differs"


def status(as_json: JsonLines = False) -> None:
    """Say what is up, what is not and why, how far each service is behind, and which topics have other settings.

    Exit code 1 when anything is not ready. A topic that differs from the catalogue is told, and is no failure.
    """
    rows = run(_rows(Settings()))
    print_rows(["part", "state", "behind", "held", "detail"], rows, as_json=as_json)
    if any(row["state"] not in {"ready", _DIFFERS} for row in rows):
        raise typer.Exit(1)


async def _rows(settings: Settings) -> list[dict[str, Any]]:
    kafka, report = await _kafka(settings)
    async with httpx.AsyncClient(timeout=3, trust_env=False) as client:
        checks = (_service(client, name, url, report) for name, url in settings.services.items())
        services = await asyncio.gather(*checks)
    differing = [
        {"part": one.topic, "state": _DIFFERS, "behind": None, "held": None, "detail": str(one)}
        for one in report.differences
    ]
    return [kafka, await _opensearch(settings), *services, *differing]


@dataclass(frozen=True, slots=True)
class _KafkaReport:
    """What Kafka says of the services: records unread, those of them in the lanes of slow ones, pauses, and topics that
    are not as the catalogue has them."""

    behind: dict[str, int] = field(default_factory=dict)
    lanes: dict[str, dict[str, int]] = field(default_factory=dict)
    paused: dict[str, ServicePause | SchemaFromTheFuture] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)


async def _service(client: httpx.AsyncClient, name: str, url: str, report: _KafkaReport) -> dict[str, Any]:
    row: dict[str, Any] = {"part": name, "state": "down", "behind": report.behind.get(name), "held": None}
    pause = report.paused.get(name)
    if isinstance(pause, ServicePause):
        row["held"] = sum(pause.errors.values()) or None
    paused = _why(name, pause) if pause is not None else ""
    try:
        answer = await client.get(f"{url}/readyz")
        ready = answer.json()
    except (httpx.HTTPError, ValueError):
        return row | {"detail": "; ".join(filter(None, [f"{url} does not answer", paused]))}
    if pause is not None:
        return row | {"state": "paused", "detail": paused}
    reasons = "; ".join(ready.get("reasons", []))
    lanes = ", ".join(f"{lane} {count:,}" for lane, count in report.lanes.get(name, {}).items())
    detail = "; ".join(filter(None, [reasons or url, f"waiting: {lanes}" if lanes else ""]))
    return row | {"state": "ready" if answer.is_success else "not ready", "detail": detail}


def _why(service: str, pause: ServicePause | SchemaFromTheFuture) -> str:
    """Why a service is paused, how much it holds, and the commands that let it go on."""
    resume = f"babelwire resume {service}"
    if isinstance(pause, SchemaFromTheFuture):
        return f"paused by a newer release; when that is mended: {resume}"
    text = f"paused since {moment_iso(pause.at)}: {pause.reason}"
    if not pause.errors:
        return f"{text}; when that is mended: {resume}"
    counts = ", ".join(f"{n} {error}" for error, n in pause.errors.items())
    return (
        f"{text}; {sum(pause.errors.values())} records held ({counts}); when that is mended: {resume}; to let them go "
        f"to the dead letters: {resume} --dead-letter-held (first with --dry-run)"
    )


async def _opensearch(settings: Settings) -> dict[str, Any]:
    row = {"part": "opensearch", "behind": None, "held": None}
    try:
        async with index(settings) as documents:
            health, count = await documents.health(), await documents.count()
    except CommandFailed as error:
        return row | {"state": "down", "detail": str(error)}
    articles = "no articles index yet" if count is None else f"{count} articles"
    return row | {"state": "ready", "detail": f"{settings.opensearch.url} ({health}), {articles}"}


async def _kafka(settings: Settings) -> tuple[dict[str, Any], _KafkaReport]:
    row = {"part": "kafka", "behind": None, "held": None}
    try:
        async with log_reader(settings.kafka) as log:
            unread = {name: await releasing.unread(log, name) for name in CONSUMING_SERVICES}
            report = _KafkaReport(
                {name: sum(each.records for each in partitions.values()) for name, partitions in unread.items()},
                {name: _in_lanes(name, partitions) for name, partitions in unread.items()},
                await releasing.pauses(log),
                await differences(settings.kafka, CATALOGUE.values()),
            )
    except (KafkaAway, KafkaError) as error:
        return row | {"state": "down", "detail": str(error)}, _KafkaReport()
    return row | {"state": "ready", "detail": settings.kafka.kafka_bootstrap}, report


def _in_lanes(service: str, unread: Mapping[TopicPartition, Unread]) -> dict[str, int]:
    """How many records wait in each lane of a service, by what the lane's topic ends with."""
    return {
        topic.rpartition(".")[2]: sum(each.records for partition, each in unread.items() if partition.topic == topic)
        for topic in SERVICES[service].lanes
    }
