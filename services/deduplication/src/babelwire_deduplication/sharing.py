"""What texts share, and who asks for it."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from babelwire_deduplication.articles import Seniority
from babelwire_deduplication.crowd import Crowd
from babelwire_deduplication.features import SAME_TEXT, Features
from babelwire_deduplication.postings import Numbers

NOBODY: Final = -1
"""Stands in for the slot of an article that is not remembered."""

Columns = npt.NDArray[np.intp]
Weights = npt.NDArray[np.intp]


class Asking(NamedTuple):
    """An article that asks for its seniors. Where `frame` is told, it is not found out, and may be seen past by a few.

    What is held by `crowd.MOST` texts at most is no frame here, whatever was told.
    """

    slot: int
    seniority: Seniority
    partition: int
    frame: int | None = None


class Shared(NamedTuple):
    """Texts that share features with a text, each once, and what these weigh."""

    texts: Numbers
    weights: Weights


class Held(NamedTuple):
    """Columns of a text, and texts that hold the feature in it too: pairs."""

    columns: Columns
    texts: Numbers


class Common(NamedTuple):
    """What a text has in common with others: by features that few hold, that some hold, and that crowds hold."""

    features: Features
    few: Shared
    some: Held
    crowds: list[tuple[int, Crowd]]


def weight(column: int) -> int:
    """What it weighs to share a column."""
    return SAME_TEXT if column == 0 else 1


def weights_of(columns: Columns) -> Weights:
    """What it weighs to share each of some columns."""
    return np.where(columns == 0, weight(0), weight(1))


def united(texts: list[Numbers], weighing: list[Weights]) -> Shared:
    """Each text once, with all its weights; those of the first of the lists are each there once already."""
    if sum(map(len, texts[1:])) == 0:
        return Shared(texts[0], weighing[0])
    found, inverse = np.unique(np.concatenate(texts), return_inverse=True)
    sums = np.bincount(inverse, np.concatenate(weighing)).astype(np.intp)
    return Shared(found.astype(np.int32), sums)
