"""A bad deploy: with this directory on PYTHONPATH, every handler of the service that Python starts fails."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NoReturn

from babelwire_messaging.stage import Stage

_wire = Stage.__init__


async def _fail(records: Sequence[Any]) -> NoReturn:
    raise ZeroDivisionError(f"a bad deploy, with {len(records)} records in hand")


def _wire_broken(self: Stage, **parts: Any) -> None:
    _wire(self, **(parts | {"inputs": [replace(source, handler=_fail) for source in parts["inputs"]]}))


Stage.__init__ = _wire_broken  # type: ignore[method-assign]
