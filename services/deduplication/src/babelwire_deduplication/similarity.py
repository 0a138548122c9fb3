"""How alike two texts are, and whether that makes them near-duplicates. A pure function of the two."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from babelwire_deduplication.signatures import BANDS, ROWS

MIN_JACCARD: Final = 0.4
"""Near-duplicates from this share of common shingles on."""

MIN_CONTAINMENT: Final = 0.75
"""Or from this share of the shorter text's shingles on, which finds a copy cut at its end."""

MIN_LENGTH_RATIO: Final = 0.4
"""Where the shorter text is at least this part of the longer: a round-up that quotes an article whole is no copy."""

_FIELD: Final = np.uint32(0x3FF)
_CHANCE: Final = 1 / 1024
"""Two different minima agree in their low ten bits this often."""

Signatures = npt.NDArray[np.uint32]


class Likeness(NamedTuple):
    """Estimates for one text against each of several.

    `jaccard` is the share of common shingles, `containment` the share of the shorter text's that the longer one has
    (Broder 1997), both 0..1; `near` whether the two are near-duplicates.
    """

    jaccard: npt.NDArray[np.float64]
    containment: npt.NDArray[np.float64]
    near: npt.NDArray[np.bool_]


def likeness(
    signature: Signatures, shingles: npt.NDArray[np.int64], others: Signatures, counts: npt.NDArray[np.int64]
) -> Likeness:
    """Compares signatures (`[BANDS]` or `[n, BANDS]`) with `others` (`[n, BANDS]`), row by row.

    Symmetric. Texts that share no LSH band are not near, however alike: they would not have been found.
    """
    difference = signature ^ others
    agreeing = np.zeros(others.shape[0], dtype=np.int64)
    for row in range(ROWS):
        agreeing += ((difference >> np.uint32(10 * row)) & _FIELD == 0).sum(axis=1)
    jaccard = np.clip((agreeing / (BANDS * ROWS) - _CHANCE) / (1 - _CHANCE), 0.0, 1.0)
    shorter = np.minimum(shingles, counts)
    longer = np.maximum(shingles, counts)
    common = jaccard * (shorter + longer) / (1 + jaccard)
    containment = np.minimum(common / np.maximum(shorter, 1), 1.0)
    alike = (jaccard >= MIN_JACCARD) | ((containment >= MIN_CONTAINMENT) & (shorter >= MIN_LENGTH_RATIO * longer))
    return Likeness(jaccard, containment, alike & (difference == 0).any(axis=1) & (shorter > 0))
