"""`babelwire topics`."""

from collections.abc import Sequence
from typing import Any

from babelwire_console.options import JsonLines
from babelwire_console.output import console, print_rows
from babelwire_console.running import run
from babelwire_console.settings import Settings
from babelwire_contracts.topics import CATALOGUE, Cleanup, Topic
from babelwire_messaging.reading import LogReader, log_reader
from babelwire_messaging.topics import Difference, differences


def topics(as_json: JsonLines = False) -> None:
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
    async with log_reader(settings.kafka) as log:
        differing = await differences(settings.kafka, CATALOGUE.values())
        return [
            await _row(log, topic, [one for one in differing if one.topic == topic.name])
            for topic in CATALOGUE.values()
        ]


async def _row(log: LogReader, topic: Topic, differing: Sequence[Difference]) -> dict[str, Any]:
    ranges = await log.ranges(log.partitions(topic.name))
    return {
        "topic": topic.name,
        "records": sum(end - start for start, end in ranges.values()) if ranges else None,
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
