"""The layers that every answer passes, the same in every service."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from babelwire_observability.problem_documents import fault_of_ours

NOTHING_LOADED: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""The Content-Security-Policy of answers that are no pages."""

_SECURITY: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_WORTH_COMPRESSING: Final = 1_000
_LEVEL: Final = 5

Answer = Callable[[Request, Exception], Awaitable[Response]]


class HeadLikeGet:
    """Has HEAD handled as GET, without the body (RFC 9110, section 9.3.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self._app({**scope, "method": "GET"}, receive, without_body)


class SecurityHeaders:
    """Nothing is loaded from elsewhere, framed, sniffed, embedded by others, or sent where a reader came from.

    An answer that brings a Content-Security-Policy keeps it; all others get `policy`.
    """

    def __init__(self, app: ASGIApp, policy: str = NOTHING_LOADED) -> None:
        self._app = app
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request."""

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", self._policy)
                headers.update(_SECURITY)
            await send(message)

        await self._app(scope, receive, secured if scope["type"] == "http" else send)


class Compressed:
    """Compresses answers with gzip where the client takes it; a client that says `gzip;q=0` does not."""

    def __init__(self, app: ASGIApp) -> None:
        self._compressing = GZipMiddleware(app, minimum_size=_WORTH_COMPRESSING, compresslevel=_LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request."""
        if scope["type"] == "http":
            others = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            taken = (
                [(b"accept-encoding", b"gzip")] if _takes_gzip(Headers(scope=scope).getlist("accept-encoding")) else []
            )
            scope["headers"] = [*others, *taken]
        await self._compressing(scope, receive, send)


class Failures:
    """Turns an error that nothing else has caught into a problem document, inside the layers of every response."""

    def __init__(self, app: ASGIApp, answer: Answer) -> None:
        self._app = app
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request; what fails after an answer has begun is raised on."""
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


async def _answer_fault(_request: Request, error: Exception) -> Response:
    return fault_of_ours(error).answer()


def layers(*inner: Middleware, answer: Answer = _answer_fault, policy: str = NOTHING_LOADED) -> Sequence[Middleware]:
    """All layers, the outermost first; `inner` stand between the common ones and the answering of failures."""
    return [
        Middleware(HeadLikeGet),
        Middleware(SecurityHeaders, policy=policy),
        Middleware(Compressed),
        *inner,
        Middleware(Failures, answer=answer),
    ]


def _takes_gzip(accept_encoding: Sequence[str]) -> bool:
    weights: dict[str, str] = {}
    for one in ",".join(accept_encoding).lower().split(","):
        coding, _, parameters = one.partition(";")
        weights[coding.strip()] = parameters.replace(" ", "").removeprefix("q=")
    weight = weights.get("gzip", weights.get("*", "0"))
    return not weight or weight.strip("0.") != ""
