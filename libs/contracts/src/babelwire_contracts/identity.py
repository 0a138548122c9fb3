"""Capture ids, article ids, revisions and content hashes: pure functions of what was captured."""

import hashlib
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from babelwire_contracts.codec import utc

_ID_BYTES: Final = 16
_ASCII_CONTROLS: Final = bytes({*range(0x20), 0x7F})


def _digest(*parts: bytes) -> str:
    """128 bits of SHA-256 over the length-prefixed parts, in hex: no two splits of the same bytes collide."""
    sha = hashlib.sha256()
    for part in parts:
        sha.update(len(part).to_bytes(8, "big"))
        sha.update(part)
    return sha.digest()[:_ID_BYTES].hex()


def timestamp(moment: datetime) -> str:
    """A moment as fixed-width UTC text, so that text order is time order: `2026-11-23T20:00:00.000000Z`."""
    return utc(moment).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def capture_id(url: str | None, body: bytes, captured_at: datetime) -> str:
    """The id of a capture: 32 hex digits over URL, bytes and `captured_at`.

    Raises ValueError for a time without zone.
    """
    return _digest(b"capture", (url or "").encode(), timestamp(captured_at).encode(), body)


def article_id(canonical_url: str | None, body: bytes = b"", *, entry_id: str | None = None) -> str:
    """The id of an article: 32 hex digits over its canonical URL (http and https alike), or over its bytes.

    `entry_id` tells apart the articles of a feed that have one address.
    """
    if canonical_url is None:
        return _digest(b"bytes", body)
    address = canonical_url.split("://", 1)[-1].encode()
    return _digest(b"url", address) if entry_id is None else _digest(b"entry", address, entry_id.encode())


def revision(captured_at: datetime, capture_id: str) -> str:
    """The revision of an article that a capture is: text that sorts by (`captured_at`, capture id).

    Raises ValueError for a time without zone.
    """
    return f"{timestamp(captured_at)}-{capture_id}"


def content_hash(title: str, lead: str | None, body: str) -> str:
    """32 hex digits over the words a reader reads, blind to case-preserving Unicode form and to white space."""
    return _hash_of_words(map(_spaced, (title, lead or "", body)))


def content_hash_of_spaced(title: str, lead: str | None, paragraphs: Iterable[str]) -> str:
    """`content_hash` where the paragraphs make the body, joined by blank lines, and every text is known to be spaced.

    That is: no paragraph is empty, and no text has white space in it but single spaces, and none at its ends.
    """
    return _hash_of_words((title, lead or "", " ".join(paragraphs)))


def _hash_of_words(parts: Iterable[str]) -> str:
    # A line break composes with nothing, so that the parts' normal forms are the normal form of the whole.
    words = unicodedata.normalize("NFC", "\n".join(parts))
    return _digest(b"content", words.encode("utf-8", "surrogatepass"))


def _spaced(text: str) -> str:
    """The NFC form of a text with every run of white space one space, and none at the ends."""
    composed = unicodedata.normalize("NFC", text)
    flat = composed.replace("\n\n", " ")
    # Of all white space only the space is printable: where there is no run of it, nothing is left to do.
    if "  " not in flat and _is_printable(flat):
        return flat.strip()
    return " ".join(composed.split())


def _is_printable(text: str) -> bool:
    if text.isascii():
        # Deleting from bytes is several times as fast as asking each character.
        return len(text.encode().translate(None, _ASCII_CONTROLS)) == len(text)
    return text.isprintable()
