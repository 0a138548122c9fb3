"""Which texts hold a feature, in sorted runs: eight bytes for each feature of a text, and nothing else."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from babelwire_deduplication.features import Features

Numbers = npt.NDArray[np.int32]
"""Of texts, as candidates number them."""
Runs = npt.NDArray[np.uint64]

_LOW: Final = np.uint64(0xFFFFFFFF)
_SHIFT: Final = np.uint64(32)


class Held(NamedTuple):
    """Of each feature asked for (`[n]`), how many texts hold it; and those texts, feature after feature."""

    counts: npt.NDArray[np.intp]
    texts: Numbers


class Postings:
    """Features by hash, and the numbers of the texts that hold them.

    Additions make a run of their own; two runs become one when the newer is at least half as long, so that there are
    few, and a feature is moved some log2 n times (the logarithmic method of Bentley and Saxe 1980).
    """

    def __init__(self) -> None:
        self._runs: list[Runs] = []

    def __len__(self) -> int:
        return sum(map(len, self._runs))

    def add(self, features: Features, texts: Numbers) -> None:
        """Adds pairs of a feature and a text that holds it; a text comes with all its features, once."""
        run = (features.astype(np.uint64) << _SHIFT) | texts.astype(np.uint64)
        run.sort()
        while self._runs and len(self._runs[-1]) <= 2 * len(run):
            run = np.concatenate((self._runs.pop(), run))
            # Two sorted halves: the stable sort of NumPy merges them in one pass.
            run.sort(kind="stable")
        self._runs.append(run)

    def count(self, features: Features) -> npt.NDArray[np.intp]:
        """How many texts hold each feature, those that are gone included."""
        counts = np.zeros(len(features), dtype=np.intp)
        for _run, begins, ends in self._bounds(features):
            counts += ends - begins
        return counts

    def held(self, features: Features) -> Held:
        """The texts that hold each of some features, those that are gone included."""
        found = [(begins, ends, run) for run, begins, ends in self._bounds(features)]
        counts = np.zeros(len(features), dtype=np.intp)
        for begins, ends, _run in found:
            counts += ends - begins
        texts = np.empty(int(counts.sum()), dtype=np.int32)
        offsets = np.cumsum(counts) - counts
        for begins, ends, run in found:
            sizes = ends - begins
            total = int(sizes.sum())
            if total:
                within = np.arange(total) - np.repeat(np.cumsum(sizes) - sizes, sizes)
                texts[np.repeat(offsets, sizes) + within] = run[np.repeat(begins, sizes) + within] & _LOW
                offsets += sizes
        return Held(counts, texts)

    def compact(self, gone: npt.NDArray[np.bool_]) -> None:
        """Drops the features of texts that are gone, given by number."""
        kept = (run[~gone[(run & _LOW).astype(np.intp)]] for run in self._runs)
        self._runs = [run for run in kept if len(run)]

    def _bounds(self, features: Features) -> list[tuple[Runs, npt.NDArray[np.intp], npt.NDArray[np.intp]]]:
        """Where in each run the texts of each feature begin and end."""
        order = np.argsort(features)
        least = features[order].astype(np.uint64) << _SHIFT
        found = []
        for run in self._runs:
            begins, ends = np.empty(len(features), dtype=np.intp), np.empty(len(features), dtype=np.intp)
            # Sorted needles walk through a run that is larger than the processor's cache in one direction.
            begins[order] = np.searchsorted(run, least)
            ends[order] = np.searchsorted(run, least | _LOW, side="right")
            found.append((run, begins, ends))
        return found
