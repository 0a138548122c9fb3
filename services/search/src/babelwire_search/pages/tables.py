"""Tables of a body, from rows of text with a bar between the cells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_BAR: Final = re.compile(r"(?:^|(?<=\s))\|(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Cell:
    """`scope` says what a heading cell is the heading of, and is empty for other cells."""

    text: str
    scope: str = ""
    span: int = 1
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`number` counts the tables of a page."""

    number: int
    head: list[list[Cell]]
    rows: list[list[Cell]]
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class _Column:
    """Whether its first cells of other rows are the headings of those, and whether those hold numbers."""

    has_headings: bool
    is_numeric: bool


def cells(row: str) -> list[str]:
    """The cells of a row, in which a bar between spaces, or at an end, parts one from the next."""
    return [cell.strip() for cell in _BAR.split(row)]


def table(rows: Sequence[tuple[bool, str]], number: int) -> Table:
    """A table of rows, each with whether it is one of headings; all rows are as wide as the widest.

    One cell alone stands for the whole width. Where the corner is empty, the first column has the headings of rows.
    """
    split = [(is_head, cells(row)) for is_head, row in rows]
    width = max(len(row) for _, row in split)
    heads = [row for is_head, row in split if is_head]
    others = [row for is_head, row in split if not is_head]
    corner_is_empty = bool(heads) and not heads[-1][0]
    columns = [
        _Column(corner_is_empty and place == 0, _is_numeric(row[place] for row in others if place < len(row) > 1))
        for place in range(width)
    ]
    return Table(
        number=number,
        head=[list(_laid_out(row, columns, is_head=True)) for row in heads],
        rows=[list(_laid_out(row, columns, is_head=False)) for row in others],
    )


def _is_numeric(texts: Iterator[str]) -> bool:
    """Whether there are digits and no letters in whatever is there."""
    filled = [text for text in texts if text]
    return bool(filled) and all(any(map(str.isdigit, text)) and not any(map(str.isalpha, text)) for text in filled)


def _laid_out(row: Sequence[str], columns: Sequence[_Column], *, is_head: bool) -> Iterator[Cell]:
    if len(row) == 1 and len(columns) > 1:
        yield Cell(row[0], "colgroup" if is_head else "", len(columns))
        return
    for text, column in zip([*row, *[""] * (len(columns) - len(row))], columns, strict=True):
        scope = "col" if is_head else "row" if column.has_headings else ""
        yield Cell(text, scope if text else "", is_number=column.is_numeric)
