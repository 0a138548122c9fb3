"""`make quality-similar`: whether what is like an article stands first, and only that is shown, if any is."""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table
from tests.quality.meaning.corpus import Document, documents
from tests.quality.meaning.vectors import KeptVectors

from babelwire_search.likeness.pairs import WEIGHTS, Told, Weights, likeness, told
from babelwire_search.likeness.words import Rarity, bag_of
from babelwire_search.similar import ALIKE
from babelwire_vectors import VectorSettings, as_floats, open_embedder

_CONSOLE: Final = Console(width=150, highlight=False)
_AT: Final = 10
_CANDIDATES: Final = 100
_SAMPLE: Final = 500
_WITHOUT_RELATIVES: Final = 200


@dataclass(frozen=True)
class Texts:
    """All documents, made ready to be compared as the service compares them."""

    documents: Sequence[Document]
    told: list[Told]
    rarity: Rarity

    def alike(self, place: int, *, hiding: bool = False, weights: Weights = WEIGHTS) -> list[tuple[int, float]]:
        """The places of what is like a document with their likeness, the most alike first.

        `hiding`: as if nothing of its kind, the same event or one like it, were there.
        """
        one = self.documents[place]
        others = [
            other
            for other, document in enumerate(self.documents)
            if other != place and not (hiding and document.kind == one.kind)
        ]
        near = [others[each] for each in np.argsort(-self._cosines(place, others), kind="stable")[:_CANDIDATES]]
        judged = likeness(self.told[place], [self.told[each] for each in near], self.rarity, weights)
        return sorted(zip(near, map(float, judged), strict=True), key=lambda pair: -pair[1])

    def _cosines(self, place: int, others: Sequence[int]) -> npt.NDArray[np.float32]:
        rows: npt.NDArray[np.float32] = np.stack([self.told[each].vector for each in others])
        cosines: npt.NDArray[np.float32] = rows @ self.told[place].vector
        return cosines

    def relatives(self, place: int) -> set[int]:
        """The others that tell of the same event."""
        event = self.documents[place].event
        return {other for other, document in enumerate(self.documents) if document.event == event} - {place}


def texts(compared: Sequence[Document], vectors: KeptVectors) -> Texts:
    """The documents with their vectors; how rare words are is told by a sample of them, as in the service."""
    rows = as_floats(vectors.documents(compared))
    bags = [bag_of(document.text) for document in compared]
    drawn = np.random.default_rng(1).permutation(len(bags))[:_SAMPLE]
    rarity = Rarity(bags[place] for place in drawn)
    of = [told(row, bag, one.language, rarity) for one, row, bag in zip(compared, rows, bags, strict=True)]
    return Texts(compared, of, rarity)


@dataclass(frozen=True)
class Measured:
    """Of one article: nDCG at 10; of what is shown, how much is right; how much of what there is, is shown."""

    place: int
    ndcg: float
    shown: list[tuple[int, float]]
    right: int
    recall: float


def measured(of: Texts, place: int, weights: Weights = WEIGHTS) -> Measured | None:
    """None where an article has no relatives."""
    relatives = of.relatives(place)
    if not relatives:
        return None
    first = of.alike(place, weights=weights)[:_AT]
    gains = np.array([float(other in relatives) for other, _ in first])
    discounts = 1 / np.log2(np.arange(_AT) + 2)
    best = discounts[: min(_AT, len(relatives))].sum()
    shown = [(other, score) for other, score in first if score >= ALIKE]
    right = sum(other in relatives for other, _ in shown)
    ndcg = float(gains @ discounts[: len(gains)] / best)
    return Measured(place, ndcg, shown, right, right / min(_AT, len(relatives)))


def is_of(document: Document, kind: str) -> bool:
    """Whether a document is of one of the kinds that are told apart: `ecb`, `A`, `B`."""
    return document.kind.startswith(kind)


def without_relatives(of: Texts) -> list[int]:
    """Two hundred articles of which the relatives, and what tells of events like theirs, will be hidden."""
    told_once = Counter(document.kind for document in of.documents)
    fit = [place for place, one in enumerate(of.documents) if is_of(one, "ecb") or told_once[one.kind] == 1]
    return [int(place) for place in np.random.default_rng(2).permutation(fit)[:_WITHOUT_RELATIVES]]


def main() -> int:
    parser = argparse.ArgumentParser(prog="make quality-similar", description=__doc__)
    parser.add_argument("--errors", type=int, default=10, help="of each kind, the most to show (10)")
    given = parser.parse_args()
    of = texts(documents(), KeptVectors(open_embedder(VectorSettings())))
    table = Table(
        "articles with relatives", "articles", "nDCG at 10", "precision of what is shown", "recall", "shown each"
    )
    every = [one for place in range(len(of.documents)) if (one := measured(of, place)) is not None]
    for name, kind in (("shared/data/stories", "ecb"), ("written, part A", "A"), ("written, part B", "B")):
        some = [one for one in every if is_of(of.documents[one.place], kind)]
        shown = sum(len(one.shown) for one in some)
        values = [np.mean([one.ndcg for one in some]), sum(one.right for one in some) / max(shown, 1)]
        values += [np.mean([one.recall for one in some]), shown / len(some)]
        table.add_row(name, str(len(some)), *(f"{value:.3f}" for value in values))
    _CONSOLE.print(table)
    alone = [(place, of.alike(place, hiding=True)[0]) for place in without_relatives(of)]
    wrong = sorted((found for found in alone if found[1][1] >= ALIKE), key=lambda found: -found[1][1])
    _CONSOLE.print(
        f"articles without a relative: nothing is shown for {1 - len(wrong) / len(alone):.3f} of {len(alone)}"
    )
    _show_errors(of, every, given.errors)
    _CONSOLE.print("\n[bold]shown for articles without a relative, the worst[/bold]")
    for place, (other, score) in wrong[: given.errors]:
        _show_pair(of, place, other, score)
    return 0


def _show_errors(of: Texts, every: Sequence[Measured], most: int) -> None:
    _CONSOLE.print("\n[bold]shown and of another event, the worst[/bold]")
    wrong = [
        (score, one.place, other) for one in every for other, score in one.shown if other not in of.relatives(one.place)
    ]
    for score, place, other in sorted(wrong, reverse=True)[:most]:
        _show_pair(of, place, other, score)
    _CONSOLE.print("\n[bold]the worst orders[/bold]")
    for one in sorted(every, key=lambda each: each.ndcg)[:most]:
        other, score = of.alike(one.place)[0]
        _CONSOLE.print(f"  nDCG {one.ndcg:.2f}, {len(of.relatives(one.place))} relatives; first:")
        _show_pair(of, one.place, other, score)


def _show_pair(of: Texts, place: int, other: int, score: float) -> None:
    one, two = of.documents[place], of.documents[other]
    _CONSOLE.print(f"  {score:5.1f} {one.event}: {one.title[:60]} [dim]|[/dim] {two.event}: {two.title[:60]}")


if __name__ == "__main__":
    raise SystemExit(main())
