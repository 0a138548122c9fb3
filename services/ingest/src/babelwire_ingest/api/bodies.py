"""Reads request bodies within bounds: on the wire, decompressed, in time, and all requests together."""

import asyncio
import contextlib
import re
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Final

from starlette.requests import Request

from babelwire_fetching.decompression import BrokenCoding, TooLargeDecompressed, UnknownCoding, decompress
from babelwire_ingest.errors import Busy, Flaw, Malformed, TooLarge, TooSlow, UnsupportedMedia

_DRAIN_BYTES: Final = 64 * 1024 * 1024
_DRAIN_SECONDS: Final = 10.0
_STEP_BYTES: Final = 256 * 1024
_STALLED_SECONDS: Final = 1.0
_LENGTH: Final = re.compile("[0-9]{1,18}")
_THREAD_BYTES: Final = 128 * 1024


class Bodies:
    """Reads bodies and bounds how many bytes of them are held at once: those that have come, not those announced.

    `in_flight_limit` is in bytes, as are all limits here; `seconds` is the time in which each next quarter of a MiB of
    a body, or its end, must come.
    """

    def __init__(self, in_flight_limit: int, seconds: float) -> None:
        self._limit = in_flight_limit
        self._seconds = seconds
        self._held = 0
        self._counting = threading.Lock()
        self._incoming: set[_Incoming] = set()

    @contextlib.asynccontextmanager
    async def reading(self, request: Request, limit: int) -> AsyncIterator[bytes]:
        """The body without its content coding; its bytes count as held while the context is open.

        Raises `Busy`, `Malformed`, `TooLarge`, `TooSlow` or `UnsupportedMedia`.
        """
        length = declared_length(request)
        if length is not None and length > limit:
            await _drain(request)
            raise _too_large(limit)
        coding = request.headers.get("content-encoding", "")
        mine = 0

        def hold(size: int) -> None:
            nonlocal mine
            self._hold(size)
            mine += size

        try:
            body = await self._read(request, limit, hold)
            if coding:
                body = await self._decompressed(body, coding, limit, hold)
            if not body:
                raise Malformed("the body is empty; send the document as the body")
            yield body
        finally:
            with self._counting:
                self._held -= mine

    def _hold(self, size: int) -> None:
        with self._counting:
            if self._held + size > self._limit:
                raise Busy(f"{self._held} bytes are in hand and {self._limit} is the limit; send this again later")
            self._held += size

    async def _read(self, request: Request, limit: int, hold: Callable[[int], None]) -> bytes:
        stream = request.stream()
        try:
            async with asyncio.timeout(self._seconds) as deadline:
                incoming = _Incoming(deadline)
                self._incoming.add(incoming)
                try:
                    async for piece in stream:
                        if incoming.size + len(piece) > limit:
                            raise _too_large(limit)
                        hold(len(piece))
                        incoming.add(piece, self._seconds)
                finally:
                    self._incoming.discard(incoming)
        except TimeoutError:
            raise TooSlow(
                f"{incoming.size} bytes of the body came, and then too few for {self._seconds:g} seconds, or while "
                "others waited for the memory; send it again over a faster connection, or in parts"
            ) from None
        except (Busy, TooLarge) as refusal:
            if isinstance(refusal, Busy):
                self._end_stalled()
            incoming.pieces.clear()
            await _drain(request, stream)
            raise
        return b"".join(incoming.pieces)

    async def _decompressed(self, body: bytes, coding: str, limit: int, hold: Callable[[int], None]) -> bytes:
        try:
            return await asyncio.to_thread(decompress, body, coding, limit, hold)
        except UnknownCoding as error:
            raise UnsupportedMedia(str(error), Flaw(str(error), header="Content-Encoding")) from error
        except BrokenCoding as error:
            raise Malformed(str(error), Flaw(str(error), header="Content-Encoding")) from error
        except TooLargeDecompressed as error:
            raise TooLarge(f"{error}; the limit counts what comes out") from error
        except Busy:
            self._end_stalled()
            raise

    def _end_stalled(self) -> None:
        """Ends the largest body of which nothing comes, so that it does not keep memory from those that are sent."""
        now = asyncio.get_running_loop().time()
        stalled = [body for body in self._incoming if now - body.came > _STALLED_SECONDS]
        if stalled:
            max(stalled, key=lambda body: body.size).deadline.reschedule(now)


@dataclass(eq=False, slots=True)
class _Incoming:
    """A body on its way in: what has come of it, when the last of it came, and when it must have gone on."""

    deadline: asyncio.Timeout
    pieces: list[bytes] = field(default_factory=list)
    size: int = 0
    step: int = 0
    came: float = field(default_factory=lambda: asyncio.get_running_loop().time())

    def add(self, piece: bytes, seconds: float) -> None:
        self.pieces.append(piece)
        self.size += len(piece)
        self.came = asyncio.get_running_loop().time()
        if self.size >= self.step + _STEP_BYTES:
            self.step = self.size
            self.deadline.reschedule(self.came + seconds)


def declared_length(request: Request) -> int | None:
    """The body's length by its header; None where it comes in chunks."""
    value = request.headers.get("content-length", "")
    return int(value) if _LENGTH.fullmatch(value) else None


def off_the_loop(body: bytes) -> bool:
    """Whether work on a body of this size takes so long that it belongs in a thread."""
    return len(body) > _THREAD_BYTES


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
