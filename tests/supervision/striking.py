"""Runs one service and fails every task it has, one after another: `python -m tests.supervision.striking SERVICE …`.

A process of its own, for a task that is struck leaves things open that no test's process should answer for.
"""

import argparse
import asyncio
import sys
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from typing import Any

import httpx
import structlog
from starlette.applications import Starlette

from babelwire_contracts import schemas
from babelwire_contracts.topics import FLOW, Topic
from babelwire_deduplication import app as deduplication
from babelwire_deduplication.settings import DeduplicationSettings
from babelwire_indexing import app as indexing
from babelwire_indexing.settings import IndexingSettings
from babelwire_indexing.template import MAPPING_VERSION, IndexNames
from babelwire_ingest import app as ingest
from babelwire_ingest.settings import IngestSettings
from babelwire_messaging.clients import reader
from babelwire_messaging.partitioning import topic_partitions
from babelwire_messaging.producer import Outgoing, Producer
from babelwire_messaging.settings import KafkaSettings
from babelwire_opensearch.settings import OpenSearchSettings
from babelwire_translation_tagging import app as translation_tagging
from babelwire_translation_tagging.settings import TranslationTaggingSettings

WITHIN = 150.0
READS = dict(FLOW)


class Struck(Exception):
    """What no task foresees."""


def build(service: str, kafka: KafkaSettings, opensearch_url: str) -> Starlette:
    match service:
        case "ingest":
            return ingest.build_app(IngestSettings(kafka=kafka, parser_workers=1))
        case "deduplication":
            return deduplication.build_app(DeduplicationSettings(kafka=kafka))
        case "translation_tagging":
            return translation_tagging.build_app(TranslationTaggingSettings(kafka=kafka))
    name = kafka.topic_prefix.rstrip(".")
    names = IndexNames(alias=f"tasks-{name}", index=f"articles-v{MAPPING_VERSION}-{name}")
    opensearch = OpenSearchSettings(url=opensearch_url)
    return indexing.build_app(
        IndexingSettings(kafka=kafka, opensearch=opensearch), open_index=partial(indexing.open_search, names=names)
    )


def kind(task: asyncio.Task[Any]) -> str:
    """What a task is known by from one life of it to the next."""
    name = task.get_name()
    return f"{getattr(task.get_coro(), '__qualname__', '?')} {'' if name.startswith('Task-') else name}".strip()


def strike(task: asyncio.Task[Any]) -> bool:
    """Fails what a task waits for with an error that nobody foresees; False where it waits for nothing."""
    waiter = getattr(task, "_fut_waiter", None)
    while isinstance(waiter, asyncio.Task):
        waiter = getattr(waiter, "_fut_waiter", None)
    if waiter is None or waiter.done():
        return False
    waiter.set_exception(Struck("struck"))
    return True


async def until(condition: Callable[[], Awaitable[bool]], what: str) -> None:
    try:
        async with asyncio.timeout(WITHIN):
            while not await condition():  # noqa: ASYNC110 - a service sets no event of ours
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise SystemExit(f"{what} never came true") from None


async def strike_all(service: str, kafka_bootstrap: str, opensearch_url: str) -> None:
    """Prints each kind of task once it has been struck and the service has worked again; ends where it has not."""
    kafka = KafkaSettings(
        kafka_bootstrap=kafka_bootstrap, topic_prefix=f"{uuid.uuid4().hex[:8]}.", publish_timeout=5, session_timeout=6
    )
    topic = READS[service]
    ours = asyncio.all_tasks()
    app = build(service, kafka, opensearch_url)
    transport = httpx.ASGITransport(app=app)
    base = "http://127.0.0.1:8081"
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url=base) as http:

        async def ready() -> bool:
            return (await http.get("/readyz")).status_code == 200

        await until(ready, "readiness")
        struck: list[str] = []
        while (task := next_task(ours, struck)) is not None:
            if not strike(task):
                await asyncio.sleep(0.01)
                continue
            struck.append(kind(task))
            await asyncio.sleep(0.2)
            await until(ready, f"readiness after {struck[-1]}")
            await works(kafka, service, topic, f"work after {struck[-1]}")
            print(struck[-1], flush=True)


def next_task(ours: set[asyncio.Task[Any]], struck: list[str]) -> asyncio.Task[Any] | None:
    """A task of a kind that has not been struck; those of the test, and those that are but moments, are left alone."""
    for task in asyncio.all_tasks() - ours:
        if not task.done() and kind(task) not in struck and "Subscription" not in kind(task):
            return task
    return None


async def works(kafka: KafkaSettings, service: str, topic: Topic, what: str) -> None:
    """Returns once the service has handled and committed a new record of each of its examples."""
    producer = Producer("test", kafka)
    async with producer.running():
        records = [
            Outgoing(topic.name, number % topic.partitions, f"key-{number}".encode(), value, [])
            for number, value in enumerate(schemas.examples(topic).values())
        ]
        await producer.send(records)
    partitions = [each._replace(topic=kafka.on_wire(each.topic)) for each in topic_partitions(topic)]
    async with reader(kafka, kafka.on_wire(service)) as looking:
        looking.assign(partitions)

        async def all_is_committed() -> bool:
            ends = await looking.end_offsets(partitions)
            committed = [await looking.committed(partition) or 0 for partition in partitions]
            return all(done >= ends[each] for done, each in zip(committed, partitions, strict=True))

        await until(all_is_committed, what)


def _plain(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> str:
    return str(dict(event))


def main() -> None:
    """Strikes the service that is named."""
    arguments = argparse.ArgumentParser(prog="python -m tests.supervision.striking", description=__doc__)
    arguments.add_argument("service", choices=READS)
    arguments.add_argument("--kafka", required=True, help="address of the broker")
    arguments.add_argument("--opensearch", required=True, help="address of the index")
    given = arguments.parse_args()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr), processors=[_plain])
    asyncio.run(strike_all(given.service, given.kafka, given.opensearch))


if __name__ == "__main__":
    main()
