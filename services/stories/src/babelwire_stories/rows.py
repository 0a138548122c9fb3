"""What is remembered of each article, in columns, at a place that is called its slot."""

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from babelwire_stories.traits import Digests, Traits

NEAREST: Final = 15
_FIRST: Final = 256
_GROWTH: Final = 1.25
_MICROSECONDS: Final = 1_000_000
_NOBODY: Final = -1

Slots = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Vectors = npt.NDArray[np.int8]


class Kept(msgspec.Struct, array_like=True, frozen=True, kw_only=True):
    """What is seldom asked for: ids and hashes as bytes, times in microseconds since 1970, digests little-endian."""

    article_id: bytes
    capture_id: bytes
    revision: str
    content_hash: bytes
    text_hash: bytes
    language: str
    publisher: str | None
    published_at: int | None
    captured_at: int
    model: int
    scheme: int
    names: bytes
    numbers: bytes
    years: bytes

    @property
    def traits(self) -> Traits:
        """Digests of names and numbers, and years."""
        return Traits(_digests(self.names), _digests(self.numbers), _digests(self.years))


class Rows:
    """Columns by slot; the slot of an article that was removed is given to another.

    `length` is that of the vector. `when` is the article's date in seconds since 1970: of publication where `dated`,
    else of capture. `number` counts articles in the order of their coming. `story` is the id of its story, in 16 bytes;
    `after` the slot of another article of the same story, in a ring. `generation` and `n` are those of the version that
    the story was said with. `language` and `publisher` are numbers that stand for them; `nearest` are the cosines of
    its nearest neighbours, in falling order, where `knows_nearest`; `cell` belongs to `Cells`, `is_placed` to `Memory`.
    """

    def __init__(self) -> None:
        self.vectors: Vectors = np.zeros((0, 0), dtype=np.int8)
        self.length: Floats = np.zeros(0, dtype=np.float32)
        self.when = np.zeros(0, dtype=np.float64)
        self.dated = np.zeros(0, dtype=np.bool_)
        self.number = np.zeros(0, dtype=np.int64)
        self.after: Slots = np.zeros(0, dtype=np.int32)
        self.generation = np.zeros(0, dtype=np.int32)
        self.n = np.zeros(0, dtype=np.int32)
        self.language = np.zeros(0, dtype=np.int32)
        self.publisher = np.zeros(0, dtype=np.int32)
        self.nearest = np.zeros((0, NEAREST), dtype=np.float16)
        self.knows_nearest = np.zeros(0, dtype=np.bool_)
        self.cell = np.zeros(0, dtype=np.int32)
        self.is_placed = np.zeros(0, dtype=np.bool_)
        self.story: list[bytes] = []
        self._kept: list[bytes] = []
        self._slots: dict[bytes, int] = {}
        self._free: list[int] = []
        self._known: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._slots)

    def find(self, article_id: bytes) -> int | None:
        """The slot of an article, or None."""
        return self._slots.get(article_id)

    def slots(self) -> list[int]:
        """Those in use, in the order of their articles' numbers."""
        return sorted(self._slots.values(), key=self.number.__getitem__)

    def kept(self, slot: int) -> Kept:
        """What is seldom asked for."""
        return _decoder.decode(self._kept[slot])

    def add(self, kept: Kept, vector: Vectors, number: int) -> int:
        """Takes an article in, alone in a story of its own."""
        slot = self._free.pop() if self._free else len(self._kept)
        if slot == len(self._kept):
            self._kept.append(b"")
            self.story.append(b"")
            if slot == len(self.number):
                self._grow()
        self._slots[kept.article_id] = slot
        self.number[slot] = number
        self.after[slot] = slot
        self.story[slot] = kept.article_id
        self.generation[slot] = self.n[slot] = 0
        self.is_placed[slot] = False
        self.put(slot, kept, vector)
        return slot

    def put(self, slot: int, kept: Kept, vector: Vectors) -> None:
        """Takes over what came of an article that is there; its story stays."""
        self._kept[slot] = _encoder.encode(kept)
        if len(vector) > self.vectors.shape[1]:
            # Zeros at the end change no cosine.
            self.vectors = np.pad(self.vectors, ((0, 0), (0, len(vector) - self.vectors.shape[1])))
        self.vectors[slot] = 0
        self.vectors[slot, : len(vector)] = vector
        self.length[slot] = np.linalg.norm(vector.astype(np.float32))
        self.knows_nearest[slot] = False
        self.dated[slot] = kept.published_at is not None
        self.when[slot] = (kept.captured_at if kept.published_at is None else kept.published_at) / _MICROSECONDS
        self.language[slot] = self._number_of(kept.language)
        self.publisher[slot] = self._number_of(f"publisher {kept.publisher}") if kept.publisher else _NOBODY

    def remove(self, slot: int) -> None:
        """Forgets an article that is in no ring with others."""
        del self._slots[self.kept(slot).article_id]
        self._kept[slot] = self.story[slot] = b""
        self._free.append(slot)

    def unit(self, slots: Slots) -> Floats:
        """The vectors of some articles, of length 1."""
        vectors = self.vectors[slots].astype(np.float32)
        vectors /= self.length[slots, None]
        return vectors

    def cosines(self, slots: Slots, vector: Floats) -> Floats:
        """Those of some articles' vectors with one of length 1."""
        return (self.vectors[slots].astype(np.float32) @ vector) / self.length[slots]

    def ring(self, slot: int) -> list[int]:
        """The articles of a story, in the order of their numbers."""
        found = [slot]
        while (slot := int(self.after[slot])) != found[0]:
            found.append(slot)
        return sorted(found, key=self.number.__getitem__)

    def tie(self, slots: Sequence[int], story: bytes) -> None:
        """Makes articles one story; whoever shared a ring with any of them has to be tied anew as well."""
        for slot, after in zip(slots, [*slots[1:], slots[0]], strict=True):
            self.after[slot] = after
            self.story[slot] = story

    def _number_of(self, word: str) -> int:
        return self._known.setdefault(word, len(self._known))

    def _grow(self) -> None:
        size = max(_FIRST, int(len(self.number) * _GROWTH))
        for name, column in vars(self).items():
            if isinstance(column, np.ndarray):
                grown = np.zeros((size, *column.shape[1:]), dtype=column.dtype)
                grown[: len(column)] = column
                setattr(self, name, grown)


_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(Kept)


def _digests(encoded: bytes) -> Digests:
    return np.frombuffer(encoded, dtype="<u4").astype(np.uint32)
