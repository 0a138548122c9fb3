"""CPU time and memory of the programs of a stack, children included."""

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Final, Self

import psutil
from tests.benchmarks.figures import Noise

from babelwire_contracts.services import PIPELINE, SERVICES
from babelwire_stack import Stack

JAVA: Final = ("kafka", "opensearch")
STAGES: Final = tuple(SERVICES[name].instance() for name in PIPELINE)
_SAMPLE_SECONDS: Final = 0.25


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and of its children, those included that have ended."""
    total = 0.0
    for process in _family(pid):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


class Programs:
    """The programs of a running stack. While entered, memory is sampled.

    `resident` is the resident set of each program's largest process in bytes, as last seen; `peak` the most there was.
    """

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self.names = [program.name for program in stack.programs()]
        self.resident: dict[str, int] = {}
        self.peak: dict[str, int] = {}
        self._pids: dict[str, int] = {}
        self._ended = threading.Event()
        self._sampler = threading.Thread(target=self._sample, daemon=True)
        self.look()

    def __enter__(self) -> Self:
        self._sampler.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        self._sampler.join()

    def look(self) -> None:
        """Finds the processes again, after a program was restarted."""
        self._pids = {name: pid for name in self.names if (pid := self._stack.pid(name)) is not None}

    def pid(self, name: str) -> int:
        return self._pids[name]

    def cpu(self) -> dict[str, float]:
        """Seconds of CPU time of each program so far."""
        return {name: cpu_seconds(pid) for name, pid in self._pids.items()}

    def _sample(self) -> None:
        while not self._ended.wait(_SAMPLE_SECONDS):
            for name, pid in self._pids.items():
                if largest := max(map(_resident, _family(pid)), default=0):
                    self.resident[name] = largest
                    self.peak[name] = max(self.peak.get(name, 0), largest)


class Machine:
    """What became of the machine's CPU time since this was made; `programs` and this process are ours."""

    def __init__(self, programs: Programs) -> None:
        self._programs = programs
        self._start = time.monotonic()
        self._before = psutil.cpu_times()
        self._ours_before = self._ours()

    def noise(self) -> Noise:
        seconds = (time.monotonic() - self._start) * (psutil.cpu_count() or 1)
        now = psutil.cpu_times()
        others = _busy(now) - _busy(self._before) - (self._ours() - self._ours_before)
        return Noise(others=max(0.0, others) / seconds, stolen=(now.steal - self._before.steal) / seconds)

    def _ours(self) -> float:
        return sum(self._programs.cpu().values()) + cpu_seconds(os.getpid())


def _busy(times: Any) -> float:
    return float(times.user + times.nice + times.system)


def _family(pid: int) -> Iterator[psutil.Process]:
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        yield process
        yield from process.children(recursive=True)


def _resident(process: psutil.Process) -> int:
    with contextlib.suppress(psutil.NoSuchProcess):
        return int(process.memory_info().rss)
    return 0
