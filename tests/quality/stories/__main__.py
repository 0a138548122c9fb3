"""`make quality-stories`: how well the service tells stories, of articles in three orders, with the worst errors.

Where nothing else is said, by the model as it is shipped, which is fitted on part A and half 0 of ECB+. What is
reported on half 0 is told by a model fitted on half 1.
"""

import argparse
import statistics
import sys
import textwrap
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import Final

from rich.console import Console
from rich.table import Table
from tests.quality.stories.dataset import Article, ecb, written
from tests.quality.stories.fit import fitted
from tests.quality.stories.scoring import interval, rand, score
from tests.quality.stories.telling import Told, tell
from tests.quality.stories.vectors import embedded

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_stories import likeness
from babelwire_stories.likeness import Likeness
from babelwire_vectors import EmbedderIsUnfit

_SHUFFLES: Final = (1, 2, 3)
_WIDTH: Final = 150
_FEATURES: Final = tuple(likeness.fitted().weights)

Set = tuple[list[Article], list[EmbeddedArticle]]


def main() -> int:
    parser = argparse.ArgumentParser(prog="make quality-stories", description=__doc__)
    parser.add_argument("--unseen", action="store_true", help="part B too: once per idea, never to tune")
    parser.add_argument("--ablation", action="store_true", help="each feature left out, on what the model is fitted on")
    parser.add_argument("--errors", type=int, default=10, help="articles that are told worst (10)")
    given = parser.parse_args()
    try:
        one, halves = _with_vectors(written("A")), [_with_vectors(ecb(half)) for half in (0, 1)]
        unseen = _with_vectors(written("B")) if given.unseen else None
    except EmbedderIsUnfit as error:
        print(f"quality-stories: {error}", file=sys.stderr)
        return 1
    console = Console(width=_WIDTH, highlight=False)
    if given.ablation:
        console.print(_ablation([one, *(half for half in halves[:1] if half[0])]))
        return 0
    shipped = likeness.fitted()
    told: list[tuple[str, Set, Likeness]] = [("written A (fitted on)", one, shipped)]
    told += [("written B", unseen, shipped)] if unseen is not None else []
    if all(half[0] for half in halves):
        told += [
            ("ECB+ half 0 (fitted on)", halves[0], shipped),
            ("ECB+ half 1", halves[1], shipped),
            ("ECB+ half 0, fitted on half 1", halves[0], fitted([one, halves[1]])),
        ]
    table = Table(*("articles", "ARI", "B-cubed F", "P / R", "alike apart", "alone", "between orders", "id changes"))
    for name, chosen, model in told:
        results = [tell(chosen[1], model, seed=seed) for seed in _SHUFFLES]
        table.add_row(name, *_row(chosen[0], results))
        _print_worst(console, name, chosen[0], results[0].stories, given.errors)
    console.print(table)
    return 0


def _with_vectors(articles: list[Article]) -> Set:
    return articles, embedded(articles) if articles else []


def _row(articles: Sequence[Article], results: Sequence[Told]) -> list[str]:
    scores = [score(articles, each.stories) for each in results]
    first = results[0].stories
    between = [rand(one.stories, other.stories) for one, other in combinations(results, 2)]

    def mean(name: str) -> float:
        return float(statistics.mean(getattr(each, name) for each in scores))

    def with_interval(name: str) -> str:
        low, high = interval(articles, first, name)
        return f"{mean(name):.3f} ({low:.2f}–{high:.2f})"

    return [
        with_interval("ari"),
        with_interval("f"),
        f"{mean('precision'):.2f} / {mean('recall'):.2f}",
        f"{mean('apart'):.3f}",
        f"{mean('alone'):.2f}",
        f"{statistics.mean(between):.3f}",
        f"{statistics.mean(each.changes for each in results) / len(articles):.2f}",
    ]


def _ablation(sets: list[Set]) -> Table:
    table = Table("without", *(f"ARI, {articles[0].part}" for articles, _ in sets), *("apart", "id changes"))
    for name in (None, *_FEATURES):
        model = fitted(sets, without=name)
        told = [(articles, [tell(messages, model, seed=seed) for seed in _SHUFFLES]) for articles, messages in sets]
        scores = [[score(articles, each.stories) for each in results] for articles, results in told]
        table.add_row(
            name or "nothing",
            *(f"{statistics.mean(each.ari for each in some):.3f}" for some in scores),
            f"{statistics.mean(each.apart for each in scores[0]):.3f}",
            " / ".join(
                f"{statistics.mean(each.changes for each in results) / len(articles):.2f}" for articles, results in told
            ),
        )
    return table


def _print_worst(console: Console, name: str, articles: Sequence[Article], stories: Sequence[str], count: int) -> None:
    """The articles of which B-cubed is lowest, with what they were told with and without."""
    by_story, by_event = defaultdict(set), defaultdict(set)
    for number, (article, story) in enumerate(zip(articles, stories, strict=True)):
        by_story[story].add(number)
        by_event[article.event].add(number)

    def share(number: int) -> float:
        told, true = by_story[stories[number]], by_event[articles[number].event]
        return len(told & true) / len(told | true)

    console.print(f"\n[bold]{name}[/bold]")
    for number in sorted(range(len(articles)), key=lambda each: (share(each), articles[each].id))[:count]:
        if share(number) == 1.0:
            break
        told, true = by_story[stories[number]], by_event[articles[number].event]
        article = articles[number]
        console.print(f"  {share(number):.2f} {article.language} {article.event}: {_short(article)}", markup=False)
        for word, others in (("with", told - true), ("without", true - told)):
            for other in sorted(others)[:2]:
                console.print(f"       {word} {articles[other].event}: {_short(articles[other])}", markup=False)


def _short(article: Article) -> str:
    return textwrap.shorten(article.title, _WIDTH - 60)


if __name__ == "__main__":
    sys.exit(main())
