"""What a piece of work waits for: set by the work itself, read by `/readyz`."""

from dataclasses import dataclass


@dataclass(slots=True)
class Waiting:
    """`reason` is None while the work goes on."""

    reason: str | None = None
