"""Errors as problem documents (RFC 9457)."""

from dataclasses import asdict
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
from babelwire_observability.http_layers import allowed_methods
from babelwire_observability.problem_documents import documented_problem, problem_document

log = structlog.get_logger(__name__)

RETRY_AFTER_SECONDS: Final = 2

_STATUS: Final[dict[type[Refused], HTTPStatus]] = {
    Malformed: HTTPStatus.BAD_REQUEST,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooSlow: HTTPStatus.REQUEST_TIMEOUT,
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    UnsupportedMedia: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
}

_LATER: Final = {"Retry-After": "Seconds to wait before the same request is sent again."}
_HEADERS: Final = {
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: {"Accept-Encoding": ", ".join(CODINGS)},
    # What is left of the body is not read, so nothing else can be either.
    HTTPStatus.REQUEST_TIMEOUT: {"Connection": "close"},
}

PROBLEM_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    **{int(status): documented_problem(status.phrase) for status in _STATUS.values()},
    **{
        int(status): documented_problem(status.phrase, headers=_LATER)
        for status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
    },
    **ADMISSION_RESPONSES,
}
"""The errors of every operation, for OpenAPI."""

_STRING: Final = {"type": "string"}
PROBLEM_SCHEMA: Final[dict[str, Any]] = {
    "title": "Problem",
    "description": "What went wrong and what to mend (RFC 9457).",
    "type": "object",
    "properties": {
        "type": _STRING,
        "title": _STRING,
        "status": {"type": "integer"},
        "detail": _STRING,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "detail": _STRING,
                    "pointer": _STRING,
                    "parameter": _STRING,
                    "header": _STRING,
                    "line": {"type": "integer"},
                },
                "required": ["detail"],
            },
        },
    },
    "required": ["type", "title", "status", "detail"],
}


def problem(status: HTTPStatus, detail: str, *flaws: Flaw, headers: dict[str, str] | None = None) -> Response:
    """A problem document; `errors` lists the single flaws where there are any."""
    errors = [{name: value for name, value in asdict(flaw).items() if value is not None} for flaw in flaws]
    return problem_document(status, detail, errors=errors, headers=headers)


def add_problem_handlers(app: FastAPI) -> None:
    """Answers every error of the application with a problem document."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(Busy, _busy)
    app.add_exception_handler(TransientError, _not_now)
    app.add_exception_handler(RequestValidationError, _invalid_parameters)
    app.add_exception_handler(HTTPException, _http)


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    status = next(status for kind, status in _STATUS.items() if isinstance(error, kind))
    return problem(status, error.detail, *error.flaws, headers=_HEADERS.get(status))


async def _busy(_request: Request, error: Exception) -> Response:
    return problem(HTTPStatus.TOO_MANY_REQUESTS, str(error), headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


async def _not_now(_request: Request, error: Exception) -> Response:
    log.warning("not_accepted", error=str(error))
    detail = "Kafka cannot take more now; nothing is lost if you send the same request again"
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


async def _invalid_parameters(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    flaws = [Flaw(str(found["msg"]), parameter=str(found["loc"][-1])) for found in error.errors()]
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "a query parameter is missing or wrong", *flaws)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    status = HTTPStatus(error.status_code)
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = allowed_methods(request.app, request.url.path)
    return problem(status, f"{request.method} {request.url.path}: {error.detail}", headers=headers)
