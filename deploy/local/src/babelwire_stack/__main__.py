"""`python -m babelwire_stack`: what the make targets call."""

import logging
import os
import sys
from datetime import timedelta
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from babelwire_contracts.services import SERVICES
from babelwire_stack import jars
from babelwire_stack.errors import NotRunning, ProgramNotReady, StackError
from babelwire_stack.others import describe_others
from babelwire_stack.plan import parse_scale
from babelwire_stack.settings import StackSettings
from babelwire_stack.stack import Stack

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
console = Console(highlight=False)


@app.command()
def up(
    scale: Annotated[str, typer.Option(help="For instance indexing=3,deduplication=2.")] = "",
    services: Annotated[bool, typer.Option(help="With the services, or Kafka and OpenSearch only.")] = True,
) -> None:
    """Start the stack, or bring a running one to the given scale."""
    stack = Stack()
    wanted = tuple(SERVICES) if services else ()
    with console.status("Starting") as waiting:
        stack.start(wanted, parse_scale(scale), report=lambda name: waiting.update(f"Starting; {name} answers"))
    console.print(_table(stack))


@app.command()
def down() -> None:
    """Stop the stack and keep its data."""
    stack = Stack()
    if not stack.is_running():
        own = stack.settings.data_dir
        console.print(f"Nothing runs with its data in {own}{describe_others(own, 'down')}", soft_wrap=True)
        return
    with console.status("Stopping"):
        stack.stop()
    console.print(f"Stopped; the data stay in {stack.settings.data_dir}", soft_wrap=True)


@app.command()
def status() -> None:
    """Print what runs where; exit code 1 unless all of it is ready."""
    stack = Stack()
    console.print(_table(stack))
    if not all(program.ready for program in stack.status()):
        raise typer.Exit(1)


@app.command()
def logs(
    name: Annotated[str, typer.Argument(help="A program as status names it; all of them unless given.")] = "",
    lines: int = 50,
    follow: bool = True,
) -> None:
    """Print the last lines of the logs, and the new ones as they come."""
    stack = Stack()
    files = sorted(stack.settings.log_dir.glob(f"{name or '*'}.log"))
    others = "" if stack.is_running() else describe_others(stack.settings.data_dir, "logs")
    if not files:
        raise StackError(
            f"there is no log of {name or 'anything'} in {stack.settings.log_dir}: make up writes them{others}"
        )
    if others:
        print(f"this stack, with its data in {stack.settings.data_dir}, is not running{others}", file=sys.stderr)
    command = ["tail", f"--lines={lines}", *(["--follow=name", "--retry"] if follow else []), *map(str, files)]
    os.execvp("tail", command)  # noqa: S606


@app.command()
def reset(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Stop the stack and delete its data, after asking."""
    stack = Stack()
    if not yes:
        typer.confirm(f"Delete every topic and document under {stack.settings.data_dir}?", abort=True)
    stack.reset()
    console.print(f"Deleted {stack.settings.data_dir}", soft_wrap=True)


@app.command("fetch-jars")
def fetch_jars() -> None:
    """Download Kafka and OpenSearch, verify their checksums, and print the jars' paths."""
    cache_dir = StackSettings().cache_dir
    if not jars.are_there(cache_dir):
        from babelwire_stack import jar_resolution  # noqa: PLC0415  # takes a second, and is seldom needed

        columns = (TextColumn("Kafka and OpenSearch from Maven Central"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=Console(stderr=True)) as progress:
            task = progress.add_task("jars", total=None)
            jar_resolution.fetch(cache_dir, lambda done, needed: progress.update(task, completed=done, total=needed))
    for jar_set in jars.SETS:
        print(*jars.class_path(jar_set, cache_dir), sep="\n")


@app.command("lock-jars")
def lock_jars() -> None:
    """Write the lock files anew, after a change of the versions asked for."""
    from babelwire_stack import jar_resolution  # noqa: PLC0415  # takes a second, and is seldom needed

    jar_resolution.lock(StackSettings().cache_dir)


def _table(stack: Stack) -> Table:
    table = Table("program", "address", "state", "process", "up for", box=None, header_style="bold")
    for program in stack.status():
        state = "ready" if program.ready else program.state if program.state != "running" else "not ready"
        pid = str(program.pid or "-")
        table.add_row(
            program.name, program.address, state, pid, str(timedelta(seconds=program.uptime)) if program.pid else "-"
        )
    return table


def main() -> None:
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # a broker that is not up yet is no news here
    try:
        app()
    except ProgramNotReady as failure:
        console.print("\n".join(f"  {line}" for line in failure.log_tail), markup=False)
        _fail(str(failure))
    except NotRunning as failure:
        own = StackSettings().data_dir
        _fail(f"{failure}; its data would be in {own}{describe_others(own, sys.argv[1])}")
    except StackError as failure:
        _fail(str(failure))
    except ValidationError as failure:
        first = failure.errors()[0]
        _fail(f"BABELWIRE_{str(first['loc'][0]).upper()}={first['input']}: {first['msg']}")


def _fail(message: str) -> None:
    Console(stderr=True, highlight=False).print(message, style="red", markup=False, soft_wrap=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
