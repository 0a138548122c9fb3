"""Against a server of the API that is away, slow, overloaded or wrong; a right one is in test_real_model.py."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest
from pydantic import SecretStr, ValidationError

from babelwire_vectors.adapters.openai import OpenAiEngine
from babelwire_vectors.errors import EmbedderIsAway, ServerLies, ServerRefuses
from babelwire_vectors.ports import Kind
from babelwire_vectors.settings import VectorSettings

TEXTS = ("one", "two")


class Server:
    """Answers every request with `status` and `content`; keeps what was asked."""

    def __init__(self) -> None:
        self.status = 200
        self.content = answer([1.0, 0], [0, 2.0])
        self.silent = False
        self.port = 0
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        self.released = threading.Event()

    def handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.asked.append((self.path, dict(self.headers), body))
                if server.silent:
                    server.released.wait(10)
                    return
                self.send_response(server.status)
                self.send_header("Content-Length", str(len(server.content)))
                self.end_headers()
                self.wfile.write(server.content)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # as the base class calls it
                pass

        return Handler


def answer(*vectors: list[float], first: int = 0) -> bytes:
    data = [{"index": number, "embedding": vector} for number, vector in enumerate(vectors, first)]
    return json.dumps({"object": "list", "model": "e5", "data": data}).encode()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    served = ThreadingHTTPServer(("127.0.0.1", 0), server.handler())
    served.daemon_threads = True
    thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server.port = served.server_address[1]
    yield server
    server.released.set()
    served.shutdown()
    thread.join()
    served.server_close()


@pytest.fixture
def opened(server: Server) -> Iterator[Callable[..., OpenAiEngine]]:
    """An engine that asks the server."""
    engines = []

    def open_(**settings: Any) -> OpenAiEngine:
        engine = OpenAiEngine(VectorSettings(url=f"http://127.0.0.1:{server.port}/v1/", **settings))
        engines.append(engine)
        return engine

    yield open_
    for engine in engines:
        engine.close()


Opened = Callable[..., OpenAiEngine]


def test_texts_go_with_their_kind_before_them_and_vectors_come_in_their_order(server: Server, opened: Opened) -> None:
    data = json.loads(server.content)
    data["data"].reverse()
    server.content = json.dumps(data).encode()
    vectors = opened(model="some/e5", api_key=SecretStr("s3cret")).embed(TEXTS, Kind.PASSAGE)
    assert vectors == pytest.approx(np.eye(2))
    ((path, headers, body),) = server.asked
    assert path == "/v1/embeddings"
    assert headers["Authorization"] == "Bearer s3cret"
    assert body == {"model": "some/e5", "encoding_format": "float", "input": ["passage: one", "passage: two"]}


def test_a_server_that_knows_kinds_is_told_by_a_field(server: Server, opened: Opened) -> None:
    opened(input_type=True).embed(TEXTS, Kind.QUERY)
    ((_, _, body),) = server.asked
    assert body["input"] == ["one", "two"]
    assert body["input_type"] == "query"


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503])
def test_a_server_in_trouble_is_away(server: Server, opened: Opened, status: int) -> None:
    server.status = status
    with pytest.raises(EmbedderIsAway, match=f"answers {status}"):
        opened().embed(TEXTS, Kind.PASSAGE)


def test_a_slow_server_is_away(server: Server, opened: Opened) -> None:
    server.silent = True
    with pytest.raises(EmbedderIsAway, match="ReadTimeout"):
        opened(timeout=0.05).embed(TEXTS, Kind.PASSAGE)


def test_no_server_is_away(unused_tcp_port: int) -> None:
    engine = OpenAiEngine(VectorSettings(url=f"http://127.0.0.1:{unused_tcp_port}"))
    with pytest.raises(EmbedderIsAway, match="ConnectError"):
        engine.embed(TEXTS, Kind.PASSAGE)
    engine.close()


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 422])
def test_a_refusal_is_for_somebody_to_mend(server: Server, opened: Opened, status: int) -> None:
    server.status, server.content = status, b'{"error": "no such\n model"}'
    with pytest.raises(ServerRefuses, match=rf'answers {status}: {{"error": "no such model"}}'):
        opened().embed(TEXTS, Kind.PASSAGE)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html>", "something else than numbers"),
        (b'{"data": [{"index": 0, "embedding": [NaN]}]}', "something else than numbers"),
        (answer([1.0, 0], [0, None]), "something else than numbers"),  # type: ignore[list-item]
        (answer([1.0, 0]), "1 vectors to 2 texts"),
        (answer([1.0, 0], [0, 1], [1, 1]), "3 vectors to 2 texts"),
        (answer([1.0, 0], [0, 1], first=1), "2 vectors to 2 texts"),
        (answer([1.0, 0], [0]), "different lengths"),
        (answer([], []), "no direction"),
        (answer([1.0, 0], [0, 0]), "no direction"),
        (answer([1.0, 0], [0, 5]).replace(b"5", b"1e999"), "something else than numbers"),
    ],
)
def test_an_answer_that_is_none_is_a_lie(server: Server, opened: Opened, content: bytes, said: str) -> None:
    server.content = content
    with pytest.raises(ServerLies, match=said):
        opened().embed(TEXTS, Kind.PASSAGE)


def test_another_length_than_at_first_is_a_lie(server: Server, opened: Opened) -> None:
    engine = opened()
    engine.embed(TEXTS, Kind.PASSAGE)
    server.content = answer([1.0, 0, 0], [0, 1, 0])
    with pytest.raises(ServerLies, match="3 numbers, and had 2"):
        engine.embed(TEXTS, Kind.PASSAGE)
    assert engine.dimensions == 2


def test_an_address_without_a_scheme_is_no_setting() -> None:
    with pytest.raises(ValidationError, match="begins with http"):
        VectorSettings(url="localhost:8000")
