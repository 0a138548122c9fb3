"""Moments and starting points as people write them on a command line."""

from datetime import UTC, datetime

from babelwire_contracts.codec import utc


def moment(text: str) -> datetime:
    """An ISO 8601 moment with its zone, or a date for its first instant in UTC, as UTC.

    Raises ValueError that says what to write.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no time; write 2026-11-27T14:00:00Z, with a zone, or a date") from error
    is_date = "T" not in text and " " not in text
    return utc(found.replace(tzinfo=UTC) if is_date else found)


def start(text: str) -> datetime | int:
    """A moment, or an offset. Raises ValueError that says what to write."""
    return int(text) if text.isdecimal() and len(text) != len("20261127") else moment(text)
