"""Where the demo finds the local stack, and the day of the first demo, which is kept with the stack's data."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from babelwire_samples.demo.errors import DemoFailed
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


def kept_base_day(data_dir: Path, today: date) -> date:
    """The day in `demo/base_day` under the data directory; `today`, written there, where there is none.

    So another run posts the same bytes. Raises `DemoFailed` for a file that holds no day.
    """
    path = data_dir / "demo" / "base_day"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{today.isoformat()}\n", "utf-8")
        return today
    try:
        return date.fromisoformat(path.read_text("utf-8").strip())
    except ValueError as error:
        raise DemoFailed(f"{path} holds no day such as 2026-11-23: delete it, and the demo begins anew") from error
