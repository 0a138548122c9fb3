"""`babelwire dead-letters list|show|redrive`."""

from collections import Counter
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from babelwire_console import completion
from babelwire_console.dead_letters.letter import Letter, State, Wanted, states
from babelwire_console.dead_letters.log import DeadLetterLog
from babelwire_console.dead_letters.options import ErrorClass, From, Key, Service, To, services_of
from babelwire_console.dead_letters.redrive_command import redrive
from babelwire_console.errors import CommandFailed
from babelwire_console.options import JsonObject
from babelwire_console.output import console, moment_iso, print_json, print_rows, printable
from babelwire_console.running import run
from babelwire_console.settings import Settings
from babelwire_contracts.services import DEAD_LETTERS
from babelwire_messaging import headers
from babelwire_messaging.headers import parse_position
from babelwire_messaging.reading import LogRecord, log_reader

app = typer.Typer(no_args_is_help=True, help="Look at records that a service could not handle, and send them back.")
app.command("redrive")(redrive)


@app.command("list")
def list_letters(
    *,
    service: Service = None,
    error: ErrorClass = None,
    since: From = None,
    until: To = None,
    key: Key = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many rows, the newest.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, newest last.")] = False,
) -> None:
    """Count dead letters by service and error class, then list the newest."""
    wanted = Wanted(service=service, error=error, since=since, until=until, key=key)
    rows = run(_rows(Settings(), wanted))
    if as_json:
        print_rows([], rows[-limit:], as_json=True)
        return
    if not rows:
        console.print("No dead letters.")
        return
    print_rows(["service", "error", "letters", *State], _counts(rows), as_json=False)
    console.print()
    print_rows(["position", "at", "error", "message", "came_from", "attempt", "state"], rows[-limit:], as_json=False)
    console.print("\nOne in full: babelwire dead-letters show POSITION", markup=False)


@app.command("show")
def show_letter(
    position: Annotated[
        str,
        typer.Argument(help="TOPIC/PARTITION/OFFSET, as `list` prints it.", autocompletion=completion.letter_positions),
    ],
    as_json: JsonObject = False,
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


async def _rows(settings: Settings, wanted: Wanted) -> list[dict[str, Any]]:
    dead_letters = DeadLetterLog(services_of(wanted.service))
    async with log_reader(settings.kafka) as log:
        await dead_letters.read(log)
    state = states(dead_letters.letters, dead_letters.holds(), datetime.now(UTC))
    asked_for = sorted(filter(wanted.matches, dead_letters.letters), key=lambda letter: letter.at)
    return [_row(letter, state[letter.position]) for letter in asked_for]


def _counts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    letters = Counter((row["service"], row["error"]) for row in rows)
    by_state = Counter((row["service"], row["error"], row["state"]) for row in rows)
    return [
        {"service": service, "error": error, "letters": n}
        | {state: by_state[service, error, state.value] or None for state in State}
        for (service, error), n in letters.most_common()
    ]


def _row(letter: Letter, state: State) -> dict[str, Any]:
    return {
        "position": str(letter.position),
        "at": moment_iso(letter.at),
        "service": letter.service,
        "error": letter.error,
        "message": letter.message,
        "came_from": str(letter.origin) if letter.origin is not None else "?",
        "attempt": letter.attempt,
        "state": state.value,
        "key": letter.key.decode("utf-8", "replace") if letter.key is not None else None,
        "capture_id": letter.capture_id,
        "redrive_of": letter.redrive_of,
    }


async def _one(settings: Settings, text: str) -> LogRecord:
    position = parse_position(text)
    if position is None or not position.topic.startswith(DEAD_LETTERS):
        raise CommandFailed(f"{text!r} is not the position of a dead letter, such as dead-letters.indexing/0/12")
    async with log_reader(settings.kafka) as log:
        if not log.partitions(position.topic):
            raise CommandFailed(f"there is no topic {position.topic}")
        record = await log.at(position)
    if record is None:
        raise CommandFailed(f"nothing stands at {text}; it may have passed its retention")
    if headers.REDRIVE_MARK in record.fields:
        raise CommandFailed(f"{text} is no letter but the mark of a redrive; `dead-letters list` names the letters")
    return record
