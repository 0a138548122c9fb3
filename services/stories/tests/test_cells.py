"""Neighbours found in cells are those that looking at all would find, nearly."""

import numpy as np
import pytest

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_stories import cells
from babelwire_stories.memory import Memory

from .arrivals import article

COUNT = 600


def scattered() -> list[EmbeddedArticle]:
    """Articles around forty directions."""
    random = np.random.default_rng(7)
    centres = random.standard_normal((40, 64))
    found = []
    for number in range(COUNT):
        numbers = centres[number % 40] + random.standard_normal(64) * 0.6
        vector = np.round(numbers / np.abs(numbers).max() * 127).astype(np.int8).tobytes()
        one = article(f"n{number}", 0)
        found.append(
            EmbeddedArticle(**{name: getattr(one, name) for name in one.__struct_fields__} | {"vector": vector})
        )
    return found


def test_parted_cells_find_nine_in_ten_of_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MOST", 50)
    monkeypatch.setattr(cells, "LOOKED_INTO", 4)
    memory = Memory()
    slots = [memory.enter(each) for each in scattered()]
    unit = memory.rows.unit(np.array(slots))
    found = 0
    for slot in slots[::20]:
        near = memory.nearest(slot, within=1e9, count=10)
        true = np.argsort(-(unit @ unit[slot]))[1:11]
        assert len(near.slots) == 10
        assert np.all(np.diff(near.cosines) <= 0)
        found += len(set(near.slots.tolist()) & set(true.tolist()))
    assert found > 0.9 * 10 * len(slots[::20])


def test_what_is_dated_too_far_away_or_removed_is_no_neighbour() -> None:
    memory = Memory()
    near, far, gone = (memory.enter(article(name, 1, hours=hours)) for name, hours in (("a", 1), ("b", 900), ("c", 2)))
    memory.forget(gone)
    slot = memory.enter(article("d", 1))
    assert memory.nearest(slot, within=30 * 86_400, count=5).slots.tolist() == [near]
    assert far in memory.nearest(slot, within=90 * 86_400, count=5).slots
