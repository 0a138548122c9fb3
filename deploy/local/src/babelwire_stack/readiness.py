"""Waiting for programs until they answer, with a deadline and without fixed sleeps."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import httpx

from babelwire_stack.errors import ProgramNotReady
from babelwire_stack.supervisor import Supervisor

Check = Callable[[], bool]

_INTERVAL_SECONDS: Final = 0.1
_ANSWER_SECONDS: Final = 5.0
_DEATHS: Final = 3
_TAIL_BYTES: Final = 16_384
_TAIL_LINES: Final = 12


def service_is_ready(address: str) -> bool:
    """True when `/readyz` says so."""
    try:
        return httpx.get(f"{address}/readyz", timeout=_ANSWER_SECONDS, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def wait_until_ready(
    supervisor: Supervisor,
    log_dir: Path,
    checks: Mapping[str, Check],
    seconds: float,
    report: Callable[[str], None] = lambda _: None,
) -> None:
    """Returns when every named program answers, calling `report` as each does.

    Raises `ProgramNotReady` at the deadline, or when a program has died three times before.
    """
    deadline = time.monotonic() + seconds
    pending = dict(checks)
    deaths: dict[str, set[int]] = {name: set() for name in checks}
    while pending:
        for name in [name for name, is_ready in pending.items() if is_ready()]:
            del pending[name]
            report(name)
        for name in pending:
            process = supervisor.process(name)
            if process["stop"] and not process["pid"]:
                deaths[name].add(process["stop"])
            if len(deaths[name]) >= _DEATHS:
                raise ProgramNotReady(f"{name} dies as soon as it starts", log_tail(log_dir, name))
        if pending and time.monotonic() > deadline:
            name = next(iter(pending))
            raise ProgramNotReady(f"{name} does not answer after {seconds:.0f} s", log_tail(log_dir, name))
        if pending:
            time.sleep(_INTERVAL_SECONDS)


def log_tail(log_dir: Path, name: str) -> list[str]:
    """The last lines that a program wrote."""
    path = log_dir / f"{name}.log"
    if not path.exists():
        return []
    with path.open("rb") as log:
        log.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        return log.read().decode(errors="replace").splitlines()[-_TAIL_LINES:]
