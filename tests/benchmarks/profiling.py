"""Where the stages spend their time, as py-spy sees it from outside."""

import asyncio
import re
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import Counter
from collections.abc import Awaitable
from pathlib import Path
from typing import Final

from tests.benchmarks.errors import NotPermitted
from tests.benchmarks.figures import Costly
from tests.benchmarks.processes import STAGES, Programs

SHOWN: Final = 3
_PER_SECOND: Final = 100
_PY_SPY: Final = Path(sys.executable).with_name("py-spy")
_FRAME: Final = re.compile(r"(?P<name>.+) \((?P<path>[^()]*)\)")
_ROOT_OF_IMPORTS: Final = re.compile(r".*/(?:site-packages|src|lib/python3\.\d+)/")


async def profile(programs: Programs, work: Awaitable[object], directory: Path) -> dict[str, list[Costly]]:
    """The costliest functions of each stage, by time spent in themselves, while `work` ran. Raises `NotPermitted`."""
    recorders = {name: await _record(programs.pid(name), directory / f"{name}.folded") for name in STAGES}
    try:
        await work
    finally:
        errors = {name: await _end(recorder) for name, recorder in recorders.items()}
    costly = {}
    for name, error in errors.items():
        folded = directory / f"{name}.folded"
        if not folded.exists():
            raise NotPermitted(f"py-spy cannot look into {name}: {error}")
        costly[name] = costliest(folded.read_text(encoding="utf-8"))
    return costly


def costliest(folded: str, count: int = SHOWN) -> list[Costly]:
    """From lines of `outer (file);inner (file) samples`."""
    own: Counter[str] = Counter()
    for line in folded.splitlines():
        stack, _, samples = line.rpartition(" ")
        own[_shortened(stack.rpartition(";")[2])] += int(samples)
    total = sum(own.values())
    return [Costly(function=function, share=samples / total) for function, samples in own.most_common(count)]


def _shortened(frame: str) -> str:
    match = _FRAME.fullmatch(frame)
    if match is None:
        return frame
    return f"{_ROOT_OF_IMPORTS.sub('', match['path'])}: {match['name']}"


async def _record(pid: int, output: Path) -> Process:
    """Without an end of its own; it writes its file when it is interrupted."""
    return await asyncio.create_subprocess_exec(
        _PY_SPY,
        *("record", "--pid", str(pid), "--format", "raw", "--function", "--subprocesses", "--gil"),
        *("--rate", str(_PER_SECOND), "--output", str(output)),
        stdin=DEVNULL,
        stdout=DEVNULL,
        stderr=PIPE,
    )


async def _end(recorder: Process) -> str:
    """What the recorder had to say, its last line."""
    if recorder.returncode is None:
        recorder.send_signal(signal.SIGINT)
    _, stderr = await recorder.communicate()
    return next(reversed(stderr.decode(errors="replace").strip().splitlines()), "it says nothing")
