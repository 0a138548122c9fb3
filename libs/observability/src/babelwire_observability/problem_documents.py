"""Errors over HTTP as problem documents (RFC 9457): the document, what all services answer, and OpenAPI's account."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match

log = structlog.get_logger(__name__)

PROBLEM_JSON: Final = "application/problem+json"
LATER: Final = {"Retry-After": "Seconds to wait before the same request is sent again."}
"""For `documented_problem`, where the same request may be answered later."""

_METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_STRING: Final = {"type": "string"}


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong with a request: `detail` says what to mend, `errors` are the single flaws."""

    status: HTTPStatus
    detail: str
    errors: Sequence[Mapping[str, Any]] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def answer(self) -> Response:
        """The problem document; without `errors` where there are none."""
        document = {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": int(self.status),
            "detail": self.detail,
        }
        if self.errors:
            document["errors"] = [dict(error) for error in self.errors]
        return JSONResponse(document, int(self.status), headers=self.headers, media_type=PROBLEM_JSON)


def http_problem(request: Request, error: HTTPException) -> Problem:
    """What an application raises by itself, such as 404, and 405 with all the methods that the path takes."""
    status, headers = HTTPStatus(error.status_code), dict(error.headers or {})
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = allowed_methods(request.app, request.url.path)
    return Problem(status, str(error.detail), headers=headers)


def fault_of_ours(error: Exception) -> Problem:
    """500; the error is logged with its traceback and not shown."""
    log.error("request_failed", exc_info=error)
    detail = f"a fault of ours ({type(error).__name__}); the log has more"
    return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, detail)


def parameters_at_fault(errors: Iterable[Any]) -> list[tuple[str, str]]:
    """From a validation's `errors()`: the name of each parameter at fault, and what is wrong with it."""
    found = []
    for error in errors:
        place = [str(part) for part in error["loc"] if part not in ("query", "path")]
        found.append((place[0] if place else "request", str(error["msg"])))
    return found


def documented_problem(description: str, *, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """An OpenAPI response that is a problem document; `headers` are names and what they say."""
    found: dict[str, Any] = {
        "description": description,
        "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if headers:
        found["headers"] = {
            name: {"description": description, "schema": _STRING, "required": True}
            for name, description in headers.items()
        }
    return found


def problem_schema(flaw: Mapping[str, Any], *, required: Sequence[str]) -> dict[str, Any]:
    """The JSON Schema of the document; `flaw` gives the schemas of what each of its `errors` says."""
    errors = {"type": "array", "items": {"type": "object", "properties": flaw, "required": required}}
    return {
        "title": "Problem",
        "description": "What went wrong and what to mend (RFC 9457).",
        "type": "object",
        "properties": {
            "type": _STRING,
            "title": _STRING,
            "status": {"type": "integer"},
            "detail": _STRING,
            "errors": errors,
        },
        "required": ["type", "title", "status", "detail"],
    }


def describe_schemas(app: Any, schemas: Mapping[str, Any]) -> None:
    """Adds schemas that FastAPI does not read itself, such as `Problem`, to the OpenAPI document of an application."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        document: dict[str, Any] = made()
        document.setdefault("components", {}).setdefault("schemas", {}).update(schemas)
        return document

    app.openapi = openapi


def allowed_methods(app: Starlette, path: str) -> str:
    """The `Allow` of a path, by all its routes; each route by itself knows only its own methods."""

    def takes(method: str) -> bool:
        scope: dict[str, Any] = {"type": "http", "path": path, "method": method, "headers": []}
        return any(route.matches(scope)[0] is Match.FULL for route in app.router.routes)

    found = {method for method in _METHODS if takes(method)}
    return ", ".join(method for method in _METHODS if method in found or (method == "HEAD" and "GET" in found))
