"""What a single line of a page is when it is no part of the article's text."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from functools import cache, lru_cache
from typing import Final

from babelwire_contracts.content import Precision
from babelwire_ingest.parsing.dating import dates
from babelwire_ingest.parsing.page_text.translation_note import is_translation_note
from babelwire_ingest.parsing.people.byline_words import may_begin
from babelwire_ingest.parsing.people.chosen import chosen_names
from babelwire_ingest.parsing.people.names import all_names, bare_name, split_names
from babelwire_ingest.parsing.people.translators import translators
from babelwire_ingest.parsing.people.writer import Reading
from babelwire_ingest.parsing.people.writers import names_writer, read_writers
from babelwire_ingest.parsing.vocabulary import alternatives


class Kind(Enum):
    """Sorts of boilerplate lines."""

    SOURCE = auto()
    ARCHIVE = auto()
    HEADING = auto()
    ROW = auto()
    CREDITS = auto()
    BYLINE = auto()
    PUBLISHED = auto()
    UPDATED = auto()
    ORIGINAL_LINK = auto()
    TRANSLATED = auto()
    RIGHTS = auto()
    NAVIGATION = auto()
    BOILERPLATE = auto()
    PROMOTION = auto()


@dataclass(frozen=True)
class Mark:
    """A boilerplate line's kind with what it says: names, a date, the title and category of a row."""

    kind: Kind
    names: tuple[str, ...] = ()
    dating: dates.Dating | None = None
    title: str | None = None
    category: str | None = None


_ROW: Final = re.compile(
    r"(?P<words>.*?)[\s|·•–-]*(?P<at>\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|UTC|[+-]\d\d:?\d\d))"
)
_ROW_CATEGORY: Final = re.compile(r"(?P<title>.*?)(?:^|\s)(?P<category>[^\s/]+(?:/[^\s/]+)+)")
_MAX_CATEGORY_WORDS: Final = 3
_SEPARATOR: Final = re.compile(r"\s+[|·•›»>]+\s+|\s+/\s+")
_COPYRIGHT: Final = re.compile(r"(?:©|\(c\)\s|copyright\b)\s*", re.IGNORECASE)
_COPYRIGHT_NAME: Final = re.compile(
    r"(?:copyright\s*)?(?:©|\(c\)|copyright)\s*(?:\d{4}(?:\s?[-–]\s?\d{4})?)[\s,]+(?:by\s+)?([^.|\-–•·,]{2,60}).*",
    re.IGNORECASE,
)
_DATED: Final = re.compile(r"\D{3,60}?(\d{4}-\d\d-\d\d)[.:]?")
_PARTS: Final = re.compile(r"\s+[|·•–—-]\s+")
_DIGIT: Final = re.compile(r"\d")
_READING: Final = Reading(lambda _: False, strict=True)
_LONG_LINE: Final = 160
_MAX_PROMOTION_WORDS: Final = 14
_MAX_NOTE_WORDS: Final = 18
_MAX_ARCHIVE_WORDS: Final = 10
_MIN_PIECES: Final = 3
_MAX_PIECE_WORDS: Final = 4


@cache
def _pattern(template: str, kind: str) -> re.Pattern[str]:
    return re.compile(template.replace("TERMS", f"(?:{alternatives(kind)})"), re.IGNORECASE)


# The lines of a page are asked about more than once, and pages of one site have many in common.
@lru_cache(maxsize=8192)
def classify(text: str) -> Mark | None:
    """The mark of a line of boilerplate; None where it may be of the article's text. The caller judges by position."""
    if len(text) > _LONG_LINE:
        return Mark(Kind.TRANSLATED) if is_translation_note(text) else None
    for rule in (
        _row,
        _heading,
        _rights,
        _archive,
        _published,
        _source,
        _credits,
        _original,
        _byline,
        _translated,
        _site,
    ):
        if mark := rule(text):
            return mark
    return None


def bare_date(text: str) -> Mark | None:
    """A line that is a date and nothing else, as a time of publication."""
    found = dates.moment(text, "dateline")
    return Mark(Kind.PUBLISHED, dating=found) if found else None


def undated_archive(text: str) -> Mark | None:
    """A line of a few unknown words around one day, which at a page's end is taken for its archive line."""
    match = _DATED.fullmatch(text)
    found = dates.day(match[1]) if match else None
    return _archive_mark(found) if found and len(text.split()) <= _MAX_ARCHIVE_WORDS else None


def copyright_name(text: str) -> str | None:
    """The holder that a copyright line names right after its year."""
    match = _COPYRIGHT_NAME.fullmatch(text)
    return bare_name(match[1]) or None if match else None


def _row(text: str) -> Mark | None:
    match = _ROW.fullmatch(text) if _DIGIT.search(text) else None
    if match is None:
        return None
    found = dates.iso(match["at"].replace(" ", ""), "row") or dates.iso(match["at"], "row")
    words = match["words"].strip()
    split = _ROW_CATEGORY.fullmatch(words)
    if split and split["title"]:
        title, category = split["title"].strip(), split["category"]
    elif split or len(words.split()) <= _MAX_CATEGORY_WORDS:
        title, category = None, words or None
    else:
        title, category = words, None
    return Mark(Kind.ROW, dating=_with_fraction(found, match["at"]), title=title, category=category)


def _with_fraction(found: dates.Dating | None, printed: str) -> dates.Dating | None:
    fraction = re.search(r"\.(\d{1,6})", printed)
    if found is None or fraction is None:
        return found
    return dates.Dating(found.at.replace(microsecond=int(fraction[1].ljust(6, "0"))), found.precision, found.source)


def _heading(text: str) -> Mark | None:
    return Mark(Kind.HEADING) if _pattern(r"TERMS\s*[:：…>»]*", "list_heading").fullmatch(text) else None


def _rights(text: str) -> Mark | None:
    if _COPYRIGHT.match(text) and not _pattern(r".*\bTERMS\b.*", "photo").fullmatch(text):
        name = copyright_name(text)
        return Mark(Kind.RIGHTS, names=(name,) if name else ())
    return None


def _archive_mark(found: datetime) -> Mark:
    return Mark(Kind.ARCHIVE, dating=dates.Dating(found.astimezone(UTC), Precision.DAY, "archive line"))


def _archive(text: str) -> Mark | None:
    if not _DIGIT.search(text):
        return None
    for template, kind in ((r"TERMS\s*[:：]?\s*(.+)", "archive_before"), (r"(.+?)\s*TERMS", "archive_after")):
        match = _pattern(template, kind).fullmatch(text)
        if match and (found := dates.day(match[1])):
            return _archive_mark(found)
    return None


def _published(text: str) -> Mark | None:
    if not _DIGIT.search(text):
        return None
    for part in _PARTS.split(text):
        match = _pattern(r"TERMS\s*[:：]?\s*(.+)", "published").fullmatch(part)
        if match and (found := dates.moment(match[1], "dateline")):
            return Mark(Kind.PUBLISHED, dating=found)
        changed = _pattern(r"TERMS\s*[:：]?\s*(.+)", "updated").fullmatch(part)
        if changed and any(character.isdigit() for character in changed[1]):
            return Mark(Kind.UPDATED)
    return None


def _source(text: str) -> Mark | None:
    match = _pattern(r"TERMS\s*[:：]\s*(.+)", "source").fullmatch(text) if may_begin(text, "source") else None
    names = split_names(match[1], in_sentence=False) if match and len(match[1].split()) <= _MAX_PROMOTION_WORDS else []
    return Mark(Kind.SOURCE, names=tuple(names)) if names else None


def _credits(text: str) -> Mark | None:
    match = _pattern(r"TERMS[\s:：]*(.+?)[.。]?", "credits").fullmatch(text)
    if match is None or not all_names(match[1]):
        return None
    return Mark(Kind.CREDITS, names=tuple(split_names(match[1])))


def _original(text: str) -> Mark | None:
    if not may_begin(text, "original_link"):
        return None
    match = _pattern(r"TERMS(?:\s*[:：]\s*|\s+|$)(.*?)\.?", "original_link").fullmatch(text)
    if match is None or len(match[1].split()) > _MAX_ARCHIVE_WORDS:
        return None
    name = bare_name(match[1])
    # With a colon it is the title of the original, behind a label that is longer than ours.
    return Mark(Kind.ORIGINAL_LINK, names=(name,) if name and ":" not in name else ())


def _byline(text: str) -> Mark | None:
    if not may_begin(text.lstrip("([（【 "), "byline", "byline_label", "role_beside"):
        return None
    parts = _PARTS.split(text)
    match = _pattern(r"TERMS(?:\s*[:：/]\s*|\s+)(.+?)", "byline").fullmatch(parts[0])
    named = match is not None and all_names(match[1], 5) and not _DIGIT.search(match[1])
    if not named and not names_writer(text):
        return None
    names = chosen_names(read_writers(text, _READING))
    dated = next((found for part in parts[1:] if (found := dates.moment(part, "dateline"))), None)
    return Mark(Kind.BYLINE, names=tuple(names), dating=dated)


def _translated(text: str) -> Mark | None:
    begins = _pattern(r"\W?TERMS\b.*", "translated").fullmatch(text)
    short = begins is not None and len(text.split()) <= _MAX_NOTE_WORDS
    names = translators(text)
    return Mark(Kind.TRANSLATED, names=tuple(names)) if names or short or is_translation_note(text) else None


def _site(text: str) -> Mark | None:
    if _pattern(r"TERMS\s*[:：…]*", "boilerplate").fullmatch(text):
        return Mark(Kind.BOILERPLATE)
    if _pattern(r"TERMS\b.*", "promotion").fullmatch(text) and len(text.split()) <= _MAX_PROMOTION_WORDS:
        return Mark(Kind.PROMOTION)
    pieces = _SEPARATOR.split(text)
    if len(pieces) >= _MIN_PIECES and all(len(piece.split()) <= _MAX_PIECE_WORDS for piece in pieces):
        return Mark(Kind.NAVIGATION)
    return None
