"""The ports of one stack, and how to find free ones for another."""

import fcntl
import os
import socket
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from babelwire_contracts.services import SERVICES
from babelwire_observability.ports import Port, ServicePorts, service_ports
from babelwire_stack.errors import PortTaken

HOST: Final = "127.0.0.1"

OPENSEARCH_PORT_MAX: Final = 9299
"""OpenSearchRunner closes the node, with no reason given, above this."""

_TEST_OPENSEARCH_PORTS: Final = range(9210, OPENSEARCH_PORT_MAX + 1)
_TEST_PORTS: Final = range(18100, 19900)
"""Below 32768, where Linux begins to hand out ports for outgoing connections."""

_SCALE_SPAN: Final = 20


class Ports(BaseSettings):
    """Environment `BABELWIRE_KAFKA_PORT` and so on; all on loopback."""

    model_config = SettingsConfigDict(env_prefix="BABELWIRE_", frozen=True)

    kafka_port: Port = 9092
    kafka_controller_port: Port = 9093
    opensearch_port: int = Field(default=9200, ge=1025, le=OPENSEARCH_PORT_MAX)
    scale_port_base: int = Field(default=8101, ge=1024, le=65000)
    services: ServicePorts = Field(default_factory=service_ports)

    def of(self, service: str) -> int:
        """Port of the first instance of a service."""
        return self.services.of(service)

    def by_name(self) -> dict[str, int]:
        """Every port, by the name of its environment variable without `BABELWIRE_`, in lower case."""
        return self.model_dump(exclude={"services"}) | self.services.by_name()


def is_free(port: int) -> bool:
    """True when nothing listens on the loopback port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_ports() -> Ports:
    """Ports that nothing uses and that no other caller of this function is given while this process lives.

    Raises `PortTaken` when there are not enough.
    """
    registry = Path(tempfile.gettempdir()) / f"babelwire-ports-{os.getuid()}"
    registry.mkdir(mode=0o700, exist_ok=True)
    (opensearch,) = _claim(registry, _TEST_OPENSEARCH_PORTS, 1)
    kafka, controller, *others = _claim(registry, _TEST_PORTS, 2 + len(SERVICES) + _SCALE_SPAN)
    return Ports(
        kafka_port=kafka,
        kafka_controller_port=controller,
        opensearch_port=opensearch,
        scale_port_base=others[len(SERVICES)],
        services=service_ports(**dict(zip(SERVICES, others, strict=False))),
    )


def _claim(registry: Path, candidates: Iterable[int], count: int) -> list[int]:
    """The first `count` consecutive candidates that are free and unclaimed, locked in the registry.

    Their lock files stay open, and so locked, until this process ends.
    """
    run: list[tuple[int, int]] = []
    for port in candidates:
        lock = os.open(registry / str(port), os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            usable = False
        else:
            usable = is_free(port)
        if usable:
            run.append((port, lock))
            if len(run) == count:
                return [claimed for claimed, _ in run]
        else:
            os.close(lock)
            while run:
                os.close(run.pop()[1])
    raise PortTaken(f"no {count} free ports in a row from {min(candidates)} to {max(candidates)}: stop another stack")
