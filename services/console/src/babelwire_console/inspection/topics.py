"""`babelwire topics`."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from aiokafka import AIOKafkaConsumer

from babelwire_console.output import console, print_rows
from babelwire_console.running import kafka_reader, run
from babelwire_console.settings import Settings
from babelwire_contracts.topics import CATALOGUE, Cleanup, Topic
from babelwire_messaging.reading import topic_partitions
from babelwire_messaging.topics import Difference, differences


def topics(as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False) -> None:
    """List the topics: what each carries, how long it is kept, how many records it holds, and what differs in it."""
    rows = run(_rows(Settings()))
    if as_json:
        print_rows([], rows, as_json=True)
        return
    print_rows(["topic", "records", "kept", "carries"], rows, as_json=False)
    for row in rows:
        for one in row["differences"]:
            text = f"{row['topic']}: {one['setting']} is {one['found']}, the catalogue says {one['wanted']}"
            console.print(text, style="yellow", markup=False, highlight=False, soft_wrap=True)


async def _rows(settings: Settings) -> list[dict[str, Any]]:
    async with kafka_reader(settings) as consumer:
        there = await consumer.topics()
        differing = await differences(settings.kafka, CATALOGUE.values())
        return [
            await _row(consumer, topic, topic.name in there, [one for one in differing if one.topic == topic.name])
            for topic in CATALOGUE.values()
        ]


async def _row(
    consumer: AIOKafkaConsumer, topic: Topic, there: bool, differing: Sequence[Difference]
) -> dict[str, Any]:
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
        "differences": [{"setting": one.setting, "found": one.found, "wanted": one.wanted} for one in differing],
    }


def _kept(topic: Topic) -> str:
    if topic.cleanup is Cleanup.COMPACT:
        return "compacted"
    return "for ever" if topic.retention is None else f"{topic.retention.days} days"
