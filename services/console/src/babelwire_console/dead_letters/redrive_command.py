"""`babelwire dead-letters redrive`."""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.progress import Progress

from babelwire_console import completion
from babelwire_console.dead_letters.letter import Letter, Wanted, states
from babelwire_console.dead_letters.log import DeadLetterLog, read_since
from babelwire_console.dead_letters.options import ErrorClass, From, Key, Service, To, services_of
from babelwire_console.dead_letters.plan import Plan, plan
from babelwire_console.dead_letters.run import RedriveRun
from babelwire_console.errors import CommandFailed
from babelwire_console.output import console, errors, print_rows
from babelwire_console.running import run
from babelwire_console.settings import Settings
from babelwire_messaging.handling import Position
from babelwire_messaging.headers import parse_position
from babelwire_messaging.producer import Producer
from babelwire_messaging.reading import LogReader, log_reader


def redrive(
    positions: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[POSITION…]",
            help="Letters by position, instead of options.",
            autocompletion=completion.letter_positions,
        ),
    ] = None,
    *,
    service: Service = None,
    error: ErrorClass = None,
    since: From = None,
    until: To = None,
    key: Key = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many letters.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Also those that a redrive did not help before.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and stop.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a letter.")] = False,
) -> None:
    """Send dead letters back to where they came from, each once, in the order they had.

    Exit code 1 when a letter that was named by its position was not sent.
    """
    wanted = Wanted(service=service, error=error, since=since, until=until, key=key)
    if positions and wanted != Wanted():
        raise typer.BadParameter("go without --service, --error, --from, --to and --key", param_hint="POSITION…")
    drive = _Redrive(Settings(), wanted, positions or [], limit=limit, again=again, quiet=as_json)
    rows = run(drive.run(dry_run=dry_run))
    if as_json:
        print_rows([], rows, as_json=True)
    if positions and not dry_run and any(row["result"] != "redriven" for row in rows):
        raise typer.Exit(1)


class _Redrive:
    def __init__(
        self, settings: Settings, wanted: Wanted, named: Sequence[str], *, limit: int | None, again: bool, quiet: bool
    ) -> None:
        self._settings = settings
        self._wanted = wanted
        self._named = named
        self._limit = limit
        self._again = again
        self._quiet = quiet

    async def run(self, *, dry_run: bool) -> list[dict[str, Any]]:
        """A row for each letter asked for, with what became of it."""
        known = DeadLetterLog(services_of(self._wanted.service))
        async with log_reader(self._settings.kafka) as log:
            with Progress(console=errors, transient=True) as progress:
                letters, decided = await self._plan(known, log, progress)
            if not self._quiet:
                _print(letters, decided)
            if dry_run:
                return [_row(letter, decided, "would be redriven") for letter in letters]
            sent = await self._carry_out(decided, known, log)
        if not self._quiet and decided.sent:
            missed = len(decided.sent) - len(sent)
            console.print(f"{len(sent)} redriven." + (f" {missed} went to another redrive." if missed else ""))
        return [
            _row(letter, decided, "redriven" if letter.position in sent else "taken by another redrive")
            for letter in letters
        ]

    async def _plan(self, known: DeadLetterLog, log: LogReader, progress: Progress) -> tuple[list[Letter], Plan]:
        await known.read(log)
        there = known.letters
        letters = _named(there, self._named) if self._named else list(filter(self._wanted.matches, there))
        looking = progress.add_task("what came after them", total=None)
        since = await read_since(
            log, letters, there, lambda n, total: progress.update(looking, completed=n, total=total)
        )
        state = states(there, known.holds(), datetime.now(UTC))
        return letters, plan(letters, state, since, again=self._again, limit=self._limit)

    async def _carry_out(self, decided: Plan, known: DeadLetterLog, log: LogReader) -> set[Position]:
        if not decided.sent and not decided.unmarked:
            return set()
        producer = Producer("console", self._settings.kafka)
        async with producer.running():
            with Progress(console=errors, transient=True) as progress:
                sending = progress.add_task("redriving", total=len(decided.sent))
                run_ = RedriveRun(uuid.uuid4().hex, known, log, producer)
                return set(await run_.carry_out(decided, lambda n: progress.advance(sending, n)))


def _named(letters: Sequence[Letter], names: Sequence[str]) -> list[Letter]:
    there = {letter.position: letter for letter in letters}
    found: dict[Position, Letter] = {}
    for name in names:
        position = parse_position(name)
        if position is None or position not in there:
            raise CommandFailed(f"no dead letter stands at {name!r}; `babelwire dead-letters list` names them")
        found[position] = there[position]
    return list(found.values())


def _print(letters: Sequence[Letter], decided: Plan) -> None:
    if not letters:
        console.print("No dead letters match.")
        return
    ways = Counter((letter.service, letter.error, letter.origin.topic) for letter in decided.sent if letter.origin)
    rows = [{"service": s, "error": e, "goes_to": topic, "letters": n} for (s, e, topic), n in ways.most_common()]
    if rows:
        print_rows(["service", "error", "goes_to", "letters"], rows, as_json=False)
    if decided.behind:
        console.print(
            f"{len(decided.behind)} of them stand behind newer records of their key; sections carry versions, so the "
            "result does not depend on order.",
            markup=False,
            soft_wrap=True,
        )
    if not decided.sent:
        console.print("Nothing to redrive.")
    for reason, n in Counter(decided.left.values()).most_common():
        console.print(f"{n} left: {reason}", markup=False, highlight=False, soft_wrap=True)


def _row(letter: Letter, decided: Plan, result: str) -> dict[str, Any]:
    reason = decided.left.get(letter.position)
    return {
        "position": str(letter.position),
        "to": f"{letter.origin.topic}/{letter.origin.partition}" if letter.origin is not None else None,
        "result": "left" if reason is not None else result,
        "reason": reason,
        "attempt": letter.attempt,
        "behind_newer": letter.position in decided.behind,
    }
