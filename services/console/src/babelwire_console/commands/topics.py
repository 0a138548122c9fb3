"""`babelwire topics`."""

from typing import Annotated, Any

import typer
from aiokafka import AIOKafkaConsumer

from babelwire_console.output import print_rows
from babelwire_console.running import kafka_reader, run
from babelwire_console.settings import Settings
from babelwire_contracts.topics import CATALOGUE, Cleanup, Topic
from babelwire_messaging.reading import topic_partitions


def topics(as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False) -> None:
    """List the topics: what each carries, how long it is kept, and how many records it holds."""
    rows = run(_rows(Settings()))
    print_rows(["topic", "records", "kept", "carries"], rows, as_json=as_json)


async def _rows(settings: Settings) -> list[dict[str, Any]]:
    async with kafka_reader(settings) as consumer:
        there = await consumer.topics()
        return [await _row(consumer, topic, topic.name in there) for topic in CATALOGUE.values()]


async def _row(consumer: AIOKafkaConsumer, topic: Topic, there: bool) -> dict[str, Any]:
    records: int | None = None
    if there:
        partitions = topic_partitions(topic)
        starts = await consumer.beginning_offsets(partitions)
        ends = await consumer.end_offsets(partitions)
        records = sum(ends[partition] - starts[partition] for partition in partitions)
    return {
        "topic": topic.name,
        "records": records,
        "partitions": topic.partitions,
        "kept": _kept(topic),
        "key": topic.key,
        "carries": topic.carries,
    }


def _kept(topic: Topic) -> str:
    if topic.cleanup is Cleanup.COMPACT:
        return "compacted"
    return "for ever" if topic.retention is None else f"{topic.retention.days} days"
