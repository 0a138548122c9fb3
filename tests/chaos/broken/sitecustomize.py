"""A bad deploy: with this directory on PYTHONPATH, handlers of the service that Python starts fail.

On everything; or, where `BABELWIRE_CHAOS_MARKED` names a file of capture ids, on records of those captures, and, while
a file beside it with `.again` at its end exists, on each record that a process before this one has handled: a bug that
no single record is to blame for.
"""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from babelwire_messaging.handling import Answer, BatchHandler, Record
from babelwire_messaging.stage import Stage

_wire = Stage.__init__
_file = os.environ.get("BABELWIRE_CHAOS_MARKED")
_marked = frozenset(Path(_file).read_text().split()) if _file else frozenset()
_firsts: dict[int, int] = {}


def _breaks_on(record: Record[Any]) -> bool:
    first = _firsts.setdefault(record.position.partition, record.position.offset)
    if _file is None or record.capture_id in _marked:
        return True
    return record.position.offset < first and Path(f"{_file}.again").exists()


def _broken(handler: BatchHandler[Any]) -> BatchHandler[Any]:
    async def handle(records: Sequence[Record[Any]]) -> Sequence[Answer]:
        if any(_breaks_on(record) for record in records):
            raise ZeroDivisionError(f"a bad deploy, with {len(records)} records in hand")
        return await handler(records)

    return handle


def _wire_broken(self: Stage, **parts: Any) -> None:
    inputs = [replace(source, handler=_broken(source.handler)) for source in parts["inputs"]]
    _wire(self, **(parts | {"inputs": inputs}))


Stage.__init__ = _wire_broken  # type: ignore[method-assign]
