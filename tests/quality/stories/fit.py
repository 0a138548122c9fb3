"""Fits the model of likeness: `python -m tests.quality.stories.fit` writes `services/stories`' `data/likeness.json`.

On part A of the written events and half 0 of ECB+; nothing is fitted on part B or half 1.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from tests.quality.stories.dataset import Article, ecb, written
from tests.quality.stories.vectors import embedded

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_stories.likeness import Likeness, features
from babelwire_stories.memory import Memory

TARGET: Final = Path("services/stories/src/babelwire_stories/data/likeness.json")
FIXED: Final = {"one publisher": -1.0}
"""In the written events no outlet tells one twice, as outlets do; so this is a judgement."""

_WITHIN: Final = 30 * 86_400.0
_NEAR: Final = 0.15
"""Pairs with a lower cosine are never compared."""

_ROUNDS: Final = 60
_RIDGE: Final = 0.001
"""With more of it events alike are told as one (decision 21)."""

Floats = npt.NDArray[np.float64]


def main() -> None:
    """Fits, and writes the file."""
    argparse.ArgumentParser(prog=f"python -m {__spec__.name}", description=main.__doc__).parse_args()
    sets = [written("A"), ecb(0)]
    if not all(sets):
        raise SystemExit("fit: ECB+ is absent, so that there is nothing to fit on")
    likeness = fitted([(articles, embedded(articles)) for articles in sets])
    made = "python -m tests.quality.stories.fit, on part A of the written events and half 0 of ECB+"
    found = {"made": made, "intercept": likeness.intercept, "weights": likeness.weights}
    TARGET.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(TARGET.read_text(encoding="utf-8"))


def fitted(sets: Sequence[tuple[list[Article], list[EmbeddedArticle]]], without: str | None = None) -> Likeness:
    """The model, by logistic regression over pairs, each set weighing the same."""
    tables, answers, weights = [], [], []
    names: list[str] = []
    for articles, messages in sets:
        table = pairs(messages)
        names = [name for name in table if name not in FIXED and name != without]
        events = np.array([each.event for each in articles])
        above = np.triu_indices(len(articles), 1)
        same = events[above[0]] == events[above[1]]
        chosen = same | (table["cosine"][above] > _NEAR)
        tables.append(np.stack([table[name][above][chosen] for name in names], axis=1))
        answers.append(same[chosen])
        weights.append(np.full(chosen.sum(), 1 / chosen.sum()))
    found, intercept = _regressed(np.concatenate(tables), np.concatenate(answers), np.concatenate(weights))
    model = dict(zip(names, found.tolist(), strict=True)) | FIXED
    return Likeness({k: round(v, 3) for k, v in model.items() if k != without}, round(intercept, 3))


def pairs(messages: Sequence[EmbeddedArticle]) -> Mapping[str, npt.NDArray[np.float32]]:
    """What the model weighs of each two articles, once all of them have come."""
    memory = Memory()
    slots = [memory.enter(message) for message in messages]
    return features(memory.compared(slots, within=_WITHIN), memory.rarity)


def _regressed(table: Floats, answers: npt.NDArray[np.bool_], weights: Floats) -> tuple[Floats, float]:
    """Weights and intercept of a logistic regression: Newton's method, with a small ridge on standardised features."""
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-9
    scaled = np.hstack([(table - mean) / spread, np.ones((len(table), 1))]).astype(np.float64)
    ridge = np.diag([_RIDGE] * table.shape[1] + [0.0])
    found = np.zeros(scaled.shape[1])
    for _ in range(_ROUNDS):
        likely = 1 / (1 + np.exp(-(scaled @ found)))
        slope = scaled.T @ (weights * (answers - likely)) - ridge @ found
        curve = (scaled * (weights * likely * (1 - likely))[:, None]).T @ scaled + ridge
        found += np.linalg.solve(curve, slope)
    return found[:-1] / spread, float(found[-1] - (found[:-1] * mean / spread).sum())


if __name__ == "__main__":
    main()
