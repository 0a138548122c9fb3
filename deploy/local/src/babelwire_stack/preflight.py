"""What is checked before anything is started."""

import shutil
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

import psutil

from babelwire_stack.errors import InvalidSetting, MachineTooSmall, PortTaken
from babelwire_stack.others import holder_of, reached
from babelwire_stack.ports import is_free
from babelwire_stack.program import Program
from babelwire_stack.settings import StackSettings, mebibytes

_BESIDE_THE_HEAP_MIB: Final = 250
"""What a Java process holds besides its heap. Measured after 2,000 articles: Kafka 170, OpenSearch 225."""

_SERVICE_MIB: Final = 150
"""Measured after 2,000 articles: 86 to 112 for each instance, save for those of ..."""
_LARGER_SERVICES_MIB: Final = {"translation_tagging": 230, "embedding": 720}
"""... translation tagging with its detectors of languages: 191; embedding 85, and 580 in the processes of its model."""

_DISK_MIB: Final = 3072
"""OpenSearch stops placing shards when less than 2 GiB are free."""

_CGROUP: Final = Path("/sys/fs/cgroup")


def check_ports(programs: Sequence[Program], kept: Collection[int] = ()) -> None:
    """`kept` are the ports that the running stack holds already.

    Raises `InvalidSetting` when two programs share a port, `PortTaken` when another process has one.
    """
    users: dict[int, str] = {}
    for program in programs:
        for port in program.ports:
            if port in users:
                setting = port_setting(program, port)
                raise InvalidSetting(f"port {port} is meant for {users[port]} and {program.name}: set {setting} apart")
            users[port] = program.name
    for program in programs:
        for port in program.ports:
            if port not in kept and not is_free(port):
                by_whom, way_out = _by_whom(port)
                raise PortTaken(
                    f"port {port}, which {program.name} needs, is taken{by_whom}: "
                    f"{way_out}, or set {port_setting(program, port)}"
                )


def port_setting(program: Program, port: int) -> str:
    """The variable that moves one of a program's ports."""
    if program.service is None:
        return f"BABELWIRE_{program.name.upper()}_{'PORT' if port == program.ports[0] else 'CONTROLLER_PORT'}"
    if program.name.endswith("-1"):
        return f"BABELWIRE_{program.service.upper()}_PORT"
    return "BABELWIRE_SCALE_PORT_BASE"


def needed_memory_mib(settings: StackSettings, programs: Sequence[Program]) -> int:
    heaps = {"kafka": settings.kafka_heap, "opensearch": settings.opensearch_heap}
    return sum(
        _LARGER_SERVICES_MIB.get(program.service, _SERVICE_MIB)
        if program.service
        else mebibytes(heaps[program.name]) + _BESIDE_THE_HEAP_MIB
        for program in programs
    )


def check_memory(settings: StackSettings, programs: Sequence[Program]) -> None:
    """Raises `MachineTooSmall`."""
    needed, available = needed_memory_mib(settings, programs), available_memory_mib()
    if available < needed:
        raise MachineTooSmall(
            f"memory is short: {needed} MiB are needed and {available} MiB available; "
            "close something, or set BABELWIRE_OPENSEARCH_HEAP=512m"
        )


def available_memory_mib(cgroup: Path = _CGROUP) -> int:
    """What the machine has to give, or the container's limit where that is less (cgroup v2)."""
    available: int = psutil.virtual_memory().available
    try:
        limit = int((cgroup / "memory.max").read_text())
        used = int((cgroup / "memory.current").read_text())
    except (OSError, ValueError):
        return available >> 20
    return min(available, limit - used) >> 20


def check_disk(data_dir: Path) -> None:
    """Raises `MachineTooSmall`."""
    existing = next(path for path in (data_dir, *data_dir.parents) if path.exists())
    free = shutil.disk_usage(existing).free >> 20
    if free < _DISK_MIB:
        raise MachineTooSmall(
            f"disk is short: {_DISK_MIB} MiB are needed under {data_dir} and {free} MiB are free; "
            "make room, or set BABELWIRE_DATA_DIR to another disk"
        )


def _by_whom(port: int) -> tuple[str, str]:
    """Who holds a port, as far as it can be known, and how to end that."""
    if (other := holder_of(port)) is not None:
        return f" by the stack with its data in {other}", f"stop that with {reached(other, 'down')}"
    try:
        listening = [
            connection.pid
            for connection in psutil.net_connections("tcp")
            if connection.status == psutil.CONN_LISTEN and connection.pid and connection.laddr[1:2] == (port,)
        ]
        who = f" by {psutil.Process(listening[0]).name()} (process {listening[0]})" if listening else ""
    except psutil.Error:
        who = ""
    return who, "stop that"
