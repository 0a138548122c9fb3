"""The service as a process, on an index of the session's own, filled with invented articles."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import httpx
import pytest

from babelwire_text.language_tags import without_variety

HERE = Path(__file__).parent
WITHIN = 180.0

_MAPPING = "import json; from babelwire_indexing.template import index_template; print(json.dumps(index_template(0)))"


class Index:
    """An index with the mapping that indexing gives it, behind an alias."""

    def __init__(self, url: str, mapping: dict[str, Any]) -> None:
        name = uuid.uuid4().hex[:12]
        self.name, self.alias = f"test-search-{name}", f"test-articles-{name}"
        self._client = httpx.Client(base_url=url, timeout=60, trust_env=False)
        self._analyzed = set(mapping["mappings"]["properties"]["localized"]["properties"])
        alias = {"filter": {"exists": {"field": "revision"}}}
        self._client.put(f"/{self.name}", json=mapping | {"aliases": {self.alias: alias}}).raise_for_status()

    def write(self, articles: Iterable[dict[str, Any]]) -> None:
        """Writes articles as indexing does, searchable at once."""
        lines = []
        for article in articles:
            document = {name: value for name, value in article.items() if value is not None}
            language = without_variety(article.get("language", "und"))
            if language in self._analyzed and "title" in document:
                texts = {name: document[name] for name in ("title", "lead", "body") if name in document}
                document["localized"] = {language: texts}
            lines += [{"index": {"_index": self.name, "_id": article["article_id"]}}, document]
        body = "".join(json.dumps(line) + "\n" for line in lines)
        headers = {"Content-Type": "application/x-ndjson"}
        answer = self._client.post("/_bulk?refresh=true", content=body, headers=headers).raise_for_status()
        assert not answer.json()["errors"], answer.text[:2000]

    def alias_also(self, alias: str) -> None:
        """Gives the index another alias."""
        action = {"add": {"index": self.name, "alias": alias}}
        self._client.post("/_aliases", json={"actions": [action]}).raise_for_status()

    def delete(self) -> None:
        """Removes the index."""
        self._client.delete(f"/{self.name}").raise_for_status()
        self._client.close()


class MakeArticle(Protocol):
    """A short article, with what is given in place of what it would have."""

    def __call__(self, article_id: str, **given: Any) -> dict[str, Any]: ...


class Serve(Protocol):
    """Starts the service on an OpenSearch and an alias; gives its address."""

    def __call__(self, opensearch_url: str, alias: str, *, ready: bool = ...) -> AbstractContextManager[str]: ...


MakeIndex = Callable[[], Index]
"""Makes an empty index."""


def article(article_id: str, **given: Any) -> dict[str, Any]:
    """A short article."""
    return {
        "article_id": article_id,
        "schema_version": 1,
        "capture_id": f"c-{article_id}",
        "revision": f"r-{article_id}",
        "title": f"Article {article_id}",
        "body": "A short text.",
        "language": "en",
        "captured_at": "2026-11-20T12:00:00Z",
        "duplicate_group": article_id,
    } | given


@pytest.fixture(scope="session")
def make_article() -> MakeArticle:
    return article


@pytest.fixture(scope="session")
def mapping() -> dict[str, Any]:
    """Settings and mapping of the index, as the service that owns it writes them."""
    printed = subprocess.run([sys.executable, "-c", _MAPPING], check=True, capture_output=True, text=True)
    whole: dict[str, Any] = json.loads(printed.stdout)["template"]
    return whole


@pytest.fixture(scope="session")
def invented() -> list[dict[str, Any]]:
    """The invented articles."""
    files = ("articles.json", "articles_with_structure.json")
    return [article for name in files for article in json.loads((HERE / name).read_text(encoding="utf-8"))]


@contextlib.contextmanager
def served(opensearch_url: str, alias: str, log: Path, *, ready: bool = True) -> Iterator[str]:
    """The service as a process of its own; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "BABELWIRE_OPENSEARCH_URL": opensearch_url,
        "BABELWIRE_HTTP_PORT": str(port),
        "BABELWIRE_KAFKA_BOOTSTRAP": "127.0.0.1:1",
        "BABELWIRE_SEARCH_ALIAS": alias,
        "BABELWIRE_SEARCH_WATCH_SECONDS": "0.2",
        "BABELWIRE_SEARCH_MEANING": "false",
    }
    url = f"http://127.0.0.1:{port}"
    with log.open("wb") as output:
        process = subprocess.Popen([sys.executable, "-m", "babelwire_search"], env=environment, stdout=output)
        try:
            _wait(f"{url}/{'readyz' if ready else 'healthz'}", process, log)
            yield url
        finally:
            process.terminate()
            process.wait(WITHIN)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(url, trust_env=False).is_success:
                return
        time.sleep(0.1)
    pytest.fail(f"{url} did not answer in time: {log.read_text()}")


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Serve:
    """Starts the service on an OpenSearch and an alias."""

    def start(opensearch_url: str, alias: str, *, ready: bool = True) -> AbstractContextManager[str]:
        return served(opensearch_url, alias, tmp_path_factory.mktemp("search") / "log", ready=ready)

    return start


@pytest.fixture(scope="session")
def make_index(opensearch_url: str, mapping: dict[str, Any]) -> Iterator[MakeIndex]:
    """Makes empty indices; removes them at the end of the session."""
    made: list[Index] = []

    def make() -> Index:
        made.append(Index(opensearch_url, mapping))
        return made[-1]

    yield make
    for index in made:
        index.delete()


@pytest.fixture(scope="session")
def site(
    make_index: MakeIndex,
    invented: list[dict[str, Any]],
    opensearch_url: str,
    serve: Serve,
) -> Iterator[str]:
    """Address of the service over the invented articles."""
    index = make_index()
    index.write(invented)
    with serve(opensearch_url, index.alias) as url:
        yield url


@pytest.fixture(scope="session")
def client(site: str) -> Iterator[httpx.Client]:
    """A client of the service over the invented articles."""
    with httpx.Client(base_url=site, timeout=60, trust_env=False) as opened:
        yield opened
