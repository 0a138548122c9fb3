"""OpenSearch away: the service stays alive, says why it cannot answer, and answers when the index is there."""

import socket
import time
from collections.abc import Iterator

import httpx
import pytest

from ..conftest import MakeArticle, MakeIndex, Serve


@pytest.fixture(scope="module")
def alone(serve: Serve) -> Iterator[httpx.Client]:
    """A service whose OpenSearch is nowhere."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with (
            serve(nowhere, "articles", ready=False) as url,
            httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
        ):
            yield client


@pytest.mark.parametrize(
    "path",
    [
        "/api/search?q=x",
        "/api/articles/a",
        "/api/articles/a/journey",
        "/api/articles/a/similar",
        "/api/articles/a/copies/b",
        "/api/days/2026-11-18",
        "/api/trends",
        "/api/sources",
    ],
)
def test_the_api_says_when_to_ask_again(alone: httpx.Client, path: str) -> None:
    answer = alone.get(path)
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    "path", ["/", "/search?q=x", "/articles/a", "/articles/a/copies/b", "/days", "/days/2026-11-18", "/trends"]
)
def test_readers_get_a_page(alone: httpx.Client, path: str) -> None:
    answer = alone.get(path)
    assert answer.status_code == 503
    assert "cannot be reached at the moment" in answer.text
    assert answer.headers["retry-after"]


def test_the_service_is_alive_and_not_ready(alone: httpx.Client) -> None:
    assert alone.get("/healthz").status_code == 200
    answer = alone.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["reasons"]


def test_the_api_describes_itself_without_an_index(alone: httpx.Client) -> None:
    document = alone.get("/openapi.json").json()
    assert set(document["paths"]) == {
        "/api/search",
        "/api/articles/{article_id}",
        "/api/articles/{article_id}/journey",
        "/api/articles/{article_id}/similar",
        "/api/articles/{article_id}/copies/{other}",
        "/api/days/{date}",
        "/api/stories",
        "/api/stories/{story_id}",
        "/api/trends",
        "/api/sources",
    }


@pytest.mark.parametrize("path", ["/", "/api/search", "/static/site.css", "/nowhere", "/healthz"])
def test_every_answer_is_guarded(alone: httpx.Client, path: str) -> None:
    headers = alone.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path", ["/", "/search", "/api/search", "/api/articles/a", "/openapi.json", "/static/site.css"]
)
def test_other_names_and_pages_of_others_are_refused(alone: httpx.Client, path: str) -> None:
    for status, headers in ((421, {"Host": "evil.example:8080"}), (403, {"Origin": "http://evil.example"})):
        answer = alone.get(path, headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
        assert "BABELWIRE_HTTP_ALLOWED_HOSTS" in answer.json()["detail"]


def test_probes_and_collectors_are_answered_by_any_name(alone: httpx.Client) -> None:
    for path in ("/healthz", "/metrics"):
        assert alone.get(path, headers={"Host": "10.1.2.3", "Origin": "http://evil.example"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/search", "/api/search", "/api/articles/a", "/static/site.css", "/healthz"])
def test_405_names_the_methods_of_the_path(alone: httpx.Client, path: str) -> None:
    answer = alone.post(path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_head_is_answered_like_get(alone: httpx.Client) -> None:
    answer = alone.head("/static/site.css")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.stack
def test_an_alias_that_comes_later_is_searched(
    serve: Serve, opensearch_url: str, make_index: MakeIndex, make_article: MakeArticle
) -> None:
    index = make_index()
    with (
        serve(opensearch_url, "not-there-yet-" + index.alias, ready=False) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        answer = client.get("/api/search")
        assert answer.status_code == 503
        assert "alias" in answer.json()["detail"]
        index.write([make_article("late")])
        index.alias_also("not-there-yet-" + index.alias)
        deadline = time.monotonic() + 20
        while client.get("/readyz").status_code != 200:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert client.get("/api/search").json()["total"] == 1
