"""Bodies of requests. Apart from the client, whose import takes longer than most commands of the console."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec

_encoder: Final = msgspec.json.Encoder()


def body(value: Any) -> bytes:
    """A request body in JSON."""
    return _encoder.encode(value)


def lines(values: Iterable[Any]) -> bytes:
    """A request body in JSON lines."""
    return _encoder.encode_lines(values)
