"""What the words around a date in a line say of it: published, changed, something else, or running text."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import Final

from babelwire_ingest.parsing.dating.habits import Habits
from babelwire_ingest.parsing.dating.month_names import bare, weekdays
from babelwire_ingest.parsing.dating.printed import Printed, find_dates
from babelwire_ingest.parsing.page_text.boilerplate import Kind as Boilerplate
from babelwire_ingest.parsing.page_text.boilerplate import classify
from babelwire_ingest.parsing.page_text.lines import has_case, is_prose, unspaced
from babelwire_ingest.parsing.people.names import all_names
from babelwire_ingest.parsing.vocabulary import one_of, terms


class Kind(Enum):
    """What a printed date is the date of."""

    PUBLISHED = auto()
    PLAIN = auto()
    """Nothing says of what, and it stands among nothing but names, counts and other dates."""
    CHANGED = auto()
    STATE = auto()
    """As of when the text stands."""
    OTHER = auto()
    RUNNING = auto()


@dataclass(frozen=True)
class Said:
    """A printed date, and what it is the date of."""

    kind: Kind
    printed: Printed


_LABELS: Final = {
    "state_date": Kind.STATE,
    "published": Kind.PUBLISHED,
    "updated": Kind.CHANGED,
    "other_date": Kind.OTHER,
}
_PIECES: Final = re.compile(r"\s*[|·•–—/,،;:：()\[\]«»\"“”→>*@【】（）]+\s*|\s+-\s+|^-\s*|\s*-$")
_JOINING: Final = re.compile(r"\s(?:on|le|am|el|il|den|op|på|em|dnia|dne|w dniu|at)\s*$", re.IGNORECASE)
_SEGMENTS: Final = re.compile(r"\s*[|·•—>]+\s*|\s+[-–/]\s+")
_DATE: Final = "\ue000"
"""Stands for a date in a line that is looked at without its dates."""
_COUNT: Final = re.compile(r"\d+[\s-]*\w*\W?(?:\s+\w+){0,2}")
_CLOSING: Final = " )）」】.。/|"
_MAX_LINE: Final = 220
_MAX_LABELLED: Final = 160
_NEAR: Final = 200
_MAX_BETWEEN: Final = 6
_MAX_WORDS: Final = 4
_MAX_NAME_WORDS: Final = 6
_MAX_UNSPACED: Final = 20
_BY: Final = frozenset(
    {Boilerplate.BYLINE, Boilerplate.SOURCE, Boilerplate.PUBLISHED, Boilerplate.UPDATED, Boilerplate.BOILERPLATE}
)


def read_dateline(line: str, habits: Habits, label: str = "") -> list[Said]:
    """The dates of a line, each with what it is the date of. `label` is a line before that is nothing but a label."""
    text, found = find_dates(line, habits)
    if not found:
        return []
    text = f"{text} "
    running = len(text) > _MAX_LINE or is_prose(text.strip())
    if running and not (len(text) <= _MAX_LABELLED and _label().match(text)):
        return [Said(Kind.RUNNING, printed) for printed in found]
    kinds: list[Kind | None] = []
    begin = 0
    for at, printed in enumerate(found):
        before = text[begin : printed.start]
        after = text[printed.end : found[at + 1].start if at + 1 < len(found) else len(text)]
        begin = printed.end
        kind = _label_before(before if at or before.strip() else label)
        if kind is None and (behind := _label_behind(after, last=at + 1 == len(found))):
            kind, length = behind
            begin += length
        kinds.append(kind)
    plain = _is_plain(text, found)
    return [
        Said(kind or (Kind.PLAIN if plain else Kind.RUNNING), printed)
        for kind, printed in zip(kinds, found, strict=True)
    ]


def is_label(line: str) -> bool:
    """Whether a line is a label for a date and nothing but."""
    match = _label().fullmatch(line.strip(" :："))
    return match is not None


def says_changed(words: str) -> bool:
    """Whether the words before a date say that it is that of a change."""
    return _label_before(words) is Kind.CHANGED


def _label_before(words: str) -> Kind | None:
    # A label stands a few words before its date; what is further before decides nothing.
    words = words[-_NEAR:]
    labels = list(_label().finditer(words))
    if not labels:
        return None
    last = labels[-1]
    kind = _LABELS[last.lastgroup or ""]
    between = len(words[last.end() :].split())
    if between > (1 if kind is Kind.OTHER else _MAX_BETWEEN):
        return None
    first = last
    if len(labels) > 1 and not words[labels[-2].end() : last.start()].strip():
        # "Updated date": the second word says nothing of its own.
        first = labels[-2]
        kind = _LABELS[first.lastgroup or ""]
    piece = _PIECES.split(words[: first.start()])[-1].strip()
    return kind if not piece or unspaced(piece) or _is_known(piece) else None


def _label_behind(words: str, *, last: bool) -> tuple[Kind, int] | None:
    match = _label().search(words)
    if match is None:
        return None
    joined = match.start() == 0 and unspaced(match[0])
    alone = last and len(words[: match.start()].split()) <= 1 and not words[match.end() :].strip(_CLOSING)
    return (_LABELS[match.lastgroup or ""], match.end()) if joined or alone else None


def _is_plain(text: str, found: list[Printed]) -> bool:
    """Whether a line says nothing beside its dates that could say what they are the dates of.

    What a bar or a dash parts from every date may be a few words of any kind: a section, a reading time.
    """
    bare = ""
    begin = 0
    for printed in found:
        bare += _JOINING.sub("", _label().sub("|", text[begin : printed.start])) + _DATE
        begin = printed.end
    bare += _label().sub("|", text[begin:])
    for segment in _SEGMENTS.split(bare):
        known = all(_is_known(piece) for piece in _PIECES.split(segment.replace(_DATE, "|")) if piece.strip())
        if not known and (_DATE in segment or len(segment.split()) > _MAX_BETWEEN):
            return False
    return True


def _is_known(piece: str) -> bool:
    piece = piece.strip(" .،。-")
    if not any(map(str.isalpha, piece)) or _COUNT.fullmatch(piece):
        return True
    if unspaced(piece):
        return len(piece) <= _MAX_UNSPACED
    if all(bare(word) in weekdays() for word in piece.split()):
        return True
    if not has_case(piece):
        return len(piece.split()) <= _MAX_WORDS
    if all_names(piece, _MAX_NAME_WORDS):
        return True
    mark = classify(piece)
    return len(piece) == 1 or (mark is not None and mark.kind in _BY)


@cache
def _label() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{kind}>{_alternatives(kind)})" for kind in _LABELS), re.IGNORECASE)


def _alternatives(kind: str) -> str:
    return one_of(terms(kind), _alone)


def _alone(term: str) -> str:
    return (
        re.escape(term) if unspaced(term) else rf"(?<!\w){re.escape(term).replace(chr(92) + ' ', chr(92) + 's+')}(?!\w)"
    )
