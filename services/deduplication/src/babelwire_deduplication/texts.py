"""The texts of articles: on disk as they were written, a few in memory as they are compared."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import cramjam
import msgspec

from babelwire_comparison.reduction import Reduced, reduce_texts
from babelwire_contracts.sections import Duplicate, Revised
from babelwire_deduplication.errors import TextAway, TextMalformed
from babelwire_deduplication.ports import StateStore

_READY: Final = 1000
"""Texts ready to be compared, of some 20 kB each."""

_UNSAVED: Final = 20_000
"""With so many texts that could not be saved, no more are taken in."""

_LEVEL: Final = 1


def packed(text: str) -> bytes:
    """A text as it is kept and passed on: UTF-8 in a zstd frame."""
    return bytes(cramjam.zstd.compress(text.encode("utf-8", "surrogatepass"), level=_LEVEL))


def unpacked(text: bytes) -> str:
    """The text that was packed; none of nothing. Raises `TextMalformed`."""
    try:
        return bytes(cramjam.zstd.decompress(text)).decode("utf-8", "surrogatepass") if text else ""
    except (cramjam.DecompressionError, UnicodeDecodeError) as error:
        raise TextMalformed(str(error)) from error


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """What is known of an article that is seldom asked for: its newest revision, and the decision on it once made.

    `text` is packed, and empty where none is known; `capture_id` and `content_hash` are raw bytes; `revised` is what
    the revision changed.
    """

    revision: str = ""
    capture_id: bytes = b""
    content_hash: bytes = b""
    text: bytes = b""
    revised: Revised | None = None
    decision: Duplicate | None = None


_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(Kept)


class Texts:
    """Texts by the number that candidates have them under. The store has what is kept of articles by their ids."""

    def __init__(self, store: StateStore) -> None:
        self._store = store
        self._ready: OrderedDict[int, Reduced] = OrderedDict()
        self._unsaved: dict[bytes, Kept] = {}

    def keep(self, number: int, reduced: Reduced) -> None:
        """Keeps a text ready, in place of the one that was not used for longest."""
        self._ready[number] = reduced
        self._ready.move_to_end(number)
        if len(self._ready) > _READY:
            self._ready.popitem(last=False)

    def drop(self, numbers: Iterable[int]) -> None:
        """Keeps those texts ready no longer: their numbers are given to others."""
        for number in numbers:
            self._ready.pop(number, None)

    def put(self, article_id: bytes, kept: Kept) -> None:
        """Notes what is kept of an article; `unsaved` is what has yet to be saved of it."""
        self._unsaved[article_id] = kept

    def check(self) -> None:
        """Raises `TextAway` where there is no room for more texts until some have been saved."""
        if len(self._unsaved) > _UNSAVED:
            raise TextAway(f"{len(self._unsaved)} texts could not be saved yet")

    def unsaved(self) -> dict[bytes, bytes]:
        """What has been put since `saved` was last called, encoded."""
        return {article_id: _encoder.encode(kept) for article_id, kept in self._unsaved.items()}

    def saved(self, article_ids: Iterable[bytes]) -> None:
        """Notes that what was unsaved of these has been saved, or is of no use."""
        for article_id in article_ids:
            self._unsaved.pop(article_id, None)

    def kept(self, article_id: bytes) -> Kept:
        """What is kept of an article; nothing where it is not stored. Raises as the store does."""
        return self._found([article_id]).get(article_id, Kept())

    def reduced(self, wanted: Sequence[tuple[int, bytes]]) -> dict[int, Reduced]:
        """The texts of these numbers and article ids, by number; none for those that are not stored."""
        found = {number: self._ready[number] for number, _ in wanted if number in self._ready}
        missing = [(number, article_id) for number, article_id in wanted if number not in found]
        if missing:
            stored = self._found([article_id for _, article_id in missing])
            there = [(number, unpacked(stored[one].text)) for number, one in missing if one in stored]
            for (number, _), reduced in zip(there, reduce_texts([("", text) for _, text in there]), strict=True):
                found[number] = reduced
                self.keep(number, reduced)
        return found

    def _found(self, article_ids: Sequence[bytes]) -> Mapping[bytes, Kept]:
        found = {one: self._unsaved[one] for one in article_ids if one in self._unsaved}
        if missing := [one for one in article_ids if one not in found]:
            found |= {one: _decoder.decode(text) for one, text in self._store.texts(missing).items()}
        return found
