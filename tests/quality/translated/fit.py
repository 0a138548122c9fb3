"""`python -m tests.quality.translated.fit`: learns by what weights translations are told, on half 0 alone.

Each translated language is put beside the English originals, of which every other one is absent, and beside independent
tellings: what is nearest to an article and is no translation of it has to be told apart from what is. Articles that are
wrong and yet near weigh more, for a wrong pair does more harm than one that is missed.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from random import Random
from typing import Final

import numpy as np
from tests.quality.translated.dataset import LANGUAGES, ORIGINAL, half_of, parallel, tellings
from tests.quality.translated.vectors import embedded
from tests.quality.translated.world import Article

from babelwire_stories.translated.evidence import evidence
from babelwire_stories.translated.judging import Seen, features
from babelwire_stories.translated.shelf import Shelf
from babelwire_stories.translated.told import Told, told

_NEAR: Final = 3
_LEAST_COSINE: Final = 0.3
_HARD: Final = 0.45
_HARDER: Final = 3.0
_RIDGE: Final = 0.3
_STEPS: Final = 60
_ROUNDS: Final = 3

Row = tuple[dict[str, float], bool]


def pairs(articles: Sequence[Article]) -> Iterator[Row]:
    """What near articles of two languages have in common, and whether they are of one document."""
    shelf = Shelf()
    known: dict[str, tuple[str, Told]] = {}
    for text, article in articles:
        one = told(article)
        known[one.article_id] = text.document, one
        shelf.put(one.article_id, one.language, one.floats)
    for document, one in known.values():
        for near in shelf.nearest_of_others(one.floats, one.language, _NEAR):
            of, other = known[near.article_id]
            if near.cosine >= _LEAST_COSINE and one.article_id < other.article_id:
                margins = [near.cosine - _next(shelf, *both) for both in ((one, other), (other, one))]
                seen = Seen(near.cosine, (margins[0], margins[1]))
                yield features(seen, evidence(one.invariants, other.invariants)), document == of


def _next(shelf: Shelf, one: Told, other: Told) -> float:
    found = shelf.nearest(one.floats, other.language, 2)
    return next((near.cosine for near in found if near.article_id != other.article_id), 0.0)


def learned(rows: Sequence[Row]) -> dict[str, float]:
    """The weights of a logistic model (Newton's method, ridge), as many right as wrong ones."""
    names = list(dict.fromkeys(name for values, _label in rows for name in values))
    x = np.array([[values.get(name, 0.0) for name in names] for values, _label in rows])
    y = np.array([label for _values, label in rows])
    weigh = np.where(y, (~y).sum() / max(1, y.sum()), 1.0)
    weigh = np.where(~y & (x[:, names.index("cosine")] > _HARD), _HARDER, 1.0) * weigh
    weigh /= weigh.mean()
    weights = np.zeros(len(names))
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (weigh * (likely - y)) + _RIDGE * weights
        curve = (x * (weigh * likely * (1 - likely))[:, None]).T @ x + _RIDGE * np.eye(len(names))
        weights -= np.linalg.solve(curve, slope)
    return dict(zip(names, np.round(weights, 2).tolist(), strict=True))


def main() -> None:
    """Prints the weights."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    written = parallel()
    every = sorted({document for document, _language in written})
    documents = [document for document in every if half_of(document) == 0]
    with_vectors = {
        language: {
            text.document: (text, article)
            for text, article in zip(texts, embedded(texts), strict=True)
            if text.document in documents
        }
        for language in (ORIGINAL, *LANGUAGES)
        if language == ORIGINAL or half_of(language) == 0
        for texts in [[written[document, language] for document in every]]
    }
    apart = list(tellings("A"))
    beside = list(zip(apart, embedded(apart), strict=True))
    originals, chance, rows = with_vectors.pop(ORIGINAL), Random(1), list[Row]()
    for _ in range(_ROUNDS):
        for translations in with_vectors.values():
            present = chance.sample(documents, len(documents) // 2)
            rows += pairs([*(originals[one] for one in present), *translations.values()])
    languages = list(with_vectors)
    for one, other in pairwise(languages):
        rows += pairs([*with_vectors[one].values(), *with_vectors[other].values()])
    rows += pairs(beside)
    print(f"{len(rows)} pairs, {sum(label for _values, label in rows)} of them right")
    weights = learned(rows)
    print(json.dumps(weights, indent=4))
    odds = np.array([sum(weights[name] * value for name, value in values.items()) for values, _label in rows])
    right = np.array([label for _values, label in rows])
    for least in (0.0, 0.5, 1.0, 1.5, 2.0):
        print(least, (odds[right] > least).mean().round(3), (odds[~right] > least).sum())


if __name__ == "__main__":
    main()
