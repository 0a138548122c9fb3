"""One name in a byline: whose it is, and without the role, place and paper that are printed with it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from babelwire_ingest.parsing.page_text.lines import unspaced
from babelwire_ingest.parsing.people.accounts import is_account
from babelwire_ingest.parsing.people.byline_patterns import beside
from babelwire_ingest.parsing.people.byline_words import (
    begins_with_place,
    has_other_role,
    has_outlet_word,
    has_role,
    is_agency,
    is_byline_word,
    is_desk,
    without_paper,
    without_role,
    without_role_behind,
)
from babelwire_ingest.parsing.people.names import looks_like_name
from babelwire_ingest.parsing.vocabulary import begins


class Hand(Enum):
    """Who a name in a byline is; NOBODY for a role without a name, and for what a system calls a user."""

    PERSON = auto()
    AGENCY = auto()
    DESK = auto()
    OUTLET = auto()
    NOBODY = auto()


@dataclass(frozen=True)
class Writer:
    """A name in a byline, as printed."""

    name: str
    hand: Hand


IsOutlet = Callable[[str], bool]


@dataclass(frozen=True)
class Reading:
    """How a byline is read: which names are the site's own, and the language of the page, if it says so.

    `strict` where the text may be no byline: then names must look like names.
    """

    is_outlet: IsOutlet
    language: str | None = None
    strict: bool = False


NOT_THEIRS: Final = "\ue000"
"""Stands behind a name whose brackets say that it is a photographer's, or another's who did not write."""

REPORTED: Final = re.compile(r"[\u4e00-\u9fff]*(?:报道|報導|報道|专访|專訪|采访|採訪|连线|連線|摄影|攝影|电|電|讯|訊)$")
"""How a report in Chinese ends the word for the place that it was sent from."""

EAST_ASIAN: Final = re.compile("[\u3040-\u9fff\uac00-\ud7a3]")

_SENTENCE_END: Final = re.compile(r"[!?:;…。！？]$|(?<=[^\W\d_]{4})\.$")
_DOMAIN: Final = re.compile(r"(?:^|.*[\s/])[\w-]{2,}\.[a-z]{2,}(?:[\s/].*|$)", re.ASCII | re.DOTALL)
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.)+-?(?:[^\W\d_]\.?)*")
_NAMED: Final = frozenset({Hand.PERSON, Hand.DESK, Hand.OUTLET})
_POSTPOSITION: Final = re.compile(r"\s+(?:द्वारा|কর্তৃক)$")
"""Words for "by" behind the name."""
_QUOTED: Final = re.compile("(?P<before>[^\\s«»„“「『]+\\s+)?[«„“「『][^«»„“”「」『』]{2,}[»“”」』]?")
_FROM_PLACE: Final = re.compile(r"da(?:l|i|lla|gli)?\s+[^\W\d_a-z]\S+")
_ARTICLES: Final = frozenset("El La Le Les Die Der Das Il The Het".split())
_NUMBER: Final = re.compile(r"\d+")
_TWO: Final = 2
_MAX_WORDS: Final = 5
_MAX_SAID: Final = 8
_MAX_NAME: Final = 60
_MAX_UNSPACED: Final = 30


def read_writer(text: str, reading: Reading) -> Writer | None:
    """The writer whom a part of a byline names; None where it names nobody who wrote."""
    if has_other_role(text) or begins_with_place(text) or (reading.language == "it" and _FROM_PLACE.fullmatch(text)):
        return None
    text = without_role_behind(_POSTPOSITION.sub("", text))
    if EAST_ASIAN.search(text):
        text = REPORTED.sub("", beside().sub("", text)) or text
    hand = hand_of(text, reading)
    if hand is Hand.PERSON and len(text.split()) > _MAX_SAID:
        return None
    if hand is Hand.PERSON and has_role(text):
        text = without_role(text) or text
        hand = Hand.NOBODY if has_role(text) else hand_of(text, reading)
    if hand is Hand.PERSON:
        text = without_paper(text, reading.is_outlet)
    text = text.strip(" ,–—-*·")
    words = text.split() if not is_byline_word(text) else []
    if not words or len(words) > _MAX_WORDS or len(text) > _MAX_NAME or not any(map(str.isalpha, text)):
        return None
    if reading.strict and hand in _NAMED and not _may_be_name(text) and not _is_short_desk(text, hand):
        return None
    if hand is Hand.PERSON and (_SENTENCE_END.search(text) or _is_numbered(text, reading)):
        return None
    return Writer(text, hand)


def _is_short_desk(text: str, hand: Hand) -> bool:
    """Whether a text is a desk in two or three words, which need no capitals: "La rédaction"."""
    return hand is Hand.DESK and len(text.split()) < _MAX_WORDS - 1 and _SENTENCE_END.search(text) is None


def _is_numbered(text: str, reading: Reading) -> bool:
    """Whether a text has a number, as dates and counts have; one in a declared name is part of it."""
    return len(_NUMBER.findall(text)) > (0 if reading.strict else 1)


def _may_be_name(text: str) -> bool:
    if not looks_like_name(text, _MAX_WORDS) or (len(text) > _MAX_UNSPACED and unspaced(text)):
        return False
    folded = text.casefold()
    return begins("updated", folded) is None and begins("published", folded) is None


def hand_of(text: str, reading: Reading) -> Hand:
    """Whose name a text is."""
    if is_agency(text):
        return Hand.AGENCY
    if reading.is_outlet(text) or _DOMAIN.fullmatch(text) or _is_quoted_paper(text):
        return Hand.OUTLET
    if unspaced(text) and has_outlet_word(text):
        return Hand.OUTLET
    if is_account(text):
        return Hand.NOBODY
    if is_desk(text) and not has_role(text):
        return Hand.DESK
    return Hand.PERSON


def _is_quoted_paper(text: str) -> bool:
    """Whether a text is a name in quotation marks, alone or behind the word for a paper."""
    match = _QUOTED.fullmatch(text)
    return match is not None and (match["before"] is None or has_outlet_word(match["before"].strip()))


def is_place_of_work(writer: Writer, reading: Reading) -> bool:
    """Whether what stands behind a name is no other writer, but where that one works."""
    if writer.hand is not Hand.PERSON or has_outlet_word(writer.name):
        return True
    words = writer.name.split()
    if len(words) == _TWO and words[0] in _ARTICLES:
        return True
    if not writer.name.isupper() and any(map(_is_abbreviation, words)):
        return True
    runs = (words[start:end] for start in range(len(words)) for end in range(start + 1, len(words) + 1))
    return any(reading.is_outlet(name) or is_agency(name) for name in map(" ".join, runs))


def _is_abbreviation(word: str) -> bool:
    first = word.partition("-")[0]
    return first.isupper() and len(first) > 1 and _INITIALS.fullmatch(word) is None
