"""The stack as one object: start, scale, stop, and break on purpose."""

import contextlib
import fcntl
import os
import shutil
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec
import psutil

from babelwire_contracts.services import SERVICES
from babelwire_stack import kafka, opensearch, preflight
from babelwire_stack.errors import InvalidSetting, NotRunning, StackError
from babelwire_stack.plan import STORES, names, plan_services, plan_stores, prepare_stores, stack_environment
from babelwire_stack.ports import Ports
from babelwire_stack.program import Program, http_address, inherited_environment, read_programs
from babelwire_stack.readiness import Check, log_tail, service_is_ready, wait_until_ready
from babelwire_stack.settings import StackSettings, cluster_name, stack_id
from babelwire_stack.supervisor import Supervisor

READY_SECONDS: Final = 240.0
"""Much more than an idle machine takes (15 s), for one that is busy with something else."""

_DEATH_SECONDS: Final = 10.0


class ProgramStatus(msgspec.Struct, frozen=True, kw_only=True):
    """`state` is supervisord's word, in lower case. `uptime` is in seconds."""

    name: str
    address: str
    state: str
    pid: int | None
    uptime: int
    ready: bool


class Stack:
    """One Kafka, one OpenSearch and the services, on loopback, with their data under one directory.

    What is not given is taken from the environment (`BABELWIRE_DATA_DIR`, `BABELWIRE_KAFKA_PORT` and so on).
    """

    def __init__(self, *, data_dir: Path | None = None, ports: Ports | None = None, **settings: Any) -> None:
        if data_dir is not None:
            settings["data_dir"] = data_dir
        self.settings = StackSettings(**settings)
        self.ports = ports or Ports()
        self._supervisor = Supervisor(self.settings)

    def start(
        self,
        services: Sequence[str] = tuple(SERVICES),
        scale: Mapping[str, int] | None = None,
        environment: Mapping[str, str] | None = None,
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Brings the stack to what is asked for, whether it runs already or not, and returns when all of it answers.

        The services are given `environment` on top of the caller's own. Raises `StackError`; what was started for
        this call is stopped then.
        """
        with self._exclusively():
            inherited = inherited_environment(os.environ)
            running = read_programs(self.settings.run_dir) if self._supervisor.is_running() else []
            if not running:
                preflight.check_disk(self.settings.data_dir)
            given = {**inherited, **(environment or {})}
            wanted = [
                *plan_stores(self.settings, self.ports, inherited),
                *plan_services(self.settings, self.ports, given, services, scale or {}),
            ]
            preflight.check_ports(wanted, kept={port for program in running for port in program.ports})
            preflight.check_memory(self.settings, [one for one in wanted if one.name not in names(running)])
            prepare_stores(self.settings, self.ports, inherited)
            self._write(wanted)
            fresh = self._load(wanted, running)
            try:
                self._start_in_order(wanted, report)
            except BaseException:
                if running:
                    self._supervisor.stop_together(fresh)
                else:
                    self._supervisor.shutdown()
                raise

    def stop(self) -> None:
        """Stops services first, then Kafka and OpenSearch. Keeps the data. Does nothing when nothing runs."""
        with self._exclusively(), contextlib.suppress(NotRunning):
            everything = self._supervisor.processes()
            self._supervisor.shutdown(first=[name for name in everything if name not in STORES])

    def reset(self) -> None:
        """Stops the stack and deletes its data."""
        self.stop()
        if self.settings.data_dir.exists():
            shutil.rmtree(self.settings.data_dir)

    def is_running(self) -> bool:
        return self._supervisor.is_running()

    def status(self) -> list[ProgramStatus]:
        """One entry for each program. Raises `NotRunning`."""
        processes = self._supervisor.processes()
        return [
            ProgramStatus(
                name=program.name,
                address=program.address,
                state=process["statename"].lower(),
                pid=process["pid"] or None,
                uptime=process["now"] - process["start"] if process["pid"] else 0,
                ready=bool(process["pid"]) and self._check_of(program)(),
            )
            for program in self.programs()
            if (process := processes.get(program.name))
        ]

    def programs(self) -> list[Program]:
        """The programs of the last start: Kafka and OpenSearch, then the services in the order of the flow."""
        rank = {name: number for number, name in enumerate((*STORES, *SERVICES))}
        programs = read_programs(self.settings.run_dir)
        # Another checkout's stack may run services that this one does not know.
        return sorted(programs, key=lambda one: (rank.get(one.service or one.name, len(rank)), one.name))

    def kill(self, name: str) -> None:
        """SIGKILL to one program; supervisord starts it again. Returns when the process is gone."""
        pid = self._supervisor.process(name)["pid"]
        if not pid:
            raise NotRunning(f"{name} is not running")
        victim = psutil.Process(pid)
        with contextlib.suppress(psutil.NoSuchProcess):
            victim.send_signal(signal.SIGKILL)
            victim.wait(_DEATH_SECONDS)

    def stop_program(self, name: str) -> None:
        """A graceful stop of one program, which stays stopped."""
        self._supervisor.stop_program(name)

    def start_program(self, name: str, seconds: float = READY_SECONDS) -> None:
        """Starts one program and waits until it answers."""
        self._supervisor.start_program(name)
        self.wait_ready(name, seconds)

    def wait_ready(self, name: str, seconds: float = READY_SECONDS) -> None:
        """Waits until one program answers, after a kill for instance. Raises `ProgramNotReady`."""
        (program,) = (one for one in self.programs() if one.name == name)
        wait_until_ready(self._supervisor, self.settings.log_dir, {name: self._check_of(program)}, seconds)

    def pid(self, name: str) -> int | None:
        return self._supervisor.process(name)["pid"] or None

    def url(self, service: str, instance: int = 1) -> str:
        """Where an instance of a service answers."""
        name = SERVICES[service].instance(instance)
        (address,) = (one.address for one in self.programs() if one.name == name)
        return address

    @property
    def kafka_bootstrap(self) -> str:
        """Address of the broker, as `host:port`."""
        return kafka.bootstrap(self.ports)

    @property
    def opensearch_url(self) -> str:
        """Address of the index, without a slash at the end."""
        return http_address(self.ports.opensearch_port)

    def log_tail(self, name: str) -> list[str]:
        return log_tail(self.settings.log_dir, name)

    def env(self) -> dict[str, str]:
        """Variables by which a client, such as the console, finds this stack."""
        return stack_environment(self.settings, self.ports)

    def _write(self, wanted: list[Program]) -> None:
        for path in (self.settings.run_dir / "programs").glob("*.json"):
            if path.stem not in names(wanted):
                path.unlink()
        for program in wanted:
            program.write(self.settings.run_dir)
        self._supervisor.write(wanted)

    def _load(self, wanted: list[Program], running: list[Program]) -> list[str]:
        """Makes supervisord know the programs. Returns the names of those that are new or changed."""
        if running:
            return self._supervisor.reload()
        self._supervisor.start()
        return names(wanted)

    def _start_in_order(self, wanted: list[Program], report: Callable[[str], None]) -> None:
        for group in (
            [program for program in wanted if program.service is None],
            [program for program in wanted if program.service is not None],
        ):
            for program in group:
                self._supervisor.start_program(program.name)
            checks = {program.name: self._check_of(program) for program in group}
            wait_until_ready(self._supervisor, self.settings.log_dir, checks, READY_SECONDS, report)

    def _check_of(self, program: Program) -> Check:
        if program.name == kafka.NAME:
            return partial(kafka.is_ready, program.ports[0], stack_id(self.settings.data_dir))
        if program.name == opensearch.NAME:
            return partial(opensearch.is_ready, program.ports[0], cluster_name(self.settings.data_dir))
        return partial(service_is_ready, program.address)

    @contextlib.contextmanager
    def _exclusively(self) -> Iterator[None]:
        """One start or stop at a time for one data directory."""
        data_dir = self.settings.data_dir
        try:
            data_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InvalidSetting(f"BABELWIRE_DATA_DIR={data_dir} cannot be made: {error.strerror}") from error
        descriptor = os.open(data_dir, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError as error:
            raise StackError(f"another make up or make down is at work on {data_dir}: wait for it") from error
        finally:
            os.close(descriptor)
