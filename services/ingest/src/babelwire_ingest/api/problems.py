"""Errors of ingest as problem documents (RFC 9457)."""

from dataclasses import asdict, replace
from http import HTTPStatus
from typing import Any, Final

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from babelwire_fetching.decompression import CODINGS
from babelwire_ingest.errors import Busy, Flaw, Invalid, Malformed, Refused, TooLarge, TooSlow, UnsupportedMedia
from babelwire_messaging.errors import TransientError
from babelwire_observability.admission import ADMISSION_RESPONSES
from babelwire_observability.problem_documents import (
    LATER,
    Problem,
    documented_problem,
    fault_of_ours,
    http_problem,
    parameters_at_fault,
    problem_schema,
)

log = structlog.get_logger(__name__)

_RETRY_AFTER: Final = {"Retry-After": "2"}

_STATUS: Final[dict[type[Refused], HTTPStatus]] = {
    Malformed: HTTPStatus.BAD_REQUEST,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooSlow: HTTPStatus.REQUEST_TIMEOUT,
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    UnsupportedMedia: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
}

_HEADERS: Final = {
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: {"Accept-Encoding": ", ".join(CODINGS)},
    # What is left of the body is not read, so nothing else can be either.
    HTTPStatus.REQUEST_TIMEOUT: {"Connection": "close"},
}

PROBLEM_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    **{int(status): documented_problem(status.phrase) for status in _STATUS.values()},
    **{
        int(status): documented_problem(status.phrase, headers=LATER)
        for status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
    },
    **ADMISSION_RESPONSES,
}
"""The errors of every operation, for OpenAPI."""

_STRING: Final = {"type": "string"}
PROBLEM_SCHEMA: Final = problem_schema(
    {"detail": _STRING, "pointer": _STRING, "parameter": _STRING, "header": _STRING, "line": {"type": "integer"}},
    required=["detail"],
)


def add_problem_handlers(app: FastAPI) -> None:
    """Turns every error of the application into a problem document."""
    for known in (Refused, Busy, TransientError, RequestValidationError, HTTPException):
        app.add_exception_handler(known, _answer)


async def _answer(request: Request, error: Exception) -> Response:
    return _problem(request, error).answer()


def _problem(request: Request, error: Exception) -> Problem:
    match error:
        case Refused():
            status = next(status for kind, status in _STATUS.items() if isinstance(error, kind))
            return Problem(status, error.detail, [_as_json(flaw) for flaw in error.flaws], _HEADERS.get(status, {}))
        case Busy():
            return Problem(HTTPStatus.TOO_MANY_REQUESTS, str(error), headers=_RETRY_AFTER)
        case TransientError():
            log.warning("not_accepted", error=str(error))
            detail = "Kafka cannot take more now; nothing is lost if you send the same request again"
            return Problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers=_RETRY_AFTER)
        case RequestValidationError():
            flaws = [Flaw(message, parameter=name) for name, message in parameters_at_fault(error.errors())]
            detail = "a query parameter is missing or wrong"
            return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, [_as_json(flaw) for flaw in flaws])
        case HTTPException():
            found = http_problem(request, error)
            return replace(found, detail=f"{request.method} {request.url.path}: {found.detail}")
    return fault_of_ours(error)


def _as_json(flaw: Flaw) -> dict[str, Any]:
    return {name: value for name, value in asdict(flaw).items() if value is not None}
