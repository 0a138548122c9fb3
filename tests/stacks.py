"""Stacks of the tests' own."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from babelwire_stack import SHORT_LIVED, Stack, free_ports

_GUARD: Final = """
import pathlib, sys
from babelwire_stack import Stack
sys.stdin.read()
Stack(data_dir=pathlib.Path(sys.argv[1])).stop()
"""


@contextlib.contextmanager
def stopped_with_owner(folder: Path) -> Iterator[None]:
    """While entered, the stack of a folder is stopped should this process be killed.

    xdist kills its workers when a run is ended, and a stack is no child of theirs.
    """
    guard = subprocess.Popen([sys.executable, "-c", _GUARD, str(folder)], stdin=subprocess.PIPE, start_new_session=True)
    try:
        yield
    finally:
        guard.communicate()


@contextlib.contextmanager
def short_lived(folder: Path, services: Sequence[str] = ()) -> Iterator[Stack]:
    """Kafka, OpenSearch and some services, on free ports and data of their own, until left or the owner is killed."""
    stack = Stack(data_dir=folder, ports=free_ports(), java_options=SHORT_LIVED)
    with stopped_with_owner(folder):
        try:
            stack.start(services=list(services))
            yield stack
        finally:
            stack.stop()
