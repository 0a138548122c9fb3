"""Starts a module as `python -m` does, in a process that has what it imports already: many starts in a second."""

import multiprocessing
import os
import runpy
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from pathlib import Path

WITHIN = 120.0


@dataclass(frozen=True)
class Ended:
    """How a program ended; `code` is None for one that was still running, and was killed."""

    code: int | None
    output: str
    errors: str


@contextmanager
def context_with(modules: Sequence[str]) -> Iterator[ForkServerContext]:
    """Where processes come from that have imported some modules already; nobody else's do, before or after."""
    context = multiprocessing.get_context("forkserver")
    _end_server()
    context.set_forkserver_preload([*modules, __name__])
    try:
        yield context
    finally:
        _end_server()
        context.set_forkserver_preload([])


def _end_server() -> None:
    """A process has one such server, begun when first needed, which its own tests end in this way."""
    forkserver._forkserver._stop()  # type: ignore[attr-defined]  # there is no public way


def start(context: ForkServerContext, program: Sequence[str], folder: Path) -> Ended:
    """Runs a module, or a script by its path, with its arguments; what it prints goes through files in `folder`."""
    output, errors = folder / "output", folder / "errors"
    process = context.Process(target=_begin, args=(list(program), str(output), str(errors)))
    process.start()
    process.join(WITHIN)
    code = process.exitcode
    if code is None:
        process.kill()
        process.join()
    return Ended(code, output.read_text(), errors.read_text())


def _begin(program: list[str], output: str, errors: str) -> None:
    for path, stream in ((output, sys.stdout), (errors, sys.stderr)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), stream.fileno())
    # Nothing listens on port 1: what begins to work in spite of its arguments goes nowhere.
    os.environ.update(COLUMNS="120", NO_COLOR="1", BABELWIRE_KAFKA_BOOTSTRAP="127.0.0.1:1")
    sys.argv = program
    for imported in (program[0], f"{program[0]}.__main__"):
        sys.modules.pop(imported, None)
    if program[0].endswith(".py"):
        runpy.run_path(program[0], run_name="__main__")
    else:
        runpy.run_module(program[0], run_name="__main__", alter_sys=True)
