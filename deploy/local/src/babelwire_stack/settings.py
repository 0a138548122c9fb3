"""Where a stack keeps its data, what it may use, and the id by which no other stack is taken for it."""

import base64
import os
import re
import uuid
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

CHECKOUT: Final = Path(__file__).resolve().parents[4]

SHORT_LIVED: Final = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Java options of a stack that lives for minutes: it starts with half the CPU time (OpenSearch: 8 s for 15 s), and
never reaches the speed of the default."""

_HEAP: Final = re.compile(r"([1-9]\d*)([mg])", re.IGNORECASE)
_MEBIBYTES: Final = {"m": 1, "g": 1024}


def _default_cache_dir() -> Path:
    """Jars are the same for every checkout, so they lie where the user's other caches do."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "babelwire"


def _heap(value: str) -> str:
    if not _HEAP.fullmatch(value):
        raise ValueError("a heap is a number followed by m or g, such as 512m")
    return value.lower()


def _absolute(value: Path) -> Path:
    return (CHECKOUT / value.expanduser()).resolve()


Heap = Annotated[str, AfterValidator(_heap)]
Directory = Annotated[Path, AfterValidator(_absolute)]


class StackSettings(BaseSettings):
    """Environment `BABELWIRE_DATA_DIR` and so on. Relative paths are relative to the checkout."""

    model_config = SettingsConfigDict(env_prefix="BABELWIRE_", frozen=True, validate_default=True)

    data_dir: Directory = CHECKOUT / ".data"
    cache_dir: Directory = Field(default_factory=_default_cache_dir)
    kafka_heap: Heap = "512m"
    opensearch_heap: Heap = "1g"
    java_options: str = ""

    @property
    def log_dir(self) -> Path:
        return self.data_dir / "logs"

    @property
    def run_dir(self) -> Path:
        """What lasts while the stack runs: the supervisor's configuration, socket and program descriptions."""
        return self.data_dir / "run"


def mebibytes(heap: str) -> int:
    """Size of a heap setting such as `512m` or `1g`, in MiB."""
    match = _HEAP.fullmatch(heap)
    assert match is not None
    return int(match[1]) * _MEBIBYTES[match[2].lower()]


def stack_id(data_dir: Path) -> str:
    """Kafka's cluster id: 16 random bytes as 22 URL-safe characters, made once per data directory."""
    path = data_dir / "stack-id"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        path.write_text(_random_id())
    return path.read_text().strip()


def cluster_name(data_dir: Path) -> str:
    """OpenSearch's cluster name."""
    return f"babelwire-{stack_id(data_dir)}"


def _random_id() -> str:
    while True:
        text = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        if not text.startswith("-"):  # Kafka's tools would take it for an option
            return text
