"""Entity tags of answers."""

import hashlib
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OK: Final = 200


class EntityTags:
    """Responds with 304 where the client has the very bytes already (RFC 9110, section 13.1.2).

    Answers are whole in memory here, so the tag is a hash of them; `Cache-Control: no-cache` has clients ask each time.
    The tag is weak, for it is made before compression and stands for both codings.
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
    tag = b'W/"' + hashlib.blake2b(body, digest_size=16).hexdigest().encode() + b'"'
    headers = [*start["headers"], (b"etag", tag), (b"cache-control", b"no-cache"), (b"vary", b"Accept-Language")]
    given = b",".join(value for name, value in scope["headers"] if name == b"if-none-match")
    known = {one.strip().removeprefix(b"W/") for one in given.split(b",")}
    if tag.removeprefix(b"W/") in known or b"*" in known:
        kept = [(name, value) for name, value in headers if name not in (b"content-length", b"content-type")]
        await send({"type": "http.response.start", "status": 304, "headers": kept})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({**start, "headers": headers})
    await send({"type": "http.response.body", "body": body})
