"""supervisord: its configuration, and the calls to it."""

import contextlib
import hashlib
import http.client
import os
import shlex
import subprocess
import sys
import time
import xmlrpc.client
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import psutil
from supervisor.xmlrpc import Faults, SupervisorTransport

from babelwire_stack.errors import InvalidSetting, NotRunning, StackError, Stopping
from babelwire_stack.program import Program
from babelwire_stack.settings import StackSettings

_SOCKET_PATH_MAX: Final = 90
"""Bytes. A socket's path holds 103 on macOS and 107 on Linux, and supervisord appends its process id while it binds."""

_STEADY_SECONDS: Final = 5
"""A program that dies sooner is restarted after 1, 2, 3… seconds; one that dies later, at once."""

_STOP_SECONDS: Final = 45
_RESTARTS: Final = 1_000_000_000
"""For ever: a service whose broker is away for a night is still tried in the morning."""


def socket_path(run_dir: Path) -> Path:
    """In the run directory, or, where that is too deep, in /tmp: TMPDIR may differ from one terminal to the next."""
    path = run_dir / "supervisor.sock"
    if len(os.fsencode(path)) <= _SOCKET_PATH_MAX:
        return path
    digest = hashlib.sha256(os.fsencode(run_dir)).hexdigest()[:12]
    return Path("/tmp") / f"babelwire-{os.getuid()}-{digest}.sock"  # noqa: S108  # the name is the user's own


def configuration(settings: StackSettings, programs: Sequence[Program], socket: Path) -> str:
    """supervisord.conf, with paths relative to the data directory, since supervisord expands some of them twice.

    Nothing starts by itself: the stack starts Kafka and OpenSearch before the services.
    """
    logs = settings.log_dir.relative_to(settings.data_dir)
    run = settings.run_dir.relative_to(settings.data_dir)
    lines = [
        "[unix_http_server]",
        f"file={_escape(socket)}",
        "chmod=0600",
        "[supervisord]",
        f"logfile={logs / 'supervisor.log'}",
        "logfile_maxbytes=5MB",
        "logfile_backups=2",
        f"pidfile={run / 'supervisor.pid'}",
        "directory=.",
        f"childlogdir={logs}",
        "[rpcinterface:supervisor]",
        "supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface",
    ]
    for program in programs:
        command = shlex.join(program.launch_command(run))
        lines += [
            f"[program:{program.name}]",
            f"command={_escape(command)}",
            "autostart=false",
            "autorestart=true",
            f"startsecs={_STEADY_SECONDS}",
            f"startretries={_RESTARTS}",
            f"stopwaitsecs={_STOP_SECONDS}",
            "stopasgroup=true",
            "killasgroup=true",
            "redirect_stderr=true",
            f"stdout_logfile={logs / program.name}.log",
            "stdout_logfile_maxbytes=10MB",
            "stdout_logfile_backups=3",
        ]
    return "\n".join([*lines, ""])


def _escape(value: object) -> str:
    """supervisord expands `%(name)s`; a comment sign after a space cannot be escaped. Raises `InvalidSetting`."""
    text = str(value)
    if " ;" in text or " #" in text:
        raise InvalidSetting(f"supervisord cannot take a path with a space before ; or #: rename {text}")
    return text.replace("%", "%%")


class Supervisor:
    """The supervisord of one stack, running or not."""

    def __init__(self, settings: StackSettings) -> None:
        self._settings = settings
        self._config = settings.run_dir / "supervisord.conf"

    def write(self, programs: Sequence[Program]) -> None:
        self._settings.log_dir.mkdir(parents=True, exist_ok=True)
        self._settings.run_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._config.write_text(configuration(self._settings, programs, self._socket()))

    def is_running(self) -> bool:
        """Whether it is there; one that is shutting down still is."""
        try:
            self._call("getState")
        except NotRunning:
            return False
        except Stopping:
            return True
        return True

    def start(self) -> None:
        """Starts the daemon. Raises `StackError`."""
        command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(self._config)]
        done = subprocess.run(command, cwd=self._settings.data_dir, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            first = (done.stderr or done.stdout).strip().splitlines()[:1]
            raise StackError(f"supervisord does not start: {' '.join(first)}")
        deadline = time.monotonic() + _STEADY_SECONDS
        while not self.is_running():
            if time.monotonic() > deadline:
                raise StackError(f"supervisord does not answer: see {self._settings.log_dir / 'supervisor.log'}")
            time.sleep(0.05)

    def reload(self) -> list[str]:
        """Makes supervisord read the written configuration. Returns the names of the new and changed programs."""
        ((added, changed, removed),) = self._call("reloadConfig")
        for name in [*changed, *removed]:
            self.stop_program(name)
            self._call("removeProcessGroup", name)
        for name in [*added, *changed]:
            self._call("addProcessGroup", name)
        return [*added, *changed]

    def shutdown(self, first: Sequence[str] = ()) -> None:
        """Stops the programs named `first` together, then the others, then the daemon itself."""
        daemon = psutil.Process(self._call("getPID"))
        self.stop_together(first)
        self._call("shutdown")
        with contextlib.suppress(psutil.NoSuchProcess):
            daemon.wait(2 * _STOP_SECONDS)

    def stop_together(self, names: Sequence[str]) -> None:
        for name in names:
            self._tolerating(Faults.NOT_RUNNING, "stopProcess", name, False)
        deadline = time.monotonic() + 2 * _STOP_SECONDS
        while any(self.process(name)["pid"] for name in names):
            if time.monotonic() > deadline:
                raise StackError(f"{', '.join(names)} do not stop: see {self._settings.log_dir}")
            time.sleep(0.05)

    def start_program(self, name: str) -> None:
        """Asks for a start and returns; a program that runs already is left alone."""
        self._tolerating(Faults.ALREADY_STARTED, "startProcess", name, False)

    def stop_program(self, name: str) -> None:
        """Returns when it has stopped; a program that does not run is left alone."""
        self._tolerating(Faults.NOT_RUNNING, "stopProcess", name, True)

    def process(self, name: str) -> dict[str, Any]:
        """supervisord's own account of a program: `statename`, `pid`, `start`, `stop` and others."""
        info: dict[str, Any] = self._call("getProcessInfo", name)
        return info

    def processes(self) -> dict[str, dict[str, Any]]:
        return {info["name"]: info for info in self._call("getAllProcessInfo")}

    def _tolerating(self, fault: int, method: str, *arguments: object) -> None:
        try:
            self._call(method, *arguments)
        except xmlrpc.client.Fault as answer:
            if answer.faultCode != fault:
                raise StackError(f"supervisord: {method} {arguments[0]}: {answer.faultString}") from answer

    def _call(self, method: str, *arguments: object) -> Any:
        with self._proxy() as proxy:
            try:
                return getattr(proxy.supervisor, method)(*arguments)
            except (OSError, http.client.HTTPException) as error:
                raise NotRunning("the stack is not running: make up starts it") from error
            except xmlrpc.client.Fault as answer:
                if answer.faultCode == Faults.SHUTDOWN_STATE:
                    raise Stopping("the stack is stopping: try again in a moment") from answer
                raise

    @contextlib.contextmanager
    def _proxy(self) -> Iterator[xmlrpc.client.ServerProxy]:
        transport = SupervisorTransport(None, None, f"unix://{self._socket()}")
        try:
            yield xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport)
        finally:
            transport.close()

    def _socket(self) -> Path:
        return socket_path(self._settings.run_dir)
