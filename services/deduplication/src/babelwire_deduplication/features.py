"""What a text is found by, as a row of numbers."""

from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_comparison.reduction import SKETCH

Features = npt.NDArray[np.uint32]

COLUMNS: Final = SKETCH + 1
"""Numbers in a row: the hash of the text, and its sketch."""


def features_of(text_hash: bytes, sketch: Features) -> Features:
    """What a text is found by: its hash, the runs of its sketch, and its hash again to the end of the row."""
    row = np.full(COLUMNS, int.from_bytes(text_hash[:4], "little"), dtype=np.uint32)
    row[1 : 1 + len(sketch)] = sketch
    return row


def distinct(rows: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    """Where a row of features holds one for the first time: what repeats the hash fills the row up."""
    distinct: npt.NDArray[np.bool_] = rows != rows[:, :1]
    distinct[:, 0] = True
    return distinct


def among(features: Features, few: Features) -> npt.NDArray[np.bool_]:
    """Which features are among a few; `np.isin` takes ten times as long for so few."""
    among: npt.NDArray[np.bool_] = (features[..., None] == few).any(axis=-1)
    return among
