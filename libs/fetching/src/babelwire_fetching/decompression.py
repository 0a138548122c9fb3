"""Content codings (RFC 9110, section 8.4), undone within a bound."""

import zlib
from collections.abc import Callable
from typing import Final

CODINGS: Final = ("gzip", "deflate")
"""What can be undone, as an `Accept-Encoding` or an answer to an unknown coding names it."""

_MOST_CODINGS: Final = 3
"""Codings one upon the other; each costs the work of a whole body, and nobody uses two."""

_STEP_BYTES: Final = 256 * 1024
_GZIP_OR_ZLIB: Final = zlib.MAX_WBITS | 32


class UnknownCoding(ValueError):
    """A content coding other than `CODINGS`."""


class BrokenCoding(ValueError):
    """Bytes that are not in the coding they are said to be in."""


class TooLargeDecompressed(ValueError):
    """More bytes than the limit allows once decompressed."""


def _uncounted(_size: int) -> None:
    pass


def decompress(body: bytes, codings: str, limit: int, making: Callable[[int], None] = _uncounted) -> bytes:
    """The body without the codings that a `Content-Encoding` header lists, last one applied first.

    Never holds more than `limit` bytes and one step of output. `making` is called with each piece's size in bytes as it
    is made, and may raise to go no further. Raises `UnknownCoding`, `BrokenCoding` or `TooLargeDecompressed`.
    """
    names = [name.strip().lower() for name in codings.split(",") if name.strip()]
    if len(names) > _MOST_CODINGS:
        raise UnknownCoding(f"{len(names)} content codings one upon the other; use {', '.join(CODINGS)} or none")
    for name in reversed(names):
        if name in ("gzip", "x-gzip"):
            body = _inflate(body, zlib.decompressobj(_GZIP_OR_ZLIB), limit, making)
        elif name == "deflate":
            # Some servers send a raw deflate stream under this name, against RFC 9110.
            zlib_header = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0  # noqa: PLR2004
            body = _inflate(body, zlib.decompressobj(zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS), limit, making)
        elif name != "identity":
            raise UnknownCoding(f"content coding {name!r} is not known; use {', '.join(CODINGS)} or none")
    return body


def _inflate(body: bytes, stream: "zlib._Decompress", limit: int, making: Callable[[int], None]) -> bytes:
    pieces: list[bytes] = []
    size = 0
    rest = body
    try:
        while not stream.eof:
            piece = stream.decompress(rest, _STEP_BYTES)
            rest = stream.unconsumed_tail
            size += len(piece)
            if size > limit:
                raise TooLargeDecompressed(f"the body is larger than {limit} bytes once decompressed")
            making(len(piece))
            pieces.append(piece)
            if not piece and not rest:
                raise BrokenCoding("the compressed body ends too early")
    except zlib.error as error:
        raise BrokenCoding(f"the body is not in the coding it is said to be in: {error}") from error
    if stream.unused_data:
        raise BrokenCoding("more bytes follow the end of the compressed body")
    return b"".join(pieces)
