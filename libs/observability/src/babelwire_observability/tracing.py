"""W3C Trace Context (https://www.w3.org/TR/trace-context/): one trace id from acceptance to index."""

import re
import secrets
from typing import Final

_TRACEPARENT: Final = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})")


def new_traceparent() -> str:
    """A sampled trace of its own."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def child_traceparent(parent: str | None) -> str:
    """The next step of a trace; a new trace where `parent` is absent or not a version 00 traceparent."""
    match = _TRACEPARENT.fullmatch(parent) if parent else None
    if match is None:
        return new_traceparent()
    return f"00-{match[1]}-{secrets.token_hex(8)}-{match[3]}"


def trace_id(traceparent: str | None) -> str | None:
    """The 32 hex digits that name the trace."""
    match = _TRACEPARENT.fullmatch(traceparent) if traceparent else None
    return match[1] if match else None
