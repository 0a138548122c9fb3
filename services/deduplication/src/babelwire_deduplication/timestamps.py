"""Moments as microseconds since 1970, in UTC, exactly."""

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)

SECOND: Final = 1_000_000
"""In microseconds."""

NEVER: Final = (1 << 63) - 1
"""Stands for no moment, and sorts after all others."""


def to_microseconds(moment: datetime | None) -> int:
    """Microseconds since 1970; `NEVER` for None."""
    return NEVER if moment is None else (moment - _EPOCH) // _MICROSECOND


def from_microseconds(count: int) -> datetime | None:
    """The moment; None for `NEVER`."""
    return None if count == NEVER else _EPOCH + timedelta(microseconds=count)
