"""The services of a shadow: the same programs as the live ones, as child processes with topics of their own."""

import asyncio
import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import httpx

from babelwire_console.errors import CommandFailed
from babelwire_contracts.services import SERVICES

_READY_SECONDS: Final = 120.0
_STOP_SECONDS: Final = 15.0
_LOOK_SECONDS: Final = 0.3
_NICENESS: Final = 10
_PR_SET_PDEATHSIG: Final = 1
_LOG_LINES: Final = 5


class _Child:
    def __init__(self, service: str, environment: Mapping[str, str], folder: Path) -> None:
        self.service = service
        self.log = folder / f"{service}.log"
        port = _free_port()
        self.address = f"http://127.0.0.1:{port}"
        own = {
            "BABELWIRE_HTTP_HOST": "127.0.0.1",
            "BABELWIRE_HTTP_PORT": str(port),
            "BABELWIRE_INSTANCE": f"shadow-{service}",
            "BABELWIRE_LOG_FORMAT": "json",
            f"BABELWIRE_{service.upper()}_STATE_DIR": str(folder),
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", SERVICES[service].module],
                env={**environment, **own},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C is for the console, which ends its children in order.
                start_new_session=True,
                preexec_fn=_behave,  # noqa: PLW1509
            )

    def check_alive(self) -> None:
        """Raises `CommandFailed` with the end of its log when the process has ended."""
        if self.process.poll() is not None:
            last = self.log.read_text("utf-8", "replace").splitlines()[-_LOG_LINES:]
            raise CommandFailed(f"the shadow's {self.service} ended by itself: " + " | ".join(last))


class ShadowServices:
    """Running children."""

    def __init__(self, children: Sequence[_Child], client: httpx.AsyncClient) -> None:
        self._children = children
        self._client = client

    async def until_ready(self) -> None:
        """Returns when all are ready. Raises `CommandFailed` where one ends, or is not in time."""
        reasons: dict[str, str] = {}
        try:
            async with asyncio.timeout(_READY_SECONDS):
                for child in self._children:
                    while (reason := await self._not_ready(child)) is not None:
                        reasons[child.service] = reason
                        await asyncio.sleep(_LOOK_SECONDS)
        except TimeoutError as error:
            raise CommandFailed(f"the shadow's services are not ready after {_READY_SECONDS:g} s: {reasons}") from error

    async def check(self) -> None:
        """Raises `CommandFailed` where one has ended or paused itself."""
        for child in self._children:
            reason = await self._not_ready(child)
            if reason is not None and "paused until" in reason:
                raise CommandFailed(f"the shadow's {child.service} stopped: {reason.partition(': ')[2]}")

    async def _not_ready(self, child: _Child) -> str | None:
        child.check_alive()
        try:
            answer = await self._client.get(f"{child.address}/readyz")
        except httpx.HTTPError as error:
            return repr(error)
        return None if answer.is_success else answer.text


@contextlib.asynccontextmanager
async def shadow_services(
    services: Sequence[str], environment: Mapping[str, str], folder: Path
) -> AsyncIterator[ShadowServices]:
    """Children run while entered; leaving it ends them, with SIGTERM and then without asking. Logs go to `folder`."""
    children: list[_Child] = []
    try:
        for service in services:
            children.append(_Child(service, environment, folder))  # noqa: PERF401 - those begun are ended, if one fails
        async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
            yield ShadowServices(children, client)
    finally:
        for child in children:
            child.process.terminate()
        for child in children:
            try:
                await asyncio.to_thread(child.process.wait, _STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()


def _behave() -> None:
    """Gives way to the live services, and dies with the console."""
    os.nice(_NICENESS)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
