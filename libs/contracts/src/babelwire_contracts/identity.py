"""Capture ids, article ids, revisions and content hashes: pure functions of what was captured."""

import hashlib
import unicodedata
from datetime import datetime
from typing import Final

from babelwire_contracts.codec import utc

_ID_BYTES: Final = 16


def _digest(*parts: bytes) -> str:
    """128 bits of SHA-256 over the length-prefixed parts, in hex: no two splits of the same bytes collide."""
    sha = hashlib.sha256()
    for part in parts:
        sha.update(len(part).to_bytes(8, "big"))
        sha.update(part)
    return sha.digest()[:_ID_BYTES].hex()


def timestamp(moment: datetime) -> str:
    """A moment as fixed-width UTC text, so that text order is time order: `2026-11-23T20:00:00.000000Z`."""
    return utc(moment).strftime("%Y-%m-%dT%H:%M:%S.%fZ").zfill(27)


def capture_id(url: str | None, body: bytes, captured_at: datetime) -> str:
    """The id of a capture: 32 hex digits over URL, bytes and `captured_at`.

    Raises ValueError for a time without zone.
    """
    return _digest(b"capture", (url or "").encode(), timestamp(captured_at).encode(), body)


def article_id(canonical_url: str | None, body: bytes = b"") -> str:
    """The id of an article: 32 hex digits over its canonical URL (http and https alike), or over its bytes."""
    if canonical_url is None:
        return _digest(b"bytes", body)
    return _digest(b"url", canonical_url.split("://", 1)[-1].encode())


def revision(captured_at: datetime, capture_id: str) -> str:
    """The revision of an article that a capture is: text that sorts by (`captured_at`, capture id).

    Raises ValueError for a time without zone.
    """
    return f"{timestamp(captured_at)}-{capture_id}"


def content_hash(title: str, lead: str | None, body: str) -> str:
    """32 hex digits over the words a reader reads, blind to case-preserving Unicode form and to white space."""
    words = "\n".join(" ".join(unicodedata.normalize("NFC", part).split()) for part in (title, lead or "", body))
    return _digest(b"content", words.encode("utf-8", "surrogatepass"))
