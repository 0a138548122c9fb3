"""Cursors: where a listing goes on, opaque to clients and bound to the search they came from.

A cursor grants nothing that its search does not, so it carries a checksum and no signature; all it holds is checked.
"""

import base64
import binascii
import hashlib
from typing import Annotated, Final

import msgspec

from babelwire_search.errors import InvalidCursor

_CHECKSUM_BYTES: Final = 6
_SHOWN_BYTES: Final = 5
_MAX_CURSOR_LENGTH: Final = 8192


class Position(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A place in the order by time: milliseconds since 1970 (OpenSearch's end of range where undated), article id."""

    published_at: Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
    article_id: str


class Cursor(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Where to go on: after `after` in the order by time; past the articles `shown` in the order by relevance."""

    search: bytes
    after: Position | None = None
    shown: bytes = b""

    def has_shown(self, group: str) -> bool:
        """Whether a group was listed while the order was by relevance."""
        return shown_mark(group) in self.marks()

    def marks(self) -> frozenset[bytes]:
        """The marks of all groups shown."""
        return frozenset(self.shown[start : start + _SHOWN_BYTES] for start in range(0, len(self.shown), _SHOWN_BYTES))

    @property
    def shown_count(self) -> int:
        """How many groups were listed by relevance."""
        return len(self.shown) // _SHOWN_BYTES


def shown_mark(group: str) -> bytes:
    """A group's mark in a cursor: 40 bits, so that 500 of them stay short and hardly ever collide."""
    return hashlib.blake2b(group.encode(), digest_size=_SHOWN_BYTES).digest()


def search_mark(*parts: object) -> bytes:
    """The mark of a search: equal searches have equal marks."""
    return hashlib.blake2b(msgspec.json.encode(parts), digest_size=6).digest()


def encode_cursor(cursor: Cursor) -> str:
    """A cursor as URL-safe text."""
    payload = msgspec.msgpack.encode(cursor)
    return base64.urlsafe_b64encode(_checksum(payload) + payload).decode().rstrip("=")


def decode_cursor(text: str, search: bytes) -> Cursor:
    """The cursor that `text` stands for. Raises `InvalidCursor` where it is damaged or belongs to another search."""
    damaged = InvalidCursor("the cursor is damaged; take it unchanged from `next`, or leave it out to start again")
    if len(text) > _MAX_CURSOR_LENGTH:
        raise damaged
    try:
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        if _checksum(raw[_CHECKSUM_BYTES:]) != raw[:_CHECKSUM_BYTES]:
            raise damaged
        cursor = msgspec.msgpack.decode(raw[_CHECKSUM_BYTES:], type=Cursor)
    except (UnicodeError, binascii.Error, msgspec.DecodeError):
        raise damaged from None
    if len(cursor.shown) % _SHOWN_BYTES:
        raise damaged
    if cursor.search != search:
        raise InvalidCursor("the cursor belongs to another search; only `size` may change from page to page")
    return cursor


def _checksum(payload: bytes) -> bytes:
    return hashlib.blake2b(payload, digest_size=_CHECKSUM_BYTES, person=b"search-cursor").digest()
