"""`make quality-translated`: how many translations are found, by language, and how many are none."""

import argparse
import sys
from typing import Final

from rich.console import Console
from rich.table import Table
from tests.quality.translated.dataset import LANGUAGES, ORIGINAL, PARALLEL, Text, half_of, others, parallel, tellings
from tests.quality.translated.vectors import embedded
from tests.quality.translated.world import Article, Found, found, stream, unrelated

_UNRELATED: Final = 10_000
_SHOWN: Final = 10


def main() -> int:
    parser = argparse.ArgumentParser(prog="make quality-translated", description=__doc__)
    parser.add_argument("--half", type=int, choices=(0, 1), default=0, help="of documents and languages (0: tuned on)")
    parser.add_argument("--unrelated", type=int, default=_UNRELATED, help="articles on other things (10,000)")
    parser.add_argument("--errors", type=int, default=_SHOWN)
    given = parser.parse_args()
    if not PARALLEL.exists():
        print(f"quality-translated: the texts are not at {PARALLEL}", file=sys.stderr)
        return 1
    written = parallel()
    documents = sorted({document for document, _language in written})
    wanted = [document for document in documents if half_of(document) == given.half]
    by_language: dict[str, list[Article]] = {}
    for language in (ORIGINAL, *LANGUAGES):
        if language == ORIGINAL or half_of(language) == given.half:
            articles = _with_vectors([written[document, language] for document in documents])
            by_language[language] = [one for one in articles if one[0].document in wanted]
    beside = [*_with_vectors(list(tellings("AB"[given.half]))), *_with_vectors(list(others()))]
    originals = by_language.pop(ORIGINAL)
    show(originals, by_language, beside, given.unrelated, given.errors)
    return 0


def show(
    originals: list[Article], by_language: dict[str, list[Article]], beside: list[Article], count: int, errors: int
) -> None:
    """Prints a line for each language, and one for all languages at once."""
    console = Console(width=120, highlight=False)
    table = Table("language", "precision", "recall", "right", "wrong", "wanted")
    every = [one for articles in by_language.values() for one in articles]
    before = list(unrelated([*every, *beside], count, seed=1))
    results: dict[str, Found] = {}
    for language, articles in by_language.items():
        results[language] = found(stream(originals, articles, beside, seed=1), before)
    results["all at once"] = found(stream(originals, every, beside, seed=2), before)
    for name, each in results.items():
        shares = f"{each.precision:.3f}", f"{each.recall:.3f}"
        table.add_row(name, *shares, str(each.right), str(len(each.wrong)), str(each.wanted))
    console.print(table)
    whole = results["all at once"]
    arrived = len(originals) // 2 + len(every) + len(beside)
    console.print(f"{whole.changes / arrived:.2f} changes an article")
    console.print(f"beside {len(beside)} other articles and {count} on other things")
    for one, other, proposal in whole.wrong[:errors]:
        console.print(f"\n[bold]wrong[/bold] {one.language} {one.title}")
        console.print(f"  {other.language} {other.title}\n  {proposal.rule}")
    for missed in whole.missed[:errors]:
        console.print(f"[bold]missed[/bold] {missed.language} {missed.title}")


def _with_vectors(texts: list[Text]) -> list[Article]:
    return list(zip(texts, embedded(texts), strict=True))


if __name__ == "__main__":
    sys.exit(main())
