"""Errors as RFC 9457 problem documents for programs, and as pages for readers."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from babelwire_observability.admission import ADMISSION_RESPONSES
from babelwire_observability.problem_documents import documented_problem, problem_document
from babelwire_search.errors import (
    ArticleNotFound,
    IndexUnavailable,
    InvalidCursor,
    InvalidParameter,
    TopicsUnavailable,
)
from babelwire_search.http.schemas import Problem

log = structlog.get_logger(__name__)

RETRY_AFTER_SECONDS: Final = 5
API: Final = "/api/"

PROBLEM_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    400: documented_problem("An unknown parameter, or a cursor that is not this search's."),
    404: documented_problem("No such article."),
    422: documented_problem("A value that cannot be read; `errors` names the parameter."),
    503: documented_problem(
        "OpenSearch or Kafka is away.", headers={"Retry-After": "Seconds to wait before asking again."}
    ),
    **ADMISSION_RESPONSES,
}
"""The errors of every operation, for OpenAPI."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong with a request, in the terms of HTTP."""

    status: HTTPStatus
    detail: str
    errors: tuple[tuple[str, str], ...] = ()
    allowed: str = ""

    def headers(self) -> dict[str, str]:
        found = {"Cache-Control": "no-store"}
        if self.status is HTTPStatus.SERVICE_UNAVAILABLE:
            found["Retry-After"] = str(RETRY_AFTER_SECONDS)
        if self.status is HTTPStatus.METHOD_NOT_ALLOWED:
            found["Allow"] = self.allowed
        return found


def failure_of(error: Exception, allowed: str = "") -> Failure:
    """The failure that an exception stands for; an error of this service itself is logged and not told.

    `allowed` are the methods that the path takes.
    """
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
            found = Failure(HTTPStatus(error.status_code), str(error.detail), allowed=allowed)
        case _:
            log.error("request_failed", exc_info=error)
            found = Failure(HTTPStatus.INTERNAL_SERVER_ERROR, "The service made an error. It has been logged.")
    return found


def problem(failure: Failure) -> Response:
    """A failure as `application/problem+json`."""
    errors = [{"parameter": name, "message": message} for name, message in failure.errors]
    return problem_document(failure.status, failure.detail, errors=errors, headers=failure.headers())


def describe_problems(app: FastAPI) -> None:
    """Adds the schema of problem documents to the OpenAPI document, which FastAPI knows of no operation."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        document = made()
        schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        document.setdefault("components", {}).setdefault("schemas", {}).update(schema.pop("$defs"), Problem=schema)
        return document

    app.openapi = openapi  # type: ignore[method-assign]


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
