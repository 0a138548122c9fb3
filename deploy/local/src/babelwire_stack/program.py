"""One supervised program: what is executed, and where it answers."""

import hashlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from babelwire_stack.ports import HOST

_LAUNCHER: Final = Path(__file__).with_name("launch.py")
_PASSED_ON: Final = frozenset(
    {"PATH", "HOME", "USER", "LANG", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR"}
    | {name for lower in ("http_proxy", "https_proxy", "no_proxy", "all_proxy") for name in (lower, lower.upper())}
)
_PASSED_ON_PREFIXES: Final = ("BABELWIRE_", "OTEL_", "LC_")


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """Written to the run directory, where the launcher reads it; a changed one restarts the program.

    `service` is the service's name, or None for Kafka and OpenSearch. `address` is what an operator opens.
    """

    name: str
    service: str | None
    command: list[str]
    environment: dict[str, str]
    ports: list[int]
    address: str

    @property
    def digest(self) -> str:
        """Changes with anything that needs a restart to take effect."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()[:16]

    def launch_command(self, run_dir: Path) -> list[str]:
        """What the supervisor executes."""
        return [sys.executable, "-I", "-S", str(_LAUNCHER), str(self.path(run_dir)), self.digest]

    def path(self, run_dir: Path) -> Path:
        return run_dir / "programs" / f"{self.name}.json"

    def write(self, run_dir: Path) -> None:
        """For the owner's eyes: the environment may hold keys of translation engines."""
        path = self.path(run_dir)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(self))


def read_programs(run_dir: Path) -> list[Program]:
    """The programs of the last start."""
    paths = sorted((run_dir / "programs").glob("*.json"))
    return [msgspec.json.decode(path.read_bytes(), type=Program) for path in paths]


def inherited_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """What a program is given of its caller's environment."""
    return {
        name: value for name, value in environment.items() if name in _PASSED_ON or name.startswith(_PASSED_ON_PREFIXES)
    }


def http_address(port: int) -> str:
    return f"http://{HOST}:{port}"
