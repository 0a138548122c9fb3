"""The services that the stack can run."""

from typing import Final

from babelwire_stack.errors import InvalidSetting

SERVICES: Final = ("ingest", "deduplication", "translation_tagging", "indexing", "search")
"""In the order of the flow. Each is started as `python -m babelwire_<name>`."""

_MOST_INSTANCES: Final = 12


def parse_scale(text: str) -> dict[str, int]:
    """`indexing=3,deduplication=2` as a mapping. Raises `InvalidSetting`."""
    scale: dict[str, int] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, count = part.partition("=")
        service = name.strip().replace("-", "_")
        if service not in SERVICES:
            raise InvalidSetting(f"SCALE names {name!r}: there are {', '.join(SERVICES)}")
        if not count.strip().isdecimal() or not 1 <= int(count) <= _MOST_INSTANCES:
            raise InvalidSetting(f"SCALE says {part!r}: write a number from 1 to {_MOST_INSTANCES}, as in {service}=2")
        scale[service] = int(count)
    return scale
