"""Runs a target on one broken text after another, within bounds of time and memory."""

import random
import resource
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

from .mutation import mutated
from .targets import Target

SECONDS_OF_ONE: Final = 2.0
"""CPU seconds that one case may take; cases have 60,000 bytes at most, and hardly any takes a tenth of a second."""

HANGS: Final = 20
"""Seconds after which a case is ended."""

GROWTH: Final = 96 * 1024 * 1024
"""Bytes by which the process may grow after its first cases."""

_SETTLED: Final = 300
_PAGE: Final = resource.getpagesize()


@dataclass(frozen=True, slots=True)
class Fault:
    """A case that ended as none may: `number` and the seed of chance find it again."""

    number: int
    what: str
    body: bytes


@dataclass(slots=True)
class Ran:
    """What came of a run."""

    cases: int = 0
    refused: int = 0
    slowest: float = 0.0
    grown: int = 0
    fault: Fault | None = None


class Hung(BaseException):
    """A case took longer than any may; no parser catches it."""


def case(target: Target, chance: int, number: int) -> bytes:
    """The text of one case: the same for ever."""
    return mutated(random.Random(f"{target.name}-{chance}-{number}"), target.seeds, target.words)


def run(target: Target, *, chance: int, cases: int | None = None, seconds: float | None = None) -> Ran:
    """Runs until so many cases, so many seconds, or the first fault, whichever is first."""
    ran = Ran()
    ends = time.monotonic() + seconds if seconds is not None else None
    settled = 0
    for number in _numbers(cases, ends):
        body = case(target, chance, number)
        began = time.process_time()
        try:
            with _ended_after(HANGS):
                target.run(body)
        except target.expected:
            ran.refused += 1
        except (Exception, Hung) as error:
            ran.fault = Fault(number, f"{type(error).__name__}: {error}"[:300], body)
        took = time.process_time() - began
        ran.cases += 1
        ran.slowest = max(ran.slowest, took)
        if ran.fault is None and took > SECONDS_OF_ONE:
            ran.fault = Fault(number, f"took {took:.1f} seconds", body)
        if number == _SETTLED:
            settled = _resident()
        ran.grown = _resident() - settled if settled else 0
        if ran.fault is None and ran.grown > GROWTH:
            ran.fault = Fault(number, f"the process has grown by {ran.grown} bytes", body)
        if ran.fault is not None:
            break
    return ran


def _numbers(cases: int | None, ends: float | None) -> Iterator[int]:
    number = 0
    while (cases is None or number < cases) and (ends is None or time.monotonic() < ends):
        yield number
        number += 1


@contextmanager
def _ended_after(seconds: int) -> Iterator[None]:
    def end(_signal: int, _frame: FrameType | None) -> None:
        raise Hung(f"not done after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * _PAGE
