"""Keeps web pages of others away from a service, also where a name of theirs was made to lead to it."""

from http import HTTPStatus
from typing import Any, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from babelwire_observability.allowed_hosts import AllowedHosts
from babelwire_observability.problem_documents import Problem, documented_problem

OPERATIONS: Final = frozenset({"/healthz", "/readyz", "/metrics"})
"""Probes and collectors ask these by addresses that nobody lists."""

ADMISSION_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    int(HTTPStatus.FORBIDDEN): documented_problem("A web page of an origin that is not allowed asked."),
    int(HTTPStatus.MISDIRECTED_REQUEST): documented_problem("The `Host` is none that this service answers for."),
}
"""What any operation may answer, for OpenAPI."""

_SETTING: Final = "BABELWIRE_HTTP_ALLOWED_HOSTS"
_METHODS: Final = "GET, HEAD, POST, DELETE"
_REQUEST_HEADERS: Final = "Accept-Language, Content-Encoding, Content-Type, If-None-Match"
_EXPOSED: Final = "ETag, Retry-After"
_PREFLIGHT_SECONDS: Final = "600"


class Admission:
    """ASGI middleware: 421 for a `Host` that is not this service's, 403 for a foreign `Origin`, and CORS for the rest.

    A page whose name an attacker points at this machine (DNS rebinding) sends that name as its `Host`.
    """

    def __init__(self, app: ASGIApp, allowed: AllowedHosts) -> None:
        self._app = app
        self._allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers it."""
        if scope["type"] != "http" or scope["path"] in OPERATIONS:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        refusal = self._refusal(hosts, origins)
        if refusal is not None:
            await refusal(scope, receive, send)
        elif not origins or self._allowed.is_own(origins[0], hosts[0]):
            await self._app(scope, receive, _varying(send))
        elif scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            await _preflight(headers)(scope, receive, _shared_with(origins[0], send))
        else:
            await self._app(scope, receive, _shared_with(origins[0], send))

    def _refusal(self, hosts: list[str], origins: list[str]) -> Response | None:
        if len(hosts) != 1 or not self._allowed.answers_for(hosts[0]):
            named = repr(hosts[0][:80]) if hosts else "no host"
            detail = f"this service does not answer for {named}; if it should, name the host in {_SETTING}"
            return Problem(HTTPStatus.MISDIRECTED_REQUEST, detail).answer()
        for origin in origins:
            if not (len(origins) == 1 and (self._allowed.is_own(origin, hosts[0]) or self._allowed.may_ask(origin))):
                detail = f"web pages of {origin[:80]!r} may not ask this service; if they may, name it in {_SETTING}"
                return Problem(HTTPStatus.FORBIDDEN, detail, headers={"Vary": "Origin"}).answer()
        return None


def _preflight(headers: Headers) -> Response:
    allowed = {
        "Access-Control-Allow-Methods": _METHODS,
        "Access-Control-Allow-Headers": _REQUEST_HEADERS,
        "Access-Control-Max-Age": _PREFLIGHT_SECONDS,
    }
    if "access-control-request-private-network" in headers:
        allowed["Access-Control-Allow-Private-Network"] = "true"
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=allowed)


def _varying(send: Send) -> Send:
    async def varying(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Origin")
        await send(message)

    return varying


def _shared_with(origin: str, send: Send) -> Send:
    async def shared(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Access-Control-Allow-Origin"] = origin
            headers["Access-Control-Expose-Headers"] = _EXPOSED
            headers.add_vary_header("Origin")
        await send(message)

    return shared
