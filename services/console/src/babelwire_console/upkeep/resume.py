"""`babelwire resume`."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from aiokafka import TopicPartition

from babelwire_console import completion
from babelwire_console.errors import CommandFailed
from babelwire_console.options import JsonObject
from babelwire_console.output import console, moment_iso, print_json, print_rows, printable
from babelwire_console.running import run
from babelwire_console.settings import Settings
from babelwire_contracts.codec import SchemaFromTheFuture
from babelwire_contracts.pauses import ServicePause
from babelwire_contracts.services import CONSUMING_SERVICES
from babelwire_messaging import pauses, releasing
from babelwire_messaging.producer import Producer
from babelwire_messaging.reading import log_reader
from babelwire_messaging.releasing import Unread


def resume(
    service: Annotated[
        str, typer.Argument(help="The service that has paused itself.", autocompletion=completion.services)
    ],
    *,
    dead_letter_held: Annotated[
        bool,
        typer.Option(
            "--dead-letter-held",
            help="Let what fails again with the errors that it holds go to the dead letters, up to the ends of now.",
        ),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it holds, and write nothing.")] = False,
    as_json: JsonObject = False,
) -> None:
    """Let a service that has paused itself go on, once what made it pause is mended.

    Exit code 1 when it is not paused. With --dead-letter-held what made it pause need not be mended: the records that
    fail again become dead letters, which can be sent back later.
    """
    result = run(_resume(Settings(), service, dead_letter_held=dead_letter_held, dry_run=dry_run))
    if as_json:
        print_json(result)
    elif dry_run:
        _show(result)
    elif dead_letter_held:
        errors = ", ".join(result["errors"])
        _say(
            f"{service} goes on. Of the {result['unread']:,} records before the ends of now, those that fail again "
            f"with {errors} become dead letters: babelwire dead-letters list --service {service}"
        )
    else:
        _say(f"{service} goes on.")


async def _resume(settings: Settings, service: str, *, dead_letter_held: bool, dry_run: bool) -> dict[str, Any]:
    if service not in CONSUMING_SERVICES:
        raise CommandFailed(f"no service {service!r} consumes a topic; there are {', '.join(CONSUMING_SERVICES)}")
    async with log_reader(settings.kafka) as log:
        pause = (await releasing.pauses(log)).get(service)
        if pause is None:
            raise CommandFailed(f"{service} is not paused")
        unread = await releasing.unread(log, service)
    if isinstance(pause, SchemaFromTheFuture):
        if dead_letter_held or dry_run:
            raise CommandFailed(f"the pause of {service} says more than this release reads: {pause}")
    elif dead_letter_held and not pause.errors:
        raise CommandFailed(
            f"{service} holds no records that failed, so that none can be let through. It has paused because: "
            f"{printable(pause.reason)}. Mend that, then: babelwire resume {service}"
        )
    if not dry_run:
        producer = Producer("console", settings.kafka)
        async with producer.running():
            if dead_letter_held and isinstance(pause, ServicePause):
                await releasing.release(pause, _ends(unread), producer)
            else:
                await pauses.resume(service, producer)
    return _result(service, pause, unread, dead_letter_held=dead_letter_held, dry_run=dry_run)


def _ends(unread: Mapping[TopicPartition, Unread]) -> dict[str, int]:
    return {f"{each.topic}/{each.partition}": last.end for each, last in unread.items()}


def _result(
    service: str,
    pause: ServicePause | SchemaFromTheFuture,
    unread: Mapping[TopicPartition, Unread],
    *,
    dead_letter_held: bool,
    dry_run: bool,
) -> dict[str, Any]:
    known = pause if isinstance(pause, ServicePause) else None
    return {
        "service": service,
        "resumed": not dry_run,
        "dead_letter_held": dead_letter_held,
        "reason": known.reason if known else str(pause),
        "instance": known.instance if known else None,
        "at": moment_iso(known.at) if known else None,
        "errors": known.errors if known else {},
        "held": known.held if known else [],
        "unread": sum(each.records for each in unread.values()),
        "until": _ends(unread),
    }


def _show(result: Mapping[str, Any]) -> None:
    service = result["service"]
    _say(f"{service} is paused since {result['at']}, by {result['instance']}: {result['reason']}")
    if result["errors"]:
        console.print()
        rows = [{"error": error, "records": n} for error, n in result["errors"].items()]
        print_rows(["error", "records"], rows, as_json=False)
        console.print()
        held = [
            {"position": one.position, "capture_id": one.capture_id, "error": one.error, "message": one.message}
            for one in result["held"]
        ]
        print_rows(["position", "capture_id", "error", "message"], held, as_json=False)
        console.print()
    else:
        _say("It holds no records that failed: there is nothing that --dead-letter-held could let through.")
    _say(f"{result['unread']:,} records are unread up to the ends of now. Nothing was written.")
    _say(f"When what made it pause is mended: babelwire resume {service}")
    if result["errors"]:
        _say(f"To let these records go to the dead letters: babelwire resume {service} --dead-letter-held")


def _say(text: str) -> None:
    """A line; what comes from the topic is text, never markup, and never steers the terminal."""
    console.print(printable(text), markup=False, highlight=False, soft_wrap=True)
