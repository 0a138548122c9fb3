"""What every answer of every service passes, on an application with both kinds of route."""

import gzip
from collections.abc import Iterator

import pytest
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from babelwire_observability.http import HttpSettings, operations_app, operations_routes
from babelwire_observability.http_layers import layers
from babelwire_observability.problem_documents import allowed_methods
from babelwire_observability.supervision import Supervisor

from .test_http import Connections

LONG = "news " * 1000


def read(_request: Request) -> PlainTextResponse:
    return PlainTextResponse(LONG)


def write(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("written", 202)


def fail(_request: Request) -> PlainTextResponse:
    raise RuntimeError("a bug")


def stream(_request: Request) -> StreamingResponse:
    return StreamingResponse(iter([LONG[:2000], LONG[2000:]]), media_type="text/plain")


def client_of(settings: HttpSettings) -> TestClient:
    routes = [
        Route("/articles", read),
        Route("/articles", write, methods=["POST"]),
        Route("/stream", stream),
        Route("/fail", fail),
        *operations_routes("layered", []),
    ]
    app = Starlette(routes=routes, middleware=layers(settings.admission()))
    return TestClient(app, base_url="http://127.0.0.1:8081")


@pytest.fixture
def client() -> Iterator[TestClient]:
    with client_of(HttpSettings(http_port=8081, http_allowed_hosts=("https://reader.example",))) as made:
        yield made


def test_a_host_that_is_not_ours_is_misdirected(client: TestClient) -> None:
    for method, path in (("GET", "/articles"), ("POST", "/articles"), ("GET", "/nowhere"), ("GET", "/healthz/")):
        answer = client.request(method, path, headers={"Host": "evil.example:8081"})
        assert (answer.status_code, answer.headers["content-type"]) == (421, "application/problem+json")
        assert "evil.example:8081" in answer.json()["detail"]
        assert "BABELWIRE_HTTP_ALLOWED_HOSTS" in answer.json()["detail"]


def test_a_page_of_another_origin_is_refused(client: TestClient) -> None:
    for origin in ("http://evil.example", "null", "https://reader.example.evil.example"):
        answer = client.post("/articles", headers={"Origin": origin})
        assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
        assert "access-control-allow-origin" not in answer.headers
    asked = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    assert client.options("/articles", headers=asked).status_code == 403


def test_own_pages_and_listed_ones_may_ask(client: TestClient) -> None:
    own = client.post("/articles", headers={"Origin": "http://127.0.0.1:8081"})
    assert own.status_code == 202
    assert "access-control-allow-origin" not in own.headers
    listed = client.post("/articles", headers={"Origin": "https://reader.example"})
    assert listed.status_code == 202
    assert listed.headers["access-control-allow-origin"] == "https://reader.example"
    assert "Origin" in listed.headers["vary"]
    asked = {"Origin": "https://reader.example", "Access-Control-Request-Method": "POST"}
    preflight = client.options("/articles", headers=asked)
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "https://reader.example"
    assert "POST" in preflight.headers["access-control-allow-methods"]


def test_probes_and_collectors_are_answered_by_any_name(client: TestClient) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        assert client.get(path, headers={"Host": "10.1.2.3:8081", "Origin": "http://evil.example"}).status_code == 200


def test_the_setting_is_a_list_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BABELWIRE_HTTP_ALLOWED_HOSTS", "news.example, https://reader.example,")
    assert HttpSettings(http_port=1).http_allowed_hosts == ("news.example", "https://reader.example")
    monkeypatch.setenv("BABELWIRE_HTTP_ALLOWED_HOSTS", "https://reader.example/path")
    with pytest.raises(ValidationError, match="is neither a host like"):
        HttpSettings(http_port=1)


@pytest.mark.parametrize("path", ["/articles", "/nowhere", "/fail", "/healthz", "/metrics"])
def test_every_answer_is_guarded(client: TestClient, path: str) -> None:
    guarded(client.get(path).headers)
    guarded(client.get(path, headers={"Origin": "http://evil.example"}).headers)


def test_services_without_an_api_are_guarded_too() -> None:
    with TestClient(operations_app("indexing", Connections().running, [], dict, Supervisor("test"))) as client:
        for path in ("/healthz", "/readyz", "/metrics", "/asyncapi.json", "/nowhere"):
            guarded(client.get(path).headers)


def guarded(headers: object) -> None:
    assert "default-src 'none'" in headers["content-security-policy"]  # type: ignore[index]
    assert headers["x-content-type-options"] == "nosniff"  # type: ignore[index]
    assert headers["referrer-policy"] == "same-origin"  # type: ignore[index]


def test_a_bug_is_a_problem_document_that_tells_nothing(client: TestClient) -> None:
    answer = client.get("/fail")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert "a bug" not in answer.text


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br", "gzip"),
        ("*", "gzip"),
        ("gzip;q=0.001", "gzip"),
        ("gzip;q=0", None),
        ("gzip; q=0.000, *", None),
        ("br", None),
        ("", None),
    ],
)
def test_long_answers_are_compressed_for_who_takes_it(client: TestClient, accepted: str, coding: str | None) -> None:
    for path in ("/articles", "/stream"):
        answer = client.get(path, headers={"Accept-Encoding": accepted})
        assert answer.headers.get("content-encoding") == coding, path
        assert "Accept-Encoding" in answer.headers["vary"]
        assert answer.text == LONG


def test_a_stream_is_compressed_piece_by_piece(client: TestClient) -> None:
    with client.stream("GET", "/stream", headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert "content-length" not in answer.headers
    assert gzip.decompress(raw).decode() == LONG


def test_short_answers_are_sent_as_they_are(client: TestClient) -> None:
    assert "content-encoding" not in client.get("/healthz", headers={"Accept-Encoding": "gzip"}).headers


def test_head_is_answered_without_a_body(client: TestClient) -> None:
    answer = client.head("/articles", headers={"Accept-Encoding": "identity"})
    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (200, b"", str(len(LONG)))


def test_allow_names_the_methods_of_all_routes_of_a_path(client: TestClient) -> None:
    app = client.app
    assert isinstance(app, Starlette)
    assert allowed_methods(app, "/articles") == "GET, HEAD, POST"
    assert allowed_methods(app, "/stream") == "GET, HEAD"
