"""What a SOURCE on the command line stands for: the captures to send, and in which form."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babelwire_console.errors import CommandFailed
from babelwire_contracts.captures import ATOM, HTML, PLAIN_TEXT, RSS

NDJSON: Final = "application/x-ndjson"
JSON: Final = "application/json"
_TYPES: Final = {
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".txt": PLAIN_TEXT,
    ".json": JSON,
    ".ndjson": NDJSON,
    ".jsonl": NDJSON,
    ".rss": RSS,
    ".atom": ATOM,
    ".xml": "application/xml",
}
ARTICLE_TYPES: Final = frozenset({JSON, NDJSON})


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to capture. `captured_at` is a file's modification time, so that capturing it again is the same capture."""

    name: str
    content_type: str
    body: bytes
    url: str | None = None
    captured_at: datetime | None = None


def is_web_address(source: str) -> bool:
    """Whether a SOURCE is to be fetched rather than read."""
    return "://" in source


def expand(source: str) -> Iterator[Path]:
    """The files a path stands for: itself, or everything below it that has a known ending, in a stable order.

    Raises `CommandFailed` where there is nothing to read.
    """
    path = Path(source)
    if path.is_file():
        yield path
        return
    if not path.is_dir():
        raise CommandFailed("no such file or directory")
    files = sorted(below for below in path.rglob("*") if below.is_file() and below.suffix.lower() in _TYPES)
    if not files:
        raise CommandFailed(f"nothing in it ends in {', '.join(_TYPES)}")
    yield from files


def read(path: Path, *, url: str | None = None, content_type: str | None = None) -> Source:
    """A file as a source. Raises `CommandFailed` for an unknown ending or an unreadable file."""
    kind = content_type or _TYPES.get(path.suffix.lower())
    if kind is None:
        raise CommandFailed(f"unknown ending; name the form with --type, for example --type {HTML}")
    try:
        body, modified = path.read_bytes(), path.stat().st_mtime
    except OSError as error:
        raise CommandFailed(str(error.strerror)) from error
    return Source(str(path), kind, body, url, min(datetime.fromtimestamp(modified, UTC), datetime.now(UTC)))
