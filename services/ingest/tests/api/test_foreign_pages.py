"""Web pages of the operator's browser cannot write, whatever name they reach this machine by."""

import pytest

from ..conftest import Ingest


@pytest.mark.parametrize("origin", ["http://evil.example", "https://evil.example:8081", "null"])
async def test_a_page_of_another_origin_captures_nothing(ingest: Ingest, origin: str) -> None:
    for path in ("/pages", "/articles", "/feeds"):
        answer = await ingest.client.post(path, content=b"x", headers={"Content-Type": "text/plain", "Origin": origin})
        assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
    assert ingest.kafka.published == []


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8081", "127.0.0.1.evil.example"])
async def test_a_name_that_was_pointed_here_captures_nothing(ingest: Ingest, host: str) -> None:
    answer = await ingest.client.post(
        "/pages", content=b"A page of an attacker.", headers={"Content-Type": "text/plain", "Host": host}
    )
    assert (answer.status_code, answer.headers["content-type"]) == (421, "application/problem+json")
    assert ingest.kafka.published == []


async def test_a_page_of_this_machine_may_capture(ingest: Ingest) -> None:
    for origin in ("http://localhost:8081", "http://127.0.0.1:8080"):
        answer = await ingest.client.post(
            "/pages", content=b"A page of ours.", headers={"Content-Type": "text/plain", "Origin": origin}
        )
        assert answer.status_code == 202
        assert answer.headers["access-control-allow-origin"] == origin


async def test_every_answer_is_guarded(ingest: Ingest) -> None:
    for path in ("/openapi.json", "/docs", "/feeds", "/nowhere"):
        headers = (await ingest.client.get(path)).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/feeds", "GET, HEAD, POST, DELETE"),
        ("GET", "/pages", "POST"),
        ("HEAD", "/articles", "POST"),
        ("POST", "/openapi.json", "GET, HEAD"),
    ],
)
async def test_405_names_every_method_of_the_path(ingest: Ingest, method: str, path: str, allowed: str) -> None:
    answer = await ingest.client.request(method, path)
    assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")
    assert answer.headers["allow"] == allowed


async def test_the_list_of_feeds_is_compressed(ingest: Ingest) -> None:
    answer = await ingest.client.get("/openapi.json", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.json()["openapi"]


async def test_the_documentation_loads_nothing_from_elsewhere(ingest: Ingest) -> None:
    page = await ingest.client.get("/docs")
    assert page.status_code == 200
    assert "://" not in page.text
    assert "'unsafe-inline'" not in page.headers["content-security-policy"].split("script-src")[1].split(";")[0]
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "docs.js"):
        assert f'"/docs/{name}' in page.text
        asset = await ingest.client.get(f"/docs/{name}")
        assert asset.status_code == 200, name
        assert asset.headers["cache-control"]
    assert (await ingest.client.get("/docs/other.js")).status_code == 404
