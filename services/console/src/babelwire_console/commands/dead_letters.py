"""`babelwire dead-letters list|show`."""

from collections import Counter
from typing import Annotated, Any

import typer
from aiokafka import ConsumerRecord

from babelwire_console.errors import CommandFailed
from babelwire_console.output import console, iso, print_json, print_rows, printable
from babelwire_console.running import kafka_reader, run
from babelwire_console.settings import Settings
from babelwire_contracts.topics import CONSUMING_SERVICES
from babelwire_contracts.topics import dead_letters as dead_letter_topic
from babelwire_messaging import headers
from babelwire_messaging.headers import parse_position
from babelwire_messaging.reading import read_at, read_range, topic_partitions

app = typer.Typer(no_args_is_help=True, help="Look at records that a service could not handle.")


@app.command("list")
def list_letters(
    service: Annotated[str | None, typer.Option(help="Only this service's.")] = None,
    error: Annotated[str | None, typer.Option(help="Only this error class.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many rows.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, newest last.")] = False,
) -> None:
    """Count dead letters by service and error class, then list the newest."""
    rows = [row for row in run(_rows(Settings(), service)) if error is None or row["error"] == error]
    if as_json:
        print_rows([], rows[-limit:], as_json=True)
        return
    if not rows:
        console.print("No dead letters.")
        return
    counts = Counter((row["service"], row["error"]) for row in rows)
    counted = [{"service": name, "error": kind, "records": n} for (name, kind), n in counts.most_common()]
    print_rows(["service", "error", "records"], counted, as_json=False)
    console.print()
    print_rows(["position", "at", "error", "message", "came_from", "attempt"], rows[-limit:], as_json=False)
    console.print("\nOne in full: babelwire dead-letters show POSITION", markup=False)


@app.command("show")
def show_letter(
    position: Annotated[str, typer.Argument(help="TOPIC/PARTITION/OFFSET, as `list` prints it.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Show one dead letter whole: where it came from, why it failed, and its bytes."""
    record = run(_one(Settings(), position))
    fields = {name: value.decode("utf-8", "replace") for name, value in record.headers}
    value = (record.value or b"").decode("utf-8", "replace")
    if as_json:
        key = (record.key or b"").decode("utf-8", "replace")
        print_json({"position": position, "key": key, "headers": fields, "value": value})
        return
    print_rows(["header", "value"], [{"header": n, "value": v} for n, v in fields.items()], as_json=False)
    console.print()
    console.print(printable(value), markup=False, highlight=False, soft_wrap=True)


async def _rows(settings: Settings, only: str | None) -> list[dict[str, Any]]:
    if only is not None and only not in CONSUMING_SERVICES:
        raise CommandFailed(f"no service {only!r} has dead letters; there are {', '.join(CONSUMING_SERVICES)}")
    rows = []
    async with kafka_reader(settings) as consumer:
        there = await consumer.topics()
        for service in CONSUMING_SERVICES if only is None else [only]:
            topic = dead_letter_topic(service)
            if topic.name in there:
                rows += [_row(record) async for record in read_range(consumer, topic_partitions(topic))]
    return sorted(rows, key=lambda row: str(row["at"]))


def _row(record: ConsumerRecord) -> dict[str, Any]:
    fields = {name: value.decode("utf-8", "replace") for name, value in record.headers}
    return {
        "position": f"{record.topic}/{record.partition}/{record.offset}",
        "at": iso(record.timestamp),
        "service": fields.get(headers.DEAD_LETTER_SERVICE),
        "error": fields.get(headers.DEAD_LETTER_ERROR),
        "message": fields.get(headers.DEAD_LETTER_MESSAGE),
        "came_from": "/".join(
            fields.get(name, "?")
            for name in (headers.DEAD_LETTER_TOPIC, headers.DEAD_LETTER_PARTITION, headers.DEAD_LETTER_OFFSET)
        ),
        "attempt": fields.get(headers.DEAD_LETTER_ATTEMPT),
        "capture_id": fields.get(headers.CAPTURE_ID),
    }


async def _one(settings: Settings, text: str) -> ConsumerRecord:
    position = parse_position(text)
    if position is None or not position.topic.startswith("dead-letters."):
        raise CommandFailed(f"{text!r} is not the position of a dead letter, such as dead-letters.indexing/0/12")
    async with kafka_reader(settings) as consumer:
        if position.topic not in await consumer.topics():
            raise CommandFailed(f"there is no topic {position.topic}")
        record = await read_at(consumer, position)
    if record is None:
        raise CommandFailed(f"nothing stands at {text}; it may have passed its retention")
    return record
