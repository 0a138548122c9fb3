"""The stacks that run on this machine, whichever data directory, checkout or terminal they were started from."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import psutil

from babelwire_stack.program import read_programs
from babelwire_stack.settings import StackSettings

_DAEMON: Final = "supervisor.supervisord"


def other_stacks(data_dir: Path) -> list[Path]:
    """The data directories of the other stacks that run, as far as this user may look at their processes."""
    return sorted(set(_running()) - {data_dir})


def holder_of(port: int) -> Path | None:
    """The data directory of a stack that runs and was given this port."""
    for data_dir in sorted(set(_running())):
        if any(port in program.ports for program in read_programs(StackSettings(data_dir=data_dir).run_dir)):
            return data_dir
    return None


def reached(data_dir: Path, target: str) -> str:
    """The command line by which a target of make reaches the stack of a data directory."""
    return f"BABELWIRE_DATA_DIR={shlex.quote(str(data_dir))} make {target}"


def describe_others(data_dir: Path, target: str) -> str:
    """A line for each other stack that runs, with how to reach it; nothing where none does."""
    return "".join(
        f"\na stack runs with its data in {other}: {reached(other, target)}" for other in other_stacks(data_dir)
    )


def _running() -> Iterator[Path]:
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        given = words[words.index(_DAEMON) + 1 :] if _DAEMON in words else []
        if "-c" in given[:-1]:
            yield Path(given[given.index("-c") + 1]).parent.parent
