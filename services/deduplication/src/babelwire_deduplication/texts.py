"""The texts of articles: on disk as they were written, a few in memory as they are compared."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Final

import cramjam
import msgspec

from babelwire_comparison.reduction import Reduced, reduce_texts
from babelwire_contracts.sections import Revised
from babelwire_deduplication.errors import TextMalformed
from babelwire_deduplication.ports import TextStore

_KEPT: Final = 2000
"""Texts ready to be compared, of some 20 kB each."""

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
    """An article's text, packed (empty where none is known), and what its newest revision changed."""

    text: bytes = b""
    revised: Revised | None = None


_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(Kept)


class Texts:
    """Texts by the number that candidates have them under. The store has what is kept of articles by their ids."""

    def __init__(self, store: TextStore) -> None:
        self._store = store
        self._ready: OrderedDict[int, Reduced] = OrderedDict()

    def keep(self, number: int, reduced: Reduced) -> None:
        """Keeps a text ready, in place of the one that was not used for longest."""
        self._ready[number] = reduced
        self._ready.move_to_end(number)
        if len(self._ready) > _KEPT:
            self._ready.popitem(last=False)

    def put(self, kept: Mapping[bytes, Kept]) -> None:
        """Stores what is kept of articles, by article id. Raises as the store does."""
        self._store.put([(article_id, _encoder.encode(one)) for article_id, one in kept.items()])

    def kept(self, article_id: bytes) -> Kept:
        """What is kept of an article; nothing where it is not stored. Raises as the store does."""
        stored = self._store.get([article_id]).get(article_id)
        return Kept() if stored is None else _decoder.decode(stored)

    def reduced(self, wanted: Sequence[tuple[int, bytes]]) -> dict[int, Reduced]:
        """The texts of these numbers and article ids, by number; none for those that are not stored."""
        found = {number: self._ready[number] for number, _ in wanted if number in self._ready}
        missing = [(number, article_id) for number, article_id in wanted if number not in found]
        if missing:
            stored = self._store.get([article_id for _, article_id in missing])
            there = [
                (number, unpacked(_decoder.decode(stored[article_id]).text))
                for number, article_id in missing
                if article_id in stored
            ]
            for (number, _), reduced in zip(there, reduce_texts([("", text) for _, text in there]), strict=True):
                found[number] = reduced
                self.keep(number, reduced)
        return found
