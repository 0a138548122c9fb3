"""What is remembered of an article as bytes, for the store to keep, and back."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_comparison.reduction import SCHEME
from babelwire_deduplication import rows
from babelwire_deduplication.articles import FORGOTTEN
from babelwire_deduplication.features import COLUMNS
from babelwire_deduplication.memory import Memory

_SAVED: Final = np.dtype(
    [
        ("row", rows.FORM),
        ("of", "V16"),
        ("copies", np.int8),
        ("leads", np.bool_),
        ("touched", np.bool_),
        ("features", np.uint32, (COLUMNS,)),
    ]
)

_COPIES_ONE: Final = 0

FORM: Final = f"1/{SCHEME}/{np.lib.format.dtype_to_descr(_SAVED)}".encode()
"""Names the layout of what is saved: another layout, or another way to reduce texts, cannot be read."""


def saved(memory: Memory, slots: Sequence[int]) -> dict[bytes, bytes]:
    """What is remembered of some articles, by article id."""
    articles = memory.articles
    made = np.zeros(len(slots), dtype=_SAVED)
    made["row"] = articles.raw(slots)
    made["touched"] = memory.groups.is_touched(slots)
    for index, slot in enumerate(slots):
        of, text = int(articles.copied[slot]), articles.text(slot)
        made["copies"][index] = of if of < 0 else _COPIES_ONE
        if of >= 0:
            made["of"][index] = articles.id(of)
        if text != rows.NO_TEXT:
            made["leads"][index] = memory.candidates.leads(text)
            made["features"][index] = memory.candidates.features(text)
    size, every = _SAVED.itemsize, made.tobytes()
    return {articles.id(slot): every[index * size : (index + 1) * size] for index, slot in enumerate(slots)}


def restore(memory: Memory, count: int, chunks: Iterable[Sequence[tuple[bytes, bytes]]]) -> None:
    """Remembers what was saved, so many articles, in a memory that is empty."""
    memory.articles.reserve(count)
    copies: list[tuple[npt.NDArray[np.intp], bytes, npt.NDArray[np.int8]]] = []
    for chunk in chunks:
        made = np.frombuffer(b"".join(row for _article_id, row in chunk), dtype=_SAVED)
        slots = memory.articles.restore([article_id for article_id, _row in chunk], made["row"])
        there = made["row"]["text"] != rows.NO_TEXT
        memory.groups.restore(slots[there], made["features"][there], made["leads"][there], made["touched"][there])
        copies.append((slots, made["of"].tobytes(), made["copies"]))
    for slots, ids, kinds in copies:
        memory.articles.copied[slots] = list(_copied(memory, ids, kinds))
    memory.articles.take_changed()


def _copied(memory: Memory, ids: bytes, kinds: npt.NDArray[np.int8]) -> Iterator[int]:
    for index, kind in enumerate(kinds.tolist()):
        if kind != _COPIES_ONE:
            yield kind
        else:
            of = memory.articles.find(ids[16 * index : 16 * index + 16])
            yield FORGOTTEN if of is None else of
