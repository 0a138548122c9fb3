"""What every answer has: security headers and an entity tag."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SECURITY: Final[tuple[tuple[bytes, bytes], ...]] = (
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        b"frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
_OK: Final = 200


class HeadLikeGet:
    """Answers HEAD as GET, whose body the server then leaves out (RFC 9110, section 9.3.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_head = scope["type"] == "http" and scope["method"] == "HEAD"
        await self._app({**scope, "method": "GET"} if is_head else scope, receive, send)


class SecurityHeaders:
    """Nothing is loaded from elsewhere, framed, or sent where the reader came from."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_SECURITY]
            await send(message)

        await self._app(scope, receive, secured if scope["type"] == "http" else send)


class Failures:
    """Answers an error that nothing else has answered, inside the layers that every answer passes."""

    def __init__(self, app: ASGIApp, answer: Callable[[Request, Exception], Awaitable[Response]]) -> None:
        self._app = app
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if started:
                raise
            response = await self._answer(Request(scope, receive), error)
            await response(scope, receive, send)


class EntityTags:
    """Answers 304 where the client has the very bytes already (RFC 9110, section 13.1.2).

    Answers are whole in memory here, so the tag is a hash of them; `Cache-Control: no-cache` has clients ask each time.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        start: Message = {}
        chunks: list[bytes] = []

        async def collected(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            if start["status"] != _OK or b"cache-control" in dict(start["headers"]):
                if not chunks:
                    await send(start)
                    chunks.append(b"")
                await send(message)
                return
            chunks.append(message.get("body", b""))
            if not message.get("more_body"):
                await _tagged(scope, start, b"".join(chunks), send)

        await self._app(scope, receive, collected)


async def _tagged(scope: Scope, start: Message, body: bytes, send: Send) -> None:
    tag = b'"' + hashlib.blake2b(body, digest_size=16).hexdigest().encode() + b'"'
    headers = [*start["headers"], (b"etag", tag), (b"cache-control", b"no-cache"), (b"vary", b"Accept-Language")]
    given = b",".join(value for name, value in scope["headers"] if name == b"if-none-match")
    known = {one.strip().removeprefix(b"W/") for one in given.split(b",")}
    if tag in known or b"*" in known:
        kept = [(name, value) for name, value in headers if name not in (b"content-length", b"content-type")]
        await send({"type": "http.response.start", "status": 304, "headers": kept})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({**start, "headers": headers})
    await send({"type": "http.response.body", "body": body})
