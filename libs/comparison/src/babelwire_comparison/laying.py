"""How the words of two texts are laid on each other: runs in order, runs that moved, and what is left between them."""

from collections.abc import Iterator, Sequence

from babelwire_comparison.between import Remainder
from babelwire_comparison.order import in_order
from babelwire_comparison.runs import Range, Run, numbered
from babelwire_comparison.tiling import tiled


def laid(one: list[str], other: list[str]) -> tuple[list[Run], list[Run]]:
    """The runs in order, and those that moved; of the texts the other way round, the same the other way round."""
    if one == other:
        return [Run(0, 0, len(one))] if one else [], []
    if other < one:
        ordered, moved = laid(other, one)
        return _mirrored(ordered), _mirrored(moved)
    texts = numbered(one, other)
    runs = tiled(*texts)
    kept = set(in_order(runs, [texts[0].weight(run.of_one) for run in runs]))
    ordered = [run for index, run in enumerate(runs) if index in kept]
    moved = [run for index, run in enumerate(runs) if index not in kept]
    rest = Remainder(*texts, runs)
    ordered = sorted([*ordered, *rest.between(ordered)])
    return _joined(ordered), _joined(sorted([*moved, *rest.beside(moved)]))


def left_over(ordered: Sequence[Run], moved: Sequence[Run], one: int, other: int) -> Iterator[tuple[Range, Range]]:
    """What is in no run of texts of so many words, by pairs that stand in the same place between two runs in order.

    One of the two may be empty. Where a run that moved parts what is left, its pieces stand alone.
    """
    pieces_of_one = _pieces([run.of_one for run in ordered], [run.of_one for run in moved], one)
    pieces_of_other = _pieces([run.of_other for run in ordered], [run.of_other for run in moved], other)
    for before, ones, others in zip([Run(0, 0, 0), *ordered], pieces_of_one, pieces_of_other, strict=True):
        here, there = before.of_one[1], before.of_other[1]
        if len(ones) == len(others) == 1:
            yield ones[0], others[0]
        else:
            yield from (((here, here), each) for each in others)
            yield from ((each, (there, there)) for each in ones)


def _pieces(ordered: Sequence[Range], moved: Sequence[Range], size: int) -> list[list[Range]]:
    """Of one text what is in no run: a list for each place between two runs in order."""
    found: list[list[Range]] = [[]]
    past = 0
    runs = sorted([*((run, True) for run in ordered), *((run, False) for run in moved), ((size, size), False)])
    for (begin, end), is_in_order in runs:
        if past < begin:
            found[-1].append((past, begin))
        if is_in_order:
            found.append([])
        past = end
    return found


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Runs in the order of the one text, those that touch in both made one."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if last and (last.of_one[1], last.of_other[1]) == (run.one, run.other):
            found[-1] = last._replace(length=last.length + run.length)
        else:
            found.append(run)
    return found


def _mirrored(runs: Sequence[Run]) -> list[Run]:
    return sorted(Run(run.other, run.one, run.length) for run in runs)
