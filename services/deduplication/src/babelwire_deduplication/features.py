"""What a text is found by, as a row of numbers."""

from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_comparison.reduction import SKETCH
from babelwire_contracts.fingerprints import Fingerprint

Features = npt.NDArray[np.uint32]

COLUMNS: Final = SKETCH + 1
"""Numbers in a row: the hash of the text, and its sketch."""

LEAST_COMMON: Final = 3
"""Features that candidates share at least; one alone is a turn of phrase."""

SAME_TEXT: Final = 3
"""What it weighs that two texts have the same hash."""

_LEAST_SHARE: Final = 0.1
"""And this part of what the sketch of the text that has less says of it; copies share `MIN_SHARED_WORN` at least."""

_HIGHEST: Final = np.uint32(0xFFFFFFFF)


def features_of(text_hash: bytes, sketch: Features) -> Features:
    """What a text is found by: its hash, the runs of its sketch, and its hash again to the end of the row."""
    row = np.full(COLUMNS, int.from_bytes(text_hash[:4], "little"), dtype=np.uint32)
    row[1 : 1 + len(sketch)] = sketch
    return row


def features_in(fingerprint: Fingerprint) -> Features:
    """What a text is found by, as its fingerprint, of this `SCHEME`, has it."""
    return features_of(fingerprint.text_hash, np.frombuffer(fingerprint.sketch, dtype="<u4"))


def distinct(rows: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    """Where a row of features holds one for the first time: what repeats the hash fills the row up."""
    distinct: npt.NDArray[np.bool_] = rows != rows[:, :1]
    distinct[:, 0] = True
    return distinct


def among(features: Features, few: Features) -> npt.NDArray[np.bool_]:
    """Which features are among a few; `np.isin` takes ten times as long for so few."""
    among: npt.NDArray[np.bool_] = (features[..., None] == few).any(axis=-1)
    return among


def bits(frame: npt.NDArray[np.bool_]) -> int:
    """The columns of a row that are set, as the bits of a number: that of the hash is the lowest."""
    return sum(1 << column for column in np.flatnonzero(frame).tolist())


def columns(bits: int) -> npt.NDArray[np.bool_]:
    """The columns of a row that the bits of a number set; see `bits`."""
    set_: npt.NDArray[np.bool_] = (np.uint32(bits) >> np.arange(COLUMNS, dtype=np.uint32)) & 1 == 1
    return set_


def are_alike(
    features: Features, rows: npt.NDArray[np.uint32], weights: npt.NDArray[np.intp], frame: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Which rows share as much with a text as a copy does, as far as sketches say: of a sample of both, `frame` apart.

    `weights` are what they share; `frame` are those columns of the text that weigh nothing.
    """
    same = rows[:, 0] == features[0]
    held = distinct(rows)
    held[:, 0] = False
    in_sketch = features != features[0]
    own = features[in_sketch]
    # Below the lower of the two bounds both sketches have all hashes there are; a short one has them all anyway.
    bounds = np.where(held[:, -1], rows[:, -1], _HIGHEST)
    bounds = np.minimum(bounds, own[-1] if len(own) == SKETCH else _HIGHEST)
    framed = features[frame & in_sketch]
    if len(framed):
        held &= ~among(rows, framed)
        own = features[in_sketch & ~frame]
    theirs = np.count_nonzero(held & (rows <= bounds[:, None]), axis=1)
    ours = np.searchsorted(own, bounds, side="right")
    shared = weights - (0 if frame[0] else SAME_TEXT) * same
    alike: npt.NDArray[np.bool_] = shared >= np.maximum(LEAST_COMMON, _LEAST_SHARE * np.minimum(ours, theirs))
    alike |= same
    return alike
