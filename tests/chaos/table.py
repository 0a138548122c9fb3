"""The results, for people and for programs."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from tests.chaos.verdict import Result

REPORT: Final = Path("build") / "chaos.json"

_HEADINGS: Final = (
    "fault", "when", "articles", "lost", "double", "longest stall", "recovered by itself", "same documents", "took",
)  # fmt: skip


def table(results: Sequence[Result]) -> str:
    """One line for each scenario, under headings, in columns."""
    rows = [_HEADINGS, *(_row(result) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def write_report(results: Sequence[Result]) -> None:
    """`build/chaos.json`."""
    REPORT.parent.mkdir(exist_ok=True)
    report = {
        "cores": os.cpu_count(),
        "well": not any(result.reasons for result in results),
        "scenarios": [asdict(result) for result in results],
    }
    REPORT.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")


def _row(result: Result) -> tuple[str, ...]:
    return (
        result.fault,
        result.when,
        str(result.articles),
        str(result.lost),
        str(result.double),
        f"{result.longest_stall:.1f} s",
        result.recovered,
        "yes" if result.digest and not (result.lost or result.double or result.changed) else "no",
        f"{result.seconds:.0f} s",
    )
