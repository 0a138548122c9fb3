"""What a command prints: a table for people, JSON lines for scripts."""

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TextIO

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

_WIDE: Final = 160
"""Columns where nobody's terminal says: wide enough for an id, a position and a sentence."""

STOPPED: Final = 130
"""Exit code of a command that was stopped before its end."""

_NEVER_BROKEN: Final = frozenset({"topic", "article_id", "capture_id", "position", "at", "came_from", "part", "stage"})
"""Columns that people copy from, or look down along."""


class ReaderIsGone(Exception):
    """Whoever read what a command prints has gone away, as `head` does; `running.printing` ends the command."""


class _Console(Console):
    """Lets a closed pipe end the command where all commands end; rich would exit with code 1 on the spot."""

    def on_broken_pipe(self) -> None:
        raise ReaderIsGone


def _is_terminal(stream: TextIO | None) -> bool:
    """Whether a person looks at it; a stream that was closed before the start is None."""
    return stream is not None and stream.isatty()


console = _Console(width=None if _is_terminal(sys.stdout) or "COLUMNS" in os.environ else _WIDE)
errors = _Console(stderr=True)


def print_json(value: Any) -> None:
    """One JSON document on one line of stdout. Raises `ReaderIsGone`."""
    try:
        sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        raise ReaderIsGone from error


def print_rows(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, as_json: bool, title: str = "") -> None:
    """Rows as a table, or each as a JSON line."""
    if as_json:
        for row in rows:
            print_json(dict(row))
        return
    table = Table(title=title or None, title_justify="left", box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold", no_wrap=column in _NEVER_BROKEN)
    for row in rows:
        # Text, not markup: what comes from topics must not steer the terminal.
        table.add_row(*(Text(printable(str("" if row.get(column) is None else row[column]))) for column in columns))
    console.print(table)


def printable(text: str) -> str:
    """The text without control characters, which a terminal would obey."""
    return "".join(character if character.isprintable() or character == "\n" else "\ufffd" for character in text)


def iso(milliseconds: int) -> str:
    """A record's timestamp as ISO 8601 in UTC, to the millisecond."""
    return moment_iso(datetime.fromtimestamp(milliseconds / 1000, UTC))


def moment_iso(at: datetime) -> str:
    """A moment in UTC as ISO 8601, to the millisecond."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@contextlib.contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on stderr while entered. Call it with what is being done, how much is, and of how much (0: unknown)."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=errors, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda doing, done, total: bar.update(task, description=doing, completed=done, total=total or None)
