"""How many instances of each service the stack is asked to run."""

from typing import Final

from babelwire_contracts.services import SERVICES, Service
from babelwire_contracts.topics import CATALOGUE
from babelwire_stack.errors import InvalidSetting

_MOST_WITH_API: Final = 12
"""Of a service that answers clients; a stage has work for one instance a partition."""


def most_instances(service: Service) -> int:
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
        most = most_instances(service)
        if not count.strip().isdecimal() or not 1 <= int(count) <= most:
            raise InvalidSetting(f"SCALE says {part!r}: write a number from 1 to {most}, as in {service.name}=2")
        scale[service.name] = int(count)
    return scale
