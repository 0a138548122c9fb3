"""Moments and bounds as people write them on a command line."""

from datetime import UTC, datetime

from babelwire_contracts.codec import utc

Bound = int | datetime
"""Where a range begins or ends: an offset, in every partition alike, or a moment by append time."""


def moment(text: str) -> datetime:
    """An ISO 8601 moment with its zone, or a date for its first instant in UTC, as UTC.

    Raises ValueError that says what to write.
    """
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no time; write 2026-11-27T14:00:00Z, with a zone, or a date") from error
    is_date = "T" not in text and " " not in text
    return utc(parsed.replace(tzinfo=UTC) if is_date else parsed)


def bound(text: str) -> Bound:
    """An offset, or a moment. Raises ValueError that says what to write."""
    return int(text) if text.isdecimal() else moment(text)
