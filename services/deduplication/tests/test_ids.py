"""Ids are found under the slots they were given, in the order they came."""

import random

from hypothesis import given
from hypothesis import strategies as st

from babelwire_deduplication.ids import ID_BYTES, Ids


@given(st.lists(st.binary(min_size=ID_BYTES, max_size=ID_BYTES), unique=True), st.binary(min_size=16, max_size=16))
def test_every_id_is_found_and_no_other(given: list[bytes], other: bytes) -> None:
    ids = Ids()
    assert [ids.add(one) for one in given] == list(range(len(given)))
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
