"""Ids are found under the slots they were given, in the order they came."""

import random

from hypothesis import given
from hypothesis import strategies as st

from babelwire_deduplication.ids import ID_BYTES, Ids


@given(st.lists(st.binary(min_size=ID_BYTES, max_size=ID_BYTES), unique=True), st.binary(min_size=16, max_size=16))
def test_every_id_is_found_and_no_other(given: list[bytes], other: bytes) -> None:
    ids = Ids()
    half = len(given) // 2
    assert [ids.add(one) for one in given[:half]] == list(range(half))
    assert ids.extend(given[half:]) == range(half, len(given))
    assert [ids.find(one) for one in given] == list(range(len(given)))
    assert [ids[slot] for slot in range(len(ids))] == given
    assert (ids.find(other) is None) == (other not in given)


def test_many_ids_of_one_table_and_of_one_place() -> None:
    chance = random.Random(3)
    alike = [b"\x07" + bytes(7) + chance.randbytes(8) for _ in range(300)]
    spread = [chance.randbytes(ID_BYTES) for _ in range(20_000)]
    ids = Ids()
    for one in [*alike, *spread]:
        ids.add(one)
    assert all(ids[ids.find(one) or 0] == one for one in [*alike, *spread])


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=120), st.booleans())
def test_what_was_removed_is_found_no_longer_and_all_else_is(steps: list[tuple[int, bool]], crowded: bool) -> None:
    """Ids that are `crowded` begin alike, and stand in each other's way."""
    ids, slots = Ids(), dict[bytes, int]()
    every = [bytes([7, *(0 if crowded else number,) * 7]) + number.to_bytes(8, "big") for number in range(41)]
    for number, added in steps:
        one = every[number]
        if added and one not in slots:
            slots[one] = ids.add(one)
        elif not added and one in slots:
            ids.remove(slots.pop(one))
        assert {other: ids.find(other) for other in every} == {other: slots.get(other) for other in every}
        assert len(ids) == len(slots) == len(set(slots.values()))
    assert ids.end <= max(1, len(steps))
