"""The end of a page: credit, source and archive lines, lists of other articles, the footer."""

from dataclasses import dataclass, field
from typing import Final

from babelwire_contracts.content import Clue, ClueKind, Related
from babelwire_ingest.parsing.dating.dates import Dating
from babelwire_ingest.parsing.page_text.boilerplate import Kind, Mark, undated_archive
from babelwire_ingest.parsing.page_text.lines import Line, is_prose

Marked = tuple[Line, Mark | None]

_LISTS: Final = frozenset({Kind.HEADING, Kind.ROW, Kind.RIGHTS})
_ENDS: Final = _LISTS | {Kind.ARCHIVE, Kind.SOURCE, Kind.ORIGINAL_LINK}
_MAX_PROSE_AFTER: Final = 0.2
_MAX_LOOSE: Final = 2


@dataclass
class Tail:
    """What the end of a page says of the article, and where it begins among the page's lines."""

    start: int
    sources: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)
    clues: list[Clue] = field(default_factory=list)
    archive: Dating | None = None
    published: Dating | None = None
    site: str | None = None
    marked: bool = False


def find_tail(page: list[Marked]) -> Tail:
    """Read the end of a page. A line of boilerplate in the middle of the text does not begin the end."""
    start = _start(page)
    tail = Tail(start, marked=start < len(page))
    listing = False
    pending: str | None = None
    for line, mark in page[start:]:
        if mark is None and not listing:
            mark = undated_archive(line.text)  # noqa: PLW2901
        if mark is None:
            pending = _put_aside(tail, pending, line.text) if listing else None
            continue
        listing = listing or mark.kind is Kind.HEADING
        if mark.kind is Kind.ROW:
            title = mark.title or pending
            if mark.title and pending:
                _put_aside(tail, pending, mark.title)
            at = mark.dating.at if mark.dating else None
            tail.related.append(Related(title=title, category=mark.category, published_at=at))
            pending = None
        else:
            pending = _put_aside(tail, pending, None)
            _read(tail, line, mark)
            if mark.kind is Kind.RIGHTS:
                listing = False
    _put_aside(tail, pending, None)
    return tail


def _put_aside(tail: Tail, pending: str | None, following: str | None) -> str | None:
    # A title whose row never came stands for its article alone.
    if pending is not None:
        tail.related.append(Related(title=pending))
    return following


def _read(tail: Tail, line: Line, mark: Mark) -> None:
    match mark.kind:
        case Kind.SOURCE:
            # What is called the source goes before what is called the original, which may be a title.
            tail.sources = list(dict.fromkeys((*mark.names, *tail.sources)))
            tail.clues.append(Clue(kind=ClueKind.SOURCE_LINE, where=line.where, words=line.text))
        case Kind.CREDITS:
            tail.credits += [name for name in mark.names if name not in tail.credits]
            tail.clues.append(Clue(kind=ClueKind.CREDIT_LINE, where=line.where, words=line.text))
        case Kind.ORIGINAL_LINK:
            tail.sources += [name for name in mark.names if name not in tail.sources]
            tail.clues.append(Clue(kind=ClueKind.ORIGINAL_LINK, where=line.where, words=line.text))
        case Kind.TRANSLATED:
            tail.clues.append(Clue(kind=ClueKind.TRANSLATION_NOTE, where=line.where, words=line.text))
        case Kind.BYLINE:
            tail.authors += [name for name in mark.names if name not in tail.authors]
            tail.clues.append(Clue(kind=ClueKind.BYLINE, where=line.where, words=line.text))
        case Kind.ARCHIVE:
            tail.archive = tail.archive or mark.dating
        case Kind.PUBLISHED:
            tail.published = tail.published or mark.dating
        case Kind.RIGHTS:
            tail.site = tail.site or next(iter(mark.names), None)
        case _:
            pass


def _start(page: list[Marked]) -> int:
    prose = [len(line.text) if mark is None and is_prose(line.text) else 0 for line, mark in page]
    total = sum(prose)
    start = len(page)
    for index, (_, mark) in enumerate(page):
        if mark is None or mark.kind not in _ENDS or not sum(prose[:index]):
            continue
        lists = next((at for at in range(index, len(page)) if _kind(page[at]) in _LISTS), len(page))
        if sum(prose[index:lists]) == 0 and sum(prose[lists:]) <= _MAX_PROSE_AFTER * total:
            start = index
            break
    return _before_closing_lines(page, start)


def _before_closing_lines(page: list[Marked], start: int) -> int:
    # Credit lines and the like stand right before the end's first certain line, now and then with a loose line between.
    moved = True
    while moved:
        moved = False
        for at in range(start - 1, max(start - 1 - _MAX_LOOSE, 0), -1):
            line, mark = page[at]
            if mark is not None:
                start, moved = at, True
                break
            if is_prose(line.text):
                break
    return start


def _kind(entry: Marked) -> Kind | None:
    return entry[1].kind if entry[1] else None
