"""Tables: of data, whose rows are read as such, or of layout, whose cells are boxes like any other."""

from typing import Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.page_text.lines import ends_sentence

_LAYOUT: Final = frozenset("p div table ul ol h1 h2 h3 h4 h5 h6 article section blockquote form iframe img".split())
_MAX_CELL: Final = 300
_MIN_CELLS: Final = 2
_CELLS: Final = frozenset({"td", "th"})


def is_data(table: HtmlElement) -> bool:
    """Whether a table holds data: rows of short cells without blocks in them, most rows with two cells or more.

    A table most of whose rows are a link with a sentence on a line below it lists other articles.
    """
    rows = list(table.iter("tr"))
    if len(rows) < _MIN_CELLS:
        return False
    wide = teasing = 0
    for row in rows:
        found = [cell for cell in row if cell.tag in _CELLS]
        wide += len(found) >= _MIN_CELLS
        teasing += any(_is_teaser(cell) for cell in found)
        for cell in found:
            if any(inner.tag in _LAYOUT for inner in cell.iterdescendants()) and len(cell.text_content()) > _MAX_CELL:
                return False
            if any(inner.tag in {"table", "form", "iframe"} for inner in cell.iterdescendants()):
                return False
            if len(cell.text_content()) > 2 * _MAX_CELL:
                return False
    return wide * 2 > len(rows) >= teasing * 2


def _is_teaser(cell: HtmlElement) -> bool:
    if next(cell.iter("a"), None) is None or next(cell.iter("br"), None) is None:
        return False
    return ends_sentence(cell.text_content().strip())


def cells(row: HtmlElement) -> list[str]:
    """The texts of a row's cells, each on one line."""
    return [text_cleaning.line(" ".join(cell.itertext())) for cell in row if cell.tag in _CELLS]
