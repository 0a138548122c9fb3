"""W3C Trace Context (https://www.w3.org/TR/trace-context/): one trace id from acceptance to index."""

import random
import re
from typing import Final

_TRACEPARENT: Final = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})")

# Ids are not secret; asking the system for random bytes costs more than all else in a header.
_ids: Final = random.Random()  # noqa: S311


def new_traceparent() -> str:
    """A sampled trace of its own."""
    return f"00-{_ids.getrandbits(128):032x}-{_ids.getrandbits(64):016x}-01"


def child_traceparent(parent: str | None) -> str:
    """The next step of a trace; a new trace where `parent` is absent or not a version 00 traceparent."""
    match = _TRACEPARENT.fullmatch(parent) if parent else None
    if match is None:
        return new_traceparent()
    return f"00-{match[1]}-{_ids.getrandbits(64):016x}-{match[3]}"


def trace_id(traceparent: str | None) -> str | None:
    """The 32 hex digits that name the trace."""
    match = _TRACEPARENT.fullmatch(traceparent) if traceparent else None
    return match[1] if match else None
