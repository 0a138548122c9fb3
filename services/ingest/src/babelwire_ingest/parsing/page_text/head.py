"""The top of a page: the site's name, the title, the lead, who wrote it and when."""

import re
from dataclasses import dataclass, field
from typing import Final

from babelwire_contracts.content import Clue, ClueKind
from babelwire_ingest.parsing.dating.dates import Dating
from babelwire_ingest.parsing.page_text.boilerplate import Kind, Mark, bare_date
from babelwire_ingest.parsing.page_text.lines import Line, ends_sentence, glue, is_prose, unspaced, usual_gap
from babelwire_ingest.parsing.page_text.paragraphs import join_broken
from babelwire_ingest.parsing.people.printed_dates import has_date
from babelwire_ingest.parsing.people.unlabelled import people_named, stand_alone
from babelwire_ingest.parsing.people.writer import Reading
from babelwire_ingest.parsing.vocabulary import holds

Marked = tuple[Line, Mark | None]

_BESIDE_NAMES: Final = frozenset({Kind.PUBLISHED, Kind.UPDATED, Kind.TRANSLATED})
_READING: Final = Reading(lambda _: False, strict=True)
_ELLIPSIS: Final = ("...", "…")
_MAX_LEAD_LINES: Final = 40
_MAX_HEAD_LINES: Final = 14
_MAX_SITE_WORDS: Final = 4
_MAX_SITE_CHARACTERS: Final = 8
_MAX_TITLE: Final = 250
_LEAD_GAP: Final = 1
_MAX_SHORT: Final = 60
_WORD: Final = re.compile(r"\w{4,}")


@dataclass
class Head:
    """What the top of a page says, and where the article's text begins among the page's lines."""

    title: str | None = None
    lead: str | None = None
    site: str | None = None
    text_start: int = 0
    authors: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    published: Dating | None = None
    clues: list[Clue] = field(default_factory=list)


def find_head(page: list[Marked], holder: str | None, has_end: bool) -> Head:
    """Read the top of a page whose end is cut off. `holder` is the name in its copyright line, if any."""
    head = Head()
    top = [_dated(entry, index) for index, entry in enumerate(page)]
    top = [_signed(top, index) for index in range(len(top))]
    title_end, spaced = _title_end(top)
    names = [index for index in range(title_end) if top[index][1] is None]
    if not names:
        return head
    _read_marks(head, top[:title_end])
    parts = _without_site(head, [top[index][0] for index in names], holder, has_end, spaced)
    if not spaced and len(parts) > 1:
        parts = parts[_title_among(parts, [line.text for line, _ in top[title_end:]]) :]
        title_end = next(index for index in range(title_end) if top[index][0] is parts[0]) + 1
        parts = parts[:1]
    head.title = _joined(parts)[:_MAX_TITLE] if len(_joined(parts)) <= _MAX_TITLE else None
    head.text_start = _after_title(head, top, title_end, spaced)
    return head


def _dated(entry: Marked, index: int) -> Marked:
    line, mark = entry
    return (line, bare_date(line.text)) if mark is None and index < _MAX_HEAD_LINES else entry


def _signed(top: list[Marked], index: int) -> Marked:
    """A line's entry; where nothing but people are named between the title and the date or the translator, a byline."""
    line, mark = top[index]
    beside = (*top[index + 1 : index + 2], *top[max(index - 1, 0) : index])
    if mark or index >= _MAX_HEAD_LINES or not any(_dates_or_translates(*other) for other in beside):
        return line, mark
    names = [writer.name for writer in people_named(line.text, _READING)]
    titled = any(other is None and len(before.text) > len(line.text) for before, other in top[:index])
    texts = [other.text for other, _ in top if other is not line]
    if not names or not titled or not stand_alone(names, texts, None):
        return line, mark
    return line, Mark(Kind.BYLINE, names=tuple(names))


def _dates_or_translates(line: Line, mark: Mark | None) -> bool:
    if mark is not None:
        return mark.kind in _BESIDE_NAMES
    if len(line.text) > _MAX_SHORT:
        return False
    return has_date(line.text) or holds("translated_stem", line.text.casefold())


def _title_end(top: list[Marked]) -> tuple[int, bool]:
    """The index after the title, and whether a wider gap than between paragraphs follows it."""
    usual = usual_gap([line for line, _ in top])
    first = next((index for index, (line, mark) in enumerate(top) if mark is None and is_prose(line.text)), len(top))
    for index in range(1, min(first + 1, _MAX_HEAD_LINES, len(top))):
        before = top[index - 1]
        if top[index][0].gap > usual and before[1] is None and not before[0].text.endswith(_ELLIPSIS):
            alone = index == 1 and first > 1 and any(mark is None for _, mark in top[1:first])
            if not alone:
                return index, True
    if first == 0:
        return 1, len(top) > 1 and top[1][0].gap > usual
    return first, False


def _without_site(head: Head, parts: list[Line], holder: str | None, has_end: bool, spaced: bool) -> list[Line]:
    if len(parts) > 1 and _is_site(parts, holder, has_end):
        head.site = parts[0].text
        parts = parts[1:]
    tagline = len(parts) > 1 and parts[0].text.endswith(_ELLIPSIS)
    if tagline:
        head.clues.append(Clue(kind=ClueKind.TAGLINE, where=parts[0].where, words=parts[0].text))
        parts = parts[1:]
    elif spaced and head.site is not None and len(parts) > 1:
        # A slogan without dots: the title is what stands right before the gap.
        head.clues += [Clue(kind=ClueKind.TAGLINE, where=line.where, words=line.text) for line in parts[:-1]]
        parts = parts[-1:]
    return parts


def _is_site(parts: list[Line], holder: str | None, has_end: bool) -> bool:
    first, second = parts[0].text, parts[1].text
    if holder and (first.casefold() in holder.casefold() or holder.casefold() in first.casefold()):
        return True
    if ends_sentence(first):
        return False
    short = len(first) <= _MAX_SITE_CHARACTERS if unspaced(first) else len(first.split()) <= _MAX_SITE_WORDS
    return short and (second.endswith(_ELLIPSIS) or (has_end and len(second) > len(first)))


def _title_among(parts: list[Line], article_text: list[str]) -> int:
    """Which of the first two lines is the title: the text takes up a title's words, not a slogan's."""
    text_words = set(_WORD.findall(" ".join(article_text).casefold()))
    shares = []
    for line in parts[:2]:
        words = set(_WORD.findall(line.text.casefold()))
        shares.append(len(words & text_words) / len(words) if words else 0.0)
    return 1 if shares[1] > 2 * shares[0] else 0


def _joined(parts: list[Line]) -> str:
    title = ""
    for line in parts:
        title = glue(title, line.text)
    return title


def _after_title(head: Head, top: list[Marked], index: int, spaced: bool) -> int:
    """Read lead and the lines under a title; the index where the article's text begins."""
    usual = usual_gap([line for line, _ in top])
    leads: list[str] = []
    if spaced and index < len(top) and top[index][0].gap <= usual + _LEAD_GAP and top[index][1] is None:
        leads = [top[index][0].text]
        index += 1
        most = min(len(top), index + _MAX_LEAD_LINES)
        while index < most and top[index][1] is None and len(join_broken([*leads, top[index][0].text])) == 1:
            leads.append(top[index][0].text)
            index += 1
    else:
        stand_first = index
        while stand_first < min(index + 2, len(top)) and top[stand_first][1] is None:
            stand_first += 1
        if stand_first < len(top) and _signs(top[stand_first][1]):
            leads = [line.text for line, _ in top[index:stand_first]]
            index = stand_first
    end = index
    while end < len(top) and top[end][1] is not None:
        end += 1
    _read_marks(head, top[index:end])
    head.lead = " ".join(join_broken(leads)) or None
    return end


def _signs(mark: Mark | None) -> bool:
    return mark is not None and mark.kind in {Kind.BYLINE, Kind.PUBLISHED, Kind.UPDATED}


def _read_marks(head: Head, entries: list[Marked]) -> None:
    for line, mark in entries:
        if mark is None:
            continue
        if mark.kind is Kind.BYLINE:
            head.authors += [name for name in mark.names if name not in head.authors]
            head.clues.append(Clue(kind=ClueKind.BYLINE, where=line.where, words=line.text))
        elif mark.kind is Kind.TRANSLATED:
            head.clues.append(Clue(kind=ClueKind.TRANSLATION_NOTE, where=line.where, words=line.text))
        elif mark.kind in {Kind.SOURCE, Kind.ORIGINAL_LINK}:
            head.sources += [name for name in mark.names if name not in head.sources]
            kind = ClueKind.SOURCE_LINE if mark.kind is Kind.SOURCE else ClueKind.ORIGINAL_LINK
            head.clues.append(Clue(kind=kind, where=line.where, words=line.text))
        if mark.dating and mark.kind in {Kind.PUBLISHED, Kind.BYLINE}:
            head.published = head.published or mark.dating
