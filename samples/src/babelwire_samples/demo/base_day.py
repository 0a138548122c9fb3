"""The day of the first demo, kept with the data, so that another run posts the same bytes."""

from datetime import date
from pathlib import Path

from babelwire_samples.demo.errors import DemoFailed


def kept_base_day(data_dir: Path, today: date) -> date:
    """The day in `demo/base_day` under the data directory; `today`, written there, where there is none.

    Raises `DemoFailed` for a file that holds no day.
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
