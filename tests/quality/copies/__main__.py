"""`make quality-copies`: what deduplication makes of the set, by kind, with the worst errors of each sort."""

import argparse
import sys
import textwrap
from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.table import Table
from tests.quality.copies.dataset import Article, build
from tests.quality.copies.deciding import groups
from tests.quality.copies.originals import DATA
from tests.quality.copies.scoring import Score, score

_SHOWN: Final = 10
_WIDTH: Final = 120


def main() -> int:
    parser = argparse.ArgumentParser(prog="make quality-copies", description=__doc__)
    parser.add_argument("--half", choices=("tune", "held out"), default="tune", help="the held-out one once per idea")
    parser.add_argument("--errors", type=int, default=_SHOWN, help="of each sort, with their words (10)")
    given = parser.parse_args()
    if not DATA.exists():
        print(f"quality-copies: the texts are not at {DATA}, so that there is nothing to measure", file=sys.stderr)
        return 1
    articles = [article for article in build() if article.half == given.half]
    show(articles, score(articles, groups(articles)), given.errors)
    return 0


def show(articles: Sequence[Article], result: Score, errors: int) -> None:
    """Prints the tables, then the errors."""
    console = Console(width=_WIDTH, highlight=False)
    console.print(
        f"{len(articles):,} articles; precision {result.precision.share:.3f} ({result.precision.found:,} of "
        f"{result.precision.of:,} pairs), mean recall over kinds {result.mean_recall:.3f}"
    )
    table = Table("copies, by kind of edit")
    table.add_column("found", justify="right")
    table.add_column("of", justify="right")
    table.add_column("share", justify="right")
    for kind, rate in result.recall.items():
        table.add_row(kind, str(rate.found), str(rate.of), f"{rate.share:.2f}")
    console.print(table)
    table = Table("no copies, by what they share")
    for column in ("called copies", "of", "share"):
        table.add_column(column, justify="right")
    for kind, rate in result.false.items():
        table.add_row(kind, str(rate.found), str(rate.of), f"{rate.share:.4f}")
    console.print(table)
    for title, pairs in (("Copies that were not found", result.missed), ("Called copies, and are none", result.wrong)):
        console.print(f"\n[bold]{title}[/bold]: {len(pairs):,}; every {max(1, len(pairs) // max(1, errors))}th of them")
        for one, other in pairs[:: max(1, len(pairs) // max(1, errors))][:errors]:
            _print_pair(console, one, other)


def _print_pair(console: Console, one: Article, other: Article) -> None:
    for article in (one, other):
        words = textwrap.shorten(f"{article.text.title} — {article.text.body}", 2 * _WIDTH)
        console.print(f"  {article.id} ({article.kind}): {words}", markup=False)
    console.print()


if __name__ == "__main__":
    sys.exit(main())
