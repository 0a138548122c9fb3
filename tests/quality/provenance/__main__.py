"""`make quality-provenance`: whether texts are told to be translations, of what, by whom, on written pages."""

import argparse
from collections import defaultdict
from itertools import pairwise
from typing import Final

from rich.console import Console
from rich.table import Table
from tests.quality.provenance.cases import PARTS, TUNED, Case, of_part, part_of
from tests.quality.provenance.judging import MEASURES, Said, right, said_of

from babelwire_contracts.sections import TranslationStatus

_CONSOLE: Final = Console(width=150, highlight=False)
_BINS: Final = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make quality-provenance", description=__doc__)
    parser.add_argument("--part", choices=(*PARTS, "newer", "latest", "all"), default="tuning")
    parser.add_argument("--errors", type=int, default=200, help="the most to show (200)")
    given = parser.parse_args()
    parts = [part for part in PARTS if given.part in {part, part.partition("-")[0], "all"}]
    judged = [(name, case, said_of(case)) for part in parts for name, case in of_part(part)]
    for name, _, said in judged:
        if said is None:
            _CONSOLE.print(f"  {name} was refused")
    known = [(name, case, said) for name, case, said in judged if said is not None]
    _show_measures(known, len(judged))
    _show_kinds(known)
    _show_confidence(known)
    _show_errors(known, given.errors)
    return 0


def _show_measures(known: list[tuple[str, Case, Said]], of: int) -> None:
    said = sum(found.translated for _, _, found in known)
    both = sum(found.translated and case.truth.translated for _, case, found in known)
    are = sum(case.truth.translated for _, case, _ in known)
    table = Table(f"{of} written pages", "right", "of", "share")
    table.add_row("is it a translation: precision", str(both), str(said), f"{both / max(1, said):.3f}")
    table.add_row("is it a translation: recall", str(both), str(are), f"{both / max(1, are):.3f}")
    for measure in MEASURES:
        answers = [answer for _, case, found in known if (answer := right(case, found).get(measure)) is not None]
        table.add_row(measure, str(sum(answers)), str(len(answers)), f"{sum(answers) / max(1, len(answers)):.3f}")
    _CONSOLE.print(table)


def _show_kinds(known: list[tuple[str, Case, Said]]) -> None:
    kinds: dict[tuple[bool, str], list[bool]] = defaultdict(list)
    for _, case, said in known:
        kinds[not case.truth.translated, case.kind].append(said.translated == case.truth.translated)
    table = Table("kind", "is", "right", "of")
    for (trap, kind), answers in sorted(kinds.items()):
        table.add_row(kind, "no translation" if trap else "translation", str(sum(answers)), str(len(answers)))
    _CONSOLE.print(table)


def _show_confidence(known: list[tuple[str, Case, Said]]) -> None:
    """How often what is said is right, by how surely it is said, for cases that rules were tuned on and the others."""
    table = Table("status", "cases", "confidence", "said", "right", "of")
    for status in (TranslationStatus.TRANSLATED_BY_PUBLISHER, TranslationStatus.ORIGINAL):
        for tuned in (True, False):
            told = [
                (said.tags.translation.confidence, said.translated == case.truth.translated)
                for name, case, said in known
                if said.tags.translation.confidence is not None
                and said.tags.translation.status is status
                and (part_of(name) in TUNED) is tuned
            ]
            for low, high in pairwise(_BINS):
                inside = [(confidence, answer) for confidence, answer in told if low <= confidence < high]
                if inside:
                    mean = sum(confidence for confidence, _ in inside) / len(inside)
                    table.add_row(
                        status,
                        "tuned" if tuned else "not tuned",
                        f"{low:.2f} to {min(high, 1):.2f}",
                        f"{mean:.2f}",
                        str(sum(answer for _, answer in inside)),
                        str(len(inside)),
                    )
    _CONSOLE.print(table)


def _show_errors(known: list[tuple[str, Case, Said]], errors: int) -> None:
    for name, case, said in known[:errors]:
        wrong = [measure for measure, answer in right(case, said).items() if not answer]
        if not wrong:
            continue
        tags = said.tags
        found = (
            f"{tags.translation.status} {tags.translation.method or '-'} {tags.translation.engine or '-'} "
            f"{tags.original_language} {tags.origin.name or tags.origin.domain} {said.content.authors}"
        )
        truth = case.truth
        wanted = (
            f"{truth.translated} {truth.method} {truth.engine} {truth.original_language} {truth.origin} {truth.authors}"
        )
        _CONSOLE.print(
            f"  {name}: {', '.join(wrong)}\n    said {found}\n    is   {wanted}", soft_wrap=True, markup=False
        )


if __name__ == "__main__":
    raise SystemExit(main())
