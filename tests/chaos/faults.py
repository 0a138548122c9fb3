"""What is done to a running stack, and what it shows that it was really done."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import httpx
import psutil

from babelwire_contracts.services import SERVICES
from babelwire_stack import Stack

_BROKEN: Final = Path(__file__).with_name("broken")
_STARTED_SECONDS: Final = 60.0
_NODE_FULL: Final = "100000gb"
_LOOK_SECONDS: Final = 0.2


class FaultDidNotBite(Exception):
    """What was to be broken went on as if nothing were, so the scenario proves nothing."""


def until(question: Callable[[], object], within: float, what: str) -> None:
    """Returns when the condition is true. Raises `FaultDidNotBite` when it never is."""
    deadline = time.monotonic() + within
    while not question():
        if time.monotonic() > deadline:
            raise FaultDidNotBite(f"not within {within:.0f} s: {what}")
        time.sleep(_LOOK_SECONDS)


def instance(service: str, number: int = 1) -> str:
    """The supervisor's name of an instance of a service."""
    return SERVICES[service].instance(number)


def instances(service: str) -> str:
    """The pattern of the names of all instances of a service."""
    return f"{SERVICES[service].program}-*"


def kill(stack: Stack, name: str) -> list[psutil.Process]:
    """SIGKILL; waits until another process is in its place. Returns the processes that the victim had started."""
    pid = stack.pid(name)
    children = psutil.Process(pid).children(recursive=True) if pid else []
    stack.kill(name)
    until(lambda: stack.pid(name) not in (None, pid), _STARTED_SECONDS, f"{name} is started again")
    stack.wait_ready(name)
    return children


@contextlib.contextmanager
def frozen(stack: Stack, name: str) -> Iterator[None]:
    """SIGSTOP while entered, then SIGCONT."""
    pid = stack.pid(name)
    if pid is None:
        raise FaultDidNotBite(f"{name} is not running")
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@contextlib.contextmanager
def in_place_of(stack: Stack, name: str, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The same command with another environment in place of an instance, which stays stopped when this is left."""
    (program,) = (one for one in stack.programs() if one.name == name)
    stack.stop_program(name)
    log = stack.settings.log_dir / f"{name}.other.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            program.command,
            env={**program.environment, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


def bad_version(
    stack: Stack, name: str, marked: Path | None = None
) -> contextlib.AbstractContextManager[subprocess.Popen[bytes]]:
    """In place of an instance, one whose handlers fail on everything.

    Where a file of capture ids, one a line, is given: on those alone; and on whatever it handled well before, while a
    file of the same name with `.again` after it exists.
    """
    environment = {"PYTHONPATH": str(_BROKEN)} | ({} if marked is None else {"BABELWIRE_CHAOS_MARKED": str(marked)})
    return in_place_of(stack, name, environment)


@contextlib.contextmanager
def blocked_for_writes(opensearch: str) -> Iterator[None]:
    """The node takes itself for full while entered: the flood-stage watermark blocks every index for writes."""
    settings = "cluster.routing.allocation.disk.watermark"
    names = [f"{settings}.low", f"{settings}.high", f"{settings}.flood_stage"]
    with httpx.Client(base_url=opensearch, timeout=60, trust_env=False) as client:
        full = dict.fromkeys(names, _NODE_FULL) | {"cluster.info.update.interval": "10s"}
        client.put("/_cluster/settings", json={"transient": full}).raise_for_status()
        try:
            until(lambda: _is_blocked(client), 60, "the flood-stage watermark blocks the index")
            yield
        finally:
            client.put("/_cluster/settings", json={"transient": dict.fromkeys(names)}).raise_for_status()


def _is_blocked(client: httpx.Client) -> bool:
    found = client.get("/articles/_settings/index.blocks.*").raise_for_status().json()
    return any("read_only_allow_delete" in str(index) for index in found.values())


def shrink_write_queue(stack: Stack) -> None:
    """Restarts OpenSearch with one thread for writes and room for one more in its queue."""
    stack.stop_program("opensearch")
    config = stack.settings.data_dir / "opensearch" / "config" / "opensearch.yml"
    config.write_text(config.read_text() + "\nthread_pool.write.size: 1\nthread_pool.write.queue_size: 1\n")
    stack.start_program("opensearch")


def rejected_writes(opensearch: str) -> int:
    """How many writes OpenSearch has refused for want of room in its queue since it started."""
    with httpx.Client(base_url=opensearch, timeout=60, trust_env=False) as client:
        nodes = client.get("/_nodes/stats/thread_pool").raise_for_status().json()["nodes"]
    return sum(int(node["thread_pool"]["write"]["rejected"]) for node in nodes.values())


def logged(stack: Stack, words: str, program: str = "*-[0-9]*") -> int:
    """How often these words stand in the logs of programs, of all instances of all services if none are named."""
    pattern = f"{program}.log*"
    return sum(path.read_text(errors="replace").count(words) for path in stack.settings.log_dir.glob(pattern))
