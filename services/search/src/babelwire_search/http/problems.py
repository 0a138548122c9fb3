"""Errors as RFC 9457 problem documents for programs, and as pages for readers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import structlog
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from babelwire_search.errors import (
    ArticleNotFound,
    IndexUnavailable,
    InvalidCursor,
    InvalidParameter,
    TopicsUnavailable,
)
from babelwire_search.http.answers import ParameterError, Problem

log = structlog.get_logger(__name__)

RETRY_AFTER_SECONDS: Final = 5
API: Final = "/api/"


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong with a request, in the terms of HTTP."""

    status: HTTPStatus
    detail: str
    errors: tuple[tuple[str, str], ...] = ()

    def headers(self) -> dict[str, str]:
        retry = {"Retry-After": str(RETRY_AFTER_SECONDS)} if self.status is HTTPStatus.SERVICE_UNAVAILABLE else {}
        return {"Cache-Control": "no-store", **retry}


def failure_of(error: Exception) -> Failure:
    """The failure that an exception stands for; an error of this service itself is logged and not told."""
    told = str(error)
    match error:
        case InvalidParameter():
            found = Failure(HTTPStatus.UNPROCESSABLE_ENTITY, f"{error.parameter}: {told}", ((error.parameter, told),))
        case InvalidCursor():
            found = Failure(HTTPStatus.BAD_REQUEST, told, (("cursor", told),))
        case ArticleNotFound():
            found = Failure(HTTPStatus.NOT_FOUND, told)
        case IndexUnavailable():
            found = Failure(HTTPStatus.SERVICE_UNAVAILABLE, f"The articles cannot be searched now: {told}.")
        case TopicsUnavailable():
            found = Failure(HTTPStatus.SERVICE_UNAVAILABLE, f"The journey cannot be read now: {told}")
        case RequestValidationError():
            found = _of_validation(error.errors())
        case HTTPException():
            found = Failure(HTTPStatus(error.status_code), str(error.detail))
        case _:
            log.error("request_failed", exc_info=error)
            found = Failure(HTTPStatus.INTERNAL_SERVER_ERROR, "The service made an error. It has been logged.")
    return found


def problem(failure: Failure, headers: Mapping[str, str] | None = None) -> Response:
    """A failure as `application/problem+json`."""
    document = Problem(
        type="about:blank",
        title=failure.status.phrase,
        status=failure.status,
        detail=failure.detail,
        errors=[ParameterError(parameter=name, message=message) for name, message in failure.errors],
    )
    return JSONResponse(
        document.model_dump(exclude_defaults=True),
        status_code=failure.status,
        media_type="application/problem+json",
        headers={**failure.headers(), **(headers or {})},
    )


def is_api(request: Request) -> bool:
    """Whether a program asks, and not a reader."""
    return request.url.path.startswith(API)


def _of_validation(errors: Sequence[Any]) -> Failure:
    unknown = tuple(_named(error) for error in errors if error["type"] == "extra_forbidden")
    if unknown:
        names = ", ".join(name for name, _ in unknown)
        return Failure(
            HTTPStatus.BAD_REQUEST,
            f"There is no parameter {names} here; /openapi.json tells which there are.",
            tuple((name, "there is no such parameter") for name, _ in unknown),
        )
    found = tuple(_named(error) for error in errors)
    detail = "; ".join(f"{name}: {message}" for name, message in found)
    return Failure(HTTPStatus.UNPROCESSABLE_ENTITY, detail, found)


def _named(error: Any) -> tuple[str, str]:
    place = [str(part) for part in error["loc"] if part not in ("query", "path")]
    return (place[0] if place else "request"), str(error["msg"])
