"""Stacks of the tests' own."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from babelwire_stack import SHORT_LIVED, Stack, free_ports


@contextlib.contextmanager
def short_lived(folder: Path, services: Sequence[str] = ()) -> Iterator[Stack]:
    """Kafka, OpenSearch and some services, on free ports and data of their own, while entered."""
    stack = Stack(data_dir=folder, ports=free_ports(), java_options=SHORT_LIVED)
    stack.start(services=list(services))
    try:
        yield stack
    finally:
        stack.stop()
