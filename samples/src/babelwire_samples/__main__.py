"""Writes the samples to a folder: `python -m babelwire_samples OUT [--day YYYY-MM-DD]`."""

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from babelwire_samples.rendering import render


def main(arguments: list[str] | None = None) -> int:
    """Writes every file and `manifest.json`; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m babelwire_samples", description=__doc__)
    parser.add_argument("out", type=Path, help="folder to write to; made where it is not there")
    parser.add_argument(
        "--day",
        type=date.fromisoformat,
        default=datetime.now(UTC).date(),
        help="day that all dates lie before (today in UTC)",
    )
    options = parser.parse_args(arguments)
    samples = render(options.day)
    for file in samples.files:
        path = options.out / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    (options.out / "manifest.json").write_bytes(samples.manifest())
    print(f"{len(samples.captures)} captures in {len(samples.files)} files, written to {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
