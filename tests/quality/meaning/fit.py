"""Fits the weights of `likeness/pairs.py`, and prints them with what each half of the events gives on the other.

A logistic regression (iteratively reweighted least squares, slightly ridged) on the pairs that are candidates of one
another, of the English events and part A of the written ones; part B is never fitted to.
"""

import argparse
import hashlib
from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt
from tests.quality.meaning.corpus import documents
from tests.quality.meaning.similar import Texts, is_of, measured, texts
from tests.quality.meaning.vectors import KeptVectors

from babelwire_search.likeness.pairs import Weights, features
from babelwire_vectors import VectorSettings, open_embedder

Numbers = npt.NDArray[np.float64]

_CANDIDATES: Final = 60
_ROUNDS: Final = 30
_RIDGE: Final = 1e-4


def fitted(of: Texts, places: Iterable[int]) -> Weights:
    """The weights that tell best, for some documents, which of their candidates are of the same event."""
    rows: list[Numbers] = []
    same: list[Numbers] = []
    for place in places:
        others = [other for other, _ in of.alike(place)][:_CANDIDATES]
        rows.append(features(of.told[place], [of.told[other] for other in others], of.rarity))
        relatives = of.relatives(place)
        same.append(np.array([float(other in relatives) for other in others]))
    table, truth = np.concatenate(rows), np.concatenate(same)
    with_bias = np.column_stack([table, np.ones(len(table))])
    found = np.zeros(with_bias.shape[1])
    for _ in range(_ROUNDS):
        likely = 1 / (1 + np.exp(-with_bias @ found))
        slope = with_bias.T @ (likely - truth) + _RIDGE * len(truth) * found
        bend = (with_bias * (likely * (1 - likely))[:, None]).T @ with_bias + _RIDGE * len(truth) * np.eye(len(found))
        found -= np.linalg.solve(bend, slope)
    return Weights(*(round(float(value), 2) for value in found))


def _first_half(event: str) -> bool:
    return hashlib.sha256(event.encode()).digest()[0] % 2 == 0


def main() -> int:
    argparse.ArgumentParser(prog="python -m tests.quality.meaning.fit", description=__doc__).parse_args()
    of = texts(documents(), KeptVectors(open_embedder(VectorSettings())))
    fit_on = [place for place, one in enumerate(of.documents) if is_of(one, "ecb") or is_of(one, "A")]
    for half in (True, False):
        weights = fitted(of, (place for place in fit_on if _first_half(of.documents[place].event) is half))
        print(weights)
        for name in ("ecb", "A", "B"):
            held = [place for place, one in enumerate(of.documents) if is_of(one, name)]
            held = (
                held if name == "B" else [place for place in held if _first_half(of.documents[place].event) is not half]
            )
            scores = [one.ndcg for place in held if (one := measured(of, place, weights)) is not None]
            print(f"  on the other half of {name}: nDCG at 10 {np.mean(scores):.4f} of {len(scores)}")
    print("all:", fitted(of, fit_on))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
