"""Which records of a range a replay is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from babelwire_contracts.canonical_url import InvalidUrl, canonical_url
from babelwire_contracts.captures import Capture
from babelwire_contracts.codec import SchemaFromTheFuture, UndecodableMessage, decode
from babelwire_contracts.identity import article_id
from babelwire_contracts.topics import PAGES_CAPTURED
from babelwire_messaging import headers

_ENTRY_ID: Final = b'"entry_id":"'
"""What stands in a capture that has one."""


@dataclass(frozen=True, slots=True)
class Selection:
    """All records, or those of one key or one article.

    `addresses` are further URLs that the article is known to have been captured from.
    """

    topic: str
    key: str | None = None
    article: str | None = None
    addresses: frozenset[str] = frozenset()

    def wants(self, key: bytes | None, value: bytes | None) -> bool:
        """Whether a record of this key and value is one of them."""
        if self.key is not None and key != self.key.encode():
            return False
        if self.article is None:
            return True
        if self.topic != PAGES_CAPTURED.name:
            return key == self.article.encode()
        return self._captures(key or b"", value)

    def _captures(self, key: bytes, value: bytes | None) -> bool:
        url = key.decode("utf-8", "replace")
        if url in self.addresses:
            return True
        try:
            address = canonical_url(url)
        except InvalidUrl:
            address = None
        if address is not None and article_id(address) == self.article:
            return True
        if value is None or (address is not None and _ENTRY_ID not in value):
            return False
        return self._is_of_article(address, value)

    def _is_of_article(self, address: str | None, value: bytes) -> bool:
        """Whether a capture whose URL does not identify it is of the article: its entry's id does, or its bytes."""
        try:
            capture = decode(value, Capture)
        except (UndecodableMessage, SchemaFromTheFuture):
            return False
        if capture.url is None:
            return article_id(None, capture.body) == self.article
        return address is not None and article_id(address, entry_id=capture.entry_id) == self.article


def is_replay(fields: Mapping[str, bytes]) -> bool:
    """Whether a record was written by a replay, or because of one."""
    return headers.REPLAY_ID in fields
