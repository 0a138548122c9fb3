"""Errors over HTTP as problem documents (RFC 9457)."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from starlette.responses import JSONResponse

PROBLEM_JSON: Final = "application/problem+json"
PROBLEM_REFERENCE: Final = "#/components/schemas/Problem"


def problem_document(
    status: HTTPStatus,
    detail: str,
    *,
    errors: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """An answer whose `detail` says what to mend; `errors` are the single flaws, left out where there are none."""
    document: dict[str, Any] = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": detail}
    if errors:
        document["errors"] = [dict(error) for error in errors]
    return JSONResponse(document, int(status), headers=headers, media_type=PROBLEM_JSON)


def documented_problem(description: str, *, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """An OpenAPI response that is a problem document; `headers` are names and what they say."""
    found: dict[str, Any] = {
        "description": description,
        "content": {PROBLEM_JSON: {"schema": {"$ref": PROBLEM_REFERENCE}}},
    }
    if headers:
        found["headers"] = {
            name: {"description": told, "schema": {"type": "string"}, "required": True}
            for name, told in headers.items()
        }
    return found
