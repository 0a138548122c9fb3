"""Which programs a stack consists of, and how many instances of each service."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from babelwire_contracts.services import SERVICES, Service
from babelwire_contracts.topics import CATALOGUE
from babelwire_stack import kafka, opensearch
from babelwire_stack.errors import InvalidSetting
from babelwire_stack.ports import HOST, Ports
from babelwire_stack.program import Program, http_address
from babelwire_stack.settings import StackSettings, cluster_name, stack_id

STORES: Final = (kafka.NAME, opensearch.NAME)

_MOST_WITH_API: Final = 12
"""Of a service that answers clients; a stage has work for one instance a partition."""


def stack_environment(settings: StackSettings, ports: Ports) -> dict[str, str]:
    """What a client of the stack needs to find it."""
    environment = {
        "BABELWIRE_DATA_DIR": str(settings.data_dir),
        "BABELWIRE_KAFKA_BOOTSTRAP": kafka.bootstrap(ports),
        "BABELWIRE_OPENSEARCH_URL": http_address(ports.opensearch_port),
    }
    return environment | {f"BABELWIRE_{name.upper()}": str(port) for name, port in ports.by_name().items()}


def plan_stores(settings: StackSettings, ports: Ports, inherited: Mapping[str, str]) -> list[Program]:
    """Kafka and OpenSearch."""
    environment = _environment_of_java(inherited)
    return [
        kafka.program(settings, ports, environment),
        opensearch.program(settings, ports, cluster_name(settings.data_dir), environment),
    ]


def prepare_stores(settings: StackSettings, ports: Ports, inherited: Mapping[str, str]) -> None:
    """Writes the configuration of Kafka and OpenSearch, and formats new storage. Raises `StackError`."""
    kafka.prepare(settings, ports, stack_id(settings.data_dir), _environment_of_java(inherited))
    opensearch.prepare(settings)


def _most_instances(service: Service) -> int:
    """How many instances of a service can have work on one machine."""
    partitions = [CATALOGUE[topic].partitions for topic in service.consumes]
    return _MOST_WITH_API if service.has_api else max(partitions, default=1)


def parse_scale(text: str) -> dict[str, int]:
    """`indexing=3,deduplication=2` as a mapping. Raises `InvalidSetting`."""
    scale: dict[str, int] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, count = part.partition("=")
        service = SERVICES.get(name.strip().replace("-", "_"))
        if service is None:
            raise InvalidSetting(f"SCALE names {name!r}: there are {', '.join(SERVICES)}")
        most = _most_instances(service)
        if not count.strip().isdecimal() or not 1 <= int(count) <= most:
            raise InvalidSetting(f"SCALE says {part!r}: write a number from 1 to {most}, as in {service.name}=2")
        scale[service.name] = int(count)
    return scale


def plan_services(
    settings: StackSettings,
    ports: Ports,
    inherited: Mapping[str, str],
    services: Iterable[str],
    scale: Mapping[str, int],
) -> list[Program]:
    """One program per instance; the first has the service's port, the others count up from the scale port base."""
    wanted = set(services)
    extra_port = ports.scale_port_base
    programs: list[Program] = []
    for service in (service for name, service in SERVICES.items() if name in wanted):
        for number in range(1, scale.get(service.name, 1) + 1):
            port = ports.of(service.name)
            if number > 1:
                port, extra_port = extra_port, extra_port + 1
            programs.append(_instance(settings, ports, inherited, service=service, number=number, port=port))
    return programs


def _instance(
    settings: StackSettings, ports: Ports, inherited: Mapping[str, str], *, service: Service, number: int, port: int
) -> Program:
    name = service.instance(number)
    own = {
        "BABELWIRE_HTTP_HOST": HOST,
        "BABELWIRE_HTTP_PORT": str(port),
        "BABELWIRE_INSTANCE": name,
        f"BABELWIRE_{service.name.upper()}_STATE_DIR": str(settings.data_dir / "state"),
        "BABELWIRE_LOG_FORMAT": "json",
        "PYTHONUNBUFFERED": "1",
    }
    return Program(
        name=name,
        service=service.name,
        command=[sys.executable, "-m", service.module],
        environment={**inherited, **stack_environment(settings, ports), **own},
        ports=[port],
        address=http_address(port),
    )


def names(programs: Sequence[Program]) -> list[str]:
    return [program.name for program in programs]


def _environment_of_java(inherited: Mapping[str, str]) -> dict[str, str]:
    """Without the services' settings, and with a locale in which Java can open a path that is not ASCII."""
    ours = ("BABELWIRE_", "OTEL_", "LC_")
    return {**{name: value for name, value in inherited.items() if not name.startswith(ours)}, "LC_ALL": "C.UTF-8"}
