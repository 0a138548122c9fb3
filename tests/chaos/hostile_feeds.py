"""A server of feeds: one that is as it should be, and those that try to stop whoever polls them."""

import contextlib
import gzip
import socketserver
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Any, Final
from xml.sax.saxutils import escape

_BOMB_ITEMS: Final = 600_000
_ENDLESS_PIECE: Final = b"<item><title>again</title></item>" * 2000
_TRICKLE_SECONDS: Final = 0.5
_EMPTY: Final = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Empty</title></channel></rss>'
_UNDECLARED: Final = b'<rss version="2.0" media:x="1"><channel><item><title>A</title></item></channel></rss>'

Writing = Callable[[bytes], object]


class FeedServer:
    """Serves `/good` and each of `HOSTILE` on loopback while `running`.

    `/good` lists a further part of the articles at each poll, of which `shown` says how many it has shown so far.
    """

    def __init__(self, articles: Sequence[dict[str, Any]], per_poll: int) -> None:
        self._articles = articles
        self._per_poll = per_poll
        self._stop = threading.Event()
        self._server: socketserver.ThreadingTCPServer | None = None
        self.shown = 0

    def url(self, path: str) -> str:
        """The address of a feed."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_address[1]}/{path}"

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Serves requests while entered."""
        owner = self

        class Answering(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                path = self.rfile.readline().split()[1].decode().strip("/")
                while self.rfile.readline().strip():
                    pass
                # A poller that has had enough hangs up.
                with contextlib.suppress(OSError):
                    owner.answer(path, self.wfile.write)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answering)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        try:
            yield
        finally:
            self._stop.set()
            self._server.shutdown()
            self._server.server_close()

    def answer(self, path: str, write: Writing) -> None:
        """One response, as raw bytes."""
        if path == "good":
            self.shown = min(len(self._articles), self.shown + self._per_poll)
            write(_head(b"Content-Type: application/rss+xml") + _feed(self._articles[: self.shown]))
        else:
            HOSTILE[path](write, self._stop)


def _head(*fields: bytes, status: bytes = b"200 OK") -> bytes:
    return b"\r\n".join([b"HTTP/1.1 " + status, *fields, b"Connection: close", b"", b""])


def _feed(articles: Sequence[dict[str, Any]]) -> bytes:
    items = "".join(
        f"<item><title>{article['title']}</title><link>{article['url']}</link>"
        f"<pubDate>{format_datetime(datetime.fromisoformat(article['published_at']))}</pubDate>"
        f"<description>{escape(_paragraphs(article['body']))}</description></item>"
        for article in articles
    )
    head = "<title>Good</title><link>https://good.example/</link><language>en</language>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def _paragraphs(body: str) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in body.split("\n\n"))


def _redirect(write: Writing, _stop: threading.Event) -> None:
    write(_head(b"Location: http://[", b"Content-Length: 0", status=b"302 Found"))


def _etag(write: Writing, _stop: threading.Event) -> None:
    write(_head(b'ETag: "\xc3\xa9\xff"', b"Content-Type: application/rss+xml") + _EMPTY)


def _namespace(write: Writing, _stop: threading.Event) -> None:
    write(_head(b"Content-Type: application/rss+xml") + _UNDECLARED)


def _bomb(write: Writing, _stop: threading.Event) -> None:
    """A few KB that unpack to hundreds of thousands of items with nothing in them."""
    document = b'<rss version="2.0"><channel>' + b"<item/>" * _BOMB_ITEMS + b"</channel></rss>"
    write(_head(b"Content-Type: application/rss+xml", b"Content-Encoding: gzip") + gzip.compress(document))


def _endless(write: Writing, stop: threading.Event) -> None:
    write(_head(b"Content-Type: application/rss+xml") + b'<rss version="2.0"><channel>')
    while not stop.is_set():
        write(_ENDLESS_PIECE)


def _trickling(write: Writing, stop: threading.Event) -> None:
    write(_head(b"Content-Type: application/rss+xml", b"Content-Length: 1000000"))
    while not stop.is_set():
        write(b" ")
        time.sleep(_TRICKLE_SECONDS)


HOSTILE: Final[dict[str, Callable[[Writing, threading.Event], None]]] = {
    "redirect": _redirect,
    "etag": _etag,
    "namespace": _namespace,
    "bomb": _bomb,
    "endless": _endless,
    "trickling": _trickling,
}

READABLE: Final = frozenset({"etag", "namespace"})
"""Those of which something can be read, so that a poller that shows no error has not necessarily missed one."""
