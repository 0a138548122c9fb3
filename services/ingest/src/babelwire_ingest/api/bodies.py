"""Reads request bodies within bounds: on the wire, decompressed, and all requests together."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Final

from starlette.requests import Request

from babelwire_fetching.decompression import BrokenCoding, TooLargeDecompressed, UnknownCoding, decompress
from babelwire_ingest.errors import Busy, Flaw, Malformed, TooLarge, UnsupportedMedia

_DRAIN_BYTES: Final = 64 * 1024 * 1024
_DRAIN_SECONDS: Final = 10.0
_THREAD_BYTES: Final = 128 * 1024


class Bodies:
    """Reads bodies and bounds how many bytes of them are held at once.

    `in_flight_limit` is in bytes, as are all limits here.
    """

    def __init__(self, in_flight_limit: int) -> None:
        self._limit = in_flight_limit
        self._held = 0

    @contextlib.asynccontextmanager
    async def reading(self, request: Request, limit: int) -> AsyncIterator[bytes]:
        """The body without its content coding; its bytes count as held while the context is open.

        Raises `Busy`, `Malformed`, `TooLarge` or `UnsupportedMedia`.
        """
        length = declared_length(request)
        if length is not None and length > limit:
            await _drain(request)
            raise _too_large(limit)
        coding = request.headers.get("content-encoding", "")
        mine = (limit if length is None else length) + (limit if coding else 0)
        if self._held + mine > self._limit:
            await _drain(request)
            raise Busy(f"{self._held} bytes are in hand and {self._limit} is the limit; send this again later")
        self._held += mine
        try:
            body = await _read(request, limit)
            if coding:
                body = await _decompressed(body, coding, limit)
            if not body:
                raise Malformed("the body is empty; send the document as the body")
            yield body
        finally:
            self._held -= mine


def declared_length(request: Request) -> int | None:
    """The body's length by its header; None where it comes in chunks."""
    value = request.headers.get("content-length", "")
    return int(value) if value.isdecimal() else None


def off_the_loop(body: bytes) -> bool:
    """Whether work on a body of this size takes so long that it belongs in a thread."""
    return len(body) > _THREAD_BYTES


async def _read(request: Request, limit: int) -> bytes:
    pieces: list[bytes] = []
    size = 0
    stream = request.stream()
    async for piece in stream:
        size += len(piece)
        if size > limit:
            pieces.clear()
            await _drain(request, stream)
            raise _too_large(limit)
        pieces.append(piece)
    return b"".join(pieces)


async def _decompressed(body: bytes, coding: str, limit: int) -> bytes:
    try:
        return await asyncio.to_thread(decompress, body, coding, limit)
    except UnknownCoding as error:
        raise UnsupportedMedia(str(error), Flaw(str(error), header="Content-Encoding")) from error
    except BrokenCoding as error:
        raise Malformed(str(error), Flaw(str(error), header="Content-Encoding")) from error
    except TooLargeDecompressed as error:
        raise TooLarge(f"{error}; the limit counts what comes out") from error


async def _drain(request: Request, stream: AsyncIterator[bytes] | None = None) -> None:
    """Reads a body that is refused to its end and forgets it: many clients look at no answer before they have sent all.

    Not beyond a bound; and not where the client waits to be told to go on (RFC 9110, section 10.1.1).
    """
    length = declared_length(request)
    if "100-continue" in request.headers.get("expect", "").lower() or (length is not None and length > _DRAIN_BYTES):
        return
    read = 0
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_DRAIN_SECONDS):
            async for piece in stream or request.stream():
                read += len(piece)
                if read > _DRAIN_BYTES:
                    return


def _too_large(limit: int) -> TooLarge:
    return TooLarge(f"the body is larger than {limit} bytes, the limit of this request; send it in parts or leave it")
