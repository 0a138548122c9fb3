"""What a piece of work waits for, told by the work itself and gone with it."""

from dataclasses import dataclass


@dataclass(slots=True)
class Waiting:
    """`reason` is None while the work goes on."""

    reason: str | None = None
