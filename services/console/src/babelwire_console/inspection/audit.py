"""`babelwire audit`."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

import typer
from rich.console import Group
from rich.live import Live
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from babelwire_console.errors import CommandFailed
from babelwire_console.options import moment_option
from babelwire_console.output import console, errors, print_json, printable
from babelwire_console.running import run
from babelwire_console.settings import Settings
from babelwire_lineage.audit import Account, Audit
from babelwire_messaging.reading import log_reader

_DAY: Final = timedelta(days=1)
_REFRESH_SECONDS: Final = 3.0
_COLORS: Final = {"rejected": "yellow", "dead-lettered": "red"}


def audit(
    since: Annotated[
        datetime | None, moment_option("--from", "Captures accepted since; 24 hours ago unless given.")
    ] = None,
    until: Annotated[datetime | None, moment_option("--to", "Captures accepted before; now.")] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Stay, and look again every few seconds.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object; with --watch, one for each look.")] = False,
) -> None:
    """Hold captures against their receipts and name every capture that is missing.

    Exit code 0 when none is missing, 1 when any is.
    """
    account = run(_audit(Settings(), since, until, watch=watch, as_json=as_json))
    if account.missing:
        raise typer.Exit(1)


async def _audit(
    settings: Settings, since: datetime | None, until: datetime | None, *, watch: bool, as_json: bool
) -> Account:
    begin = since or (until or datetime.now(UTC)) - _DAY
    if until is not None and until <= begin:
        raise CommandFailed("--to is not after --from")
    async with log_reader(settings.kafka) as log:
        with Progress(SpinnerColumn(), TextColumn("{task.completed:,.0f} records"), console=errors) as progress:
            reading = progress.add_task("reading", total=None)
            auditing = Audit(log, begin, until, lambda records: progress.advance(reading, records))
            account = await auditing.look()
            progress.remove_task(reading)
        shown = _shown(account)
        if not watch:
            print_json(account) if as_json else console.print(shown)
            return account
        watched = console.is_terminal and not as_json
        with Live(shown, console=console, auto_refresh=False) if watched else contextlib.nullcontext() as live:
            while True:
                if as_json:
                    print_json(account)
                elif live is None:
                    console.print(_shown(account))
                else:
                    live.update(_shown(account), refresh=True)
                await asyncio.sleep(_REFRESH_SECONDS)
                account = await auditing.look()


def _shown(account: Account) -> Group:
    counts = Table(box=None, header_style="bold", pad_edge=False)
    counts.add_column("outcome")
    counts.add_column("captures", justify="right")
    for outcome, count in account.outcomes.items():
        counts.add_row(outcome, f"{count:,}", style=_COLORS.get(outcome) if count else "dim")
    counts.add_row("in flight", f"{account.in_flight:,}", style="cyan" if account.in_flight else "dim")
    counts.add_row("missing", f"{len(account.missing):,}", style="bold red" if account.missing else "green")
    counts.add_row("all", f"{account.captures:,}", style="bold")
    parts: list[Text | Table] = [Text(f"Captures from {account.since} to {account.until or 'now'}"), counts]
    if account.replays:
        parts.append(Text(f"{account.replays:,} replayed records beside them"))
    if account.nameless:
        parts.append(Text(f"{account.nameless:,} records without a capture id: foreign bytes, see dead-letters list"))
    parts += [
        Text(f"{count:,} records wait behind them for {service}, which no receipt waits for", style="cyan")
        for service, count in account.waiting.items()
        if count
    ]
    if account.missing:
        named = Table(box=None, header_style="bold", pad_edge=False, title="Missing", title_justify="left")
        for column in ("capture id", "accepted", "last stage", "position", "url"):
            named.add_column(column, no_wrap=column != "url", overflow="fold")
        for one in account.missing:
            cells = (one.capture_id, one.captured_at, one.last_stage, one.position, one.url or "")
            named.add_row(*(Text(printable(cell)) for cell in cells))
        parts.append(named)
    return Group(*parts)
