"""`make quality-crosslingual`: whether queries find what tells of their subject in any language, and else nothing."""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from rich.console import Console
from rich.table import Table
from tests.quality.meaning.corpus import Document, Query, documents, queries
from tests.quality.meaning.vectors import KeptVectors

from babelwire_search.meaning.finding import Aim, aim_at
from babelwire_search.meaning.query_text import language_of
from babelwire_search.ports import Neighbour
from babelwire_vectors import VectorSettings, as_floats, open_embedder
from babelwire_vectors.ports import Floats

_CONSOLE: Final = Console(width=150, highlight=False)
_SAMPLE: Final = 500
_AT: Final = 10
_LOOKED_AT: Final = 200


@dataclass(frozen=True)
class Answer:
    """What a query finds, the nearest first; and the nearest, whether or not they are found.

    `best`: how near the nearest of all is to the query's own vector.
    """

    query: Query
    aim: Aim
    best: float
    found: list[Neighbour]
    nearest: list[Neighbour]

    def recall(self, events: dict[str, str], *, passing: bool = True) -> float:
        """How much of what there is stands among the first ten; of more than ten, ten are all there can be."""
        relevant = {each for each, event in events.items() if event == self.query.event}
        first = {one.article_id for one in (self.found if passing else self.nearest)[:_AT]}
        return len(first & relevant) / max(min(_AT, len(relevant)), 1)


def answers(asked: Sequence[Query], searched: Sequence[Document], vectors: KeptVectors) -> list[Answer]:
    """Each query in an index of all that is searched, judged as the service judges."""
    of = vectors.documents(searched)
    rows = as_floats(of)
    drawn = np.random.default_rng(1).permutation(len(of))[:_SAMPLE]
    sample = [of[place] for place in drawn]
    answered = []
    for query in asked:
        vector = vectors.query(query.text, language_of(query.text))
        aim = aim_at(vector, sample, len(of))
        (first,) = _nearest(rows, vector, searched, 1)
        nearest = _nearest(rows, aim.vector, searched, _LOOKED_AT)
        found = aim.near_enough(nearest) if aim.is_met_by([first]) else []
        answered.append(Answer(query, aim, first.cosine, found, nearest))
    return answered


def _nearest(rows: Floats, vector: bytes, searched: Sequence[Document], count: int) -> list[Neighbour]:
    cosines = rows @ as_floats([vector])[0]
    order = np.argsort(-cosines, kind="stable")[:count]
    return [Neighbour(searched[place].id, float(cosines[place])) for place in order]


def by_group(answered: Sequence[Answer]) -> dict[str, list[Answer]]:
    """Titles together, by no language; the others by their group."""
    groups: dict[str, list[Answer]] = defaultdict(list)
    for answer in answered:
        groups["title in another language" if answer.query.group.startswith("title") else answer.query.group].append(
            answer
        )
    return groups


def main() -> int:
    parser = argparse.ArgumentParser(prog="make quality-crosslingual", description=__doc__)
    parser.add_argument("--errors", type=int, default=10, help="of each group, the most to show (10)")
    given = parser.parse_args()
    searched = documents()
    titles = {document.id: f"{document.language}: {document.title}" for document in searched}
    events = {document.id: document.event for document in searched}
    answered = answers(queries(), searched, KeptVectors(open_embedder(VectorSettings())))
    groups = by_group(answered)
    _show(groups, events, len(searched))
    _show_languages(answered, events)
    for group, of_group in groups.items():
        _show_errors(group, of_group, events, titles, given.errors)
    return 0


def _show(groups: dict[str, list[Answer]], events: dict[str, str], searched: int) -> None:
    table = Table(
        f"queries, in {searched} articles",
        "queries",
        "recall at 10",
        "without the bar",
        "a hit by meaning",
        "hits each",
    )
    for group, answered in groups.items():
        hits = [answer for answer in answered if answer.found]
        recalls = [[answer.recall(events, passing=passing) for answer in answered] for passing in (True, False)]
        shown = ["", ""] if group == "absent" else [f"{sum(each) / len(each):.3f}" for each in recalls]
        each = f"{sum(len(answer.found) for answer in hits) / max(len(hits), 1):.1f}"
        table.add_row(group, str(len(answered)), *shown, f"{len(hits) / len(answered):.3f}", each)
    _CONSOLE.print(table)


def _show_languages(answered: Sequence[Answer], events: dict[str, str]) -> None:
    languages: dict[str, list[float]] = defaultdict(list)
    for answer in answered:
        if answer.query.group.startswith("title"):
            languages[answer.query.group.removeprefix("title in ")].append(answer.recall(events))
    each = sorted((sum(of) / len(of), language) for language, of in languages.items())
    _CONSOLE.print("titles, by language: " + ", ".join(f"{language} {recall:.2f}" for recall, language in each))


def _show_errors(group: str, answered: list[Answer], events: dict[str, str], titles: dict[str, str], most: int) -> None:
    if group == "absent":
        wrong = sorted((one for one in answered if one.found), key=lambda one: one.aim.best - one.best)
    else:
        wrong = sorted((one for one in answered if one.recall(events) < 1), key=lambda one: one.recall(events))
    _CONSOLE.print(f"\n[bold]{group}: the worst of {len(wrong)} errors[/bold]")
    for answer in wrong[:most]:
        first = answer.nearest[0]
        near = f"nearest {answer.best:.2f} {titles[first.article_id][:70]}"
        rights = [one.cosine for one in answer.nearest if events[one.article_id] == answer.query.event]
        right = f" [dim]right {rights[0]:.2f}[/dim]" if rights else ""
        _CONSOLE.print(f"  {answer.query.text[:70]} [dim]bar {answer.aim.best:.2f}[/dim] {near}{right}")


if __name__ == "__main__":
    raise SystemExit(main())
