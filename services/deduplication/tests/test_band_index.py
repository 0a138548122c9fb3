"""The index finds exactly what a comparison of everything with everything finds, however it grew."""

import numpy as np

from babelwire_deduplication.band_index import BandIndex
from babelwire_deduplication.signatures import BANDS


def test_it_agrees_with_brute_force_through_growth_and_removal() -> None:
    chance = np.random.default_rng(5)
    count = 9000
    signatures = chance.integers(0, 1 << 30, (count, BANDS)).astype(np.uint32)
    # Copies of single bands, so that some buckets hold long runs and most pairs agree in nothing.
    for slot in range(1, count, 3):
        band = slot % BANDS
        signatures[slot, band] = signatures[int(chance.integers(0, slot)), band]
    index = BandIndex(signatures[:6000])
    begin = 0
    while begin < count:
        if begin == 6000:
            index.moved(signatures)
        end = min(6000 if begin < 6000 else count, begin + int(chance.integers(1, 900)))
        index.link(np.arange(begin, end, dtype=np.int32))
        begin = end
    gone = set(chance.choice(count, 1500, replace=False).tolist())
    for slot in gone:
        index.unlink(slot)
    asked = chance.choice(count, 200, replace=False)
    rows, slots = index.agreeing(signatures[asked])
    found = set(zip(rows.tolist(), slots.tolist(), strict=True))
    wanted = {
        (row, int(slot))
        for row, query in enumerate(asked)
        for slot in np.flatnonzero((signatures == signatures[query]).any(axis=1))
        if int(slot) not in gone
    }
    assert found == wanted
