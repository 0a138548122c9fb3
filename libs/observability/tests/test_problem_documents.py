from http import HTTPStatus
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from babelwire_observability.problem_documents import (
    LATER,
    Problem,
    describe_schemas,
    documented_problem,
    http_problem,
    parameters_at_fault,
    problem_schema,
)


async def answered(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return http_problem(request, error).answer()


async def listed(_request: Request) -> Response:
    return Response()


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/feeds", listed), Route("/feeds", listed, methods=["POST"])]
    return TestClient(Starlette(routes=routes, exception_handlers={HTTPException: answered}))


def test_the_document_says_what_to_mend() -> None:
    answer = Problem(HTTPStatus.BAD_REQUEST, "no", [{"line": 2}], {"X-Why": "no"}).answer()
    assert (answer.status_code, answer.media_type, answer.headers["x-why"]) == (400, "application/problem+json", "no")
    assert bytes(answer.body) == (
        b'{"type":"about:blank","title":"Bad Request","status":400,"detail":"no","errors":[{"line":2}]}'
    )
    assert b"errors" not in bytes(Problem(HTTPStatus.NOT_FOUND, "none").answer().body)


def test_405_names_the_methods_of_all_routes_of_the_path(client: TestClient) -> None:
    answer = client.delete("/feeds")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")
    assert client.get("/nowhere").json()["title"] == "Not Found"


def test_a_parameter_at_fault_is_named_once_for_what_is_in_it() -> None:
    errors = [
        {"loc": ("query", "size"), "msg": "too large"},
        {"loc": ("query", "language", 0), "msg": "too long"},
        {"loc": ("path",), "msg": "missing"},
    ]
    assert parameters_at_fault(errors) == [("size", "too large"), ("language", "too long"), ("request", "missing")]


def test_openapi_tells_of_problems() -> None:
    class App:
        def openapi(self) -> dict[str, Any]:
            return {"paths": {"/": documented_problem("Away.", headers=LATER)}}

    app = App()
    describe_schemas(app, {"Problem": problem_schema({"line": {"type": "integer"}}, required=["line"])})
    document = app.openapi()
    assert document["components"]["schemas"]["Problem"]["properties"]["errors"]["items"]["required"] == ["line"]
    (content,) = document["paths"]["/"]["content"].values()
    assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
    assert document["paths"]["/"]["headers"]["Retry-After"]["required"]
