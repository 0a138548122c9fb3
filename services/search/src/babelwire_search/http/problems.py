"""Errors of search as problems (RFC 9457), for programs as documents and for readers as pages."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Final

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request

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
from babelwire_search.errors import (
    ArticleNotFound,
    IndexUnavailable,
    InvalidCursor,
    InvalidParameter,
    TopicsUnavailable,
    Unanswerable,
)

KNOWN: Final = (Unanswerable, IndexUnavailable, TopicsUnavailable, RequestValidationError, HTTPException)
"""The exceptions that are answered, beside errors of the service itself."""

PROBLEM_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    400: documented_problem("An unknown parameter, or a cursor that is not this search's."),
    404: documented_problem("No such article."),
    422: documented_problem("A value that cannot be read; `errors` names the parameter."),
    503: documented_problem("OpenSearch or Kafka is away.", headers=LATER),
    **ADMISSION_RESPONSES,
}
"""The errors of every operation, for OpenAPI."""

_STRING: Final = {"type": "string"}
PROBLEM_SCHEMA: Final = problem_schema({"parameter": _STRING, "message": _STRING}, required=["parameter", "message"])

_API: Final = "/api/"
_NOT_KEPT: Final = {"Cache-Control": "no-store"}
_RETRY_AFTER: Final = {"Retry-After": "5"}


def problem_of(request: Request, error: Exception) -> Problem:
    """The problem that an exception stands for; an error of this service itself is logged and not shown."""
    message = str(error)
    match error:
        case InvalidParameter():
            detail = f"{error.parameter}: {message}"
            found = Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, _errors([(error.parameter, message)]))
        case InvalidCursor():
            found = Problem(HTTPStatus.BAD_REQUEST, message, _errors([("cursor", message)]))
        case ArticleNotFound():
            found = Problem(HTTPStatus.NOT_FOUND, message)
        case IndexUnavailable():
            found = _not_now(f"The articles cannot be searched now: {message}.")
        case TopicsUnavailable():
            found = _not_now(f"The journey cannot be read now: {message}")
        case RequestValidationError():
            found = _of_validation(error.errors())
        case HTTPException():
            found = http_problem(request, error)
        case _:
            found = replace(fault_of_ours(error), detail="The service made an error. It has been logged.")
    return replace(found, headers=_NOT_KEPT | dict(found.headers))


def is_api(request: Request) -> bool:
    """Whether a program asks, and not a reader."""
    return request.url.path.startswith(_API)


def _not_now(detail: str) -> Problem:
    return Problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers=_RETRY_AFTER)


def _of_validation(errors: Sequence[Any]) -> Problem:
    unknown = [name for name, _ in parameters_at_fault(one for one in errors if one["type"] == "extra_forbidden")]
    if unknown:
        detail = f"There is no parameter {', '.join(unknown)} here; /openapi.json tells which there are."
        reasons = [(name, "there is no such parameter") for name in unknown]
        return Problem(HTTPStatus.BAD_REQUEST, detail, _errors(reasons))
    found = parameters_at_fault(errors)
    detail = "; ".join(f"{name}: {message}" for name, message in found)
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, _errors(found))


def _errors(found: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"parameter": name, "message": message} for name, message in found]
