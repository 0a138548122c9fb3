"""Where the demo finds the stack: the ports and data directory that the local stack itself uses."""

from dataclasses import dataclass
from pathlib import Path

from babelwire_stack.ports import HOST, Ports
from babelwire_stack.program import http_address
from babelwire_stack.settings import StackSettings


@dataclass(frozen=True, slots=True)
class Addresses:
    """Base URLs without a slash at the end, the broker, and the directory of the data."""

    ingest: str
    search: str
    kafka: str
    data_dir: Path


def stack_addresses() -> Addresses:
    """The addresses of the local stack under this environment."""
    ports = Ports()
    return Addresses(
        ingest=http_address(ports.of("ingest")),
        search=http_address(ports.of("search")),
        kafka=f"{HOST}:{ports.kafka_port}",
        data_dir=StackSettings().data_dir,
    )
