"""What pages that are no articles call themselves, in their titles and addresses."""

import re
import unicodedata
from enum import IntEnum
from functools import cache, lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from babelwire_ingest.parsing.other_pages.page_kinds import folded, words_of_kinds
from babelwire_ingest.parsing.page_text.lines import unspaced

_GOES_ON: Final = "…"
_NO_WORD: Final = re.compile(r"[^\w°]+|_+")
_SIGNS: Final = re.compile(r"[\u0300-\u036f\u0590-\u10ff\u1780-\u17ff\u200b-\u200f]")
_NUMBER: Final = re.compile(r"[\d.:/-]+(?:st|nd|rd|th)?")
_MAX_TERM: Final = 7
_MAX_REST: Final = 3
_MAX_OPENED: Final = 10
_MAX_UNSPACED_REST: Final = 6
_DOUBLE_ACCENTS: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})
_EXTENSION: Final = re.compile(r"\.(?:s?html?|php\d?|aspx?|jsp|do|cfm|xml)$")
_MAX_SEGMENT_WORDS: Final = 3
_MAX_SEGMENT: Final = 30
_LONG_NUMBER: Final = re.compile(r"\d{5}")
_GATES: Final = frozenset(
    "next return returnurl return_url returnto redirect redirect_to redirecturl callbackurl continue goto target "
    "url to dest destination backurl back ziel origem origin ref_url retour rurl returnpath".split()
)
_SEARCHED: Final = frozenset("q query search keyword keywords suche buscar s".split())
_WITHIN: Final = frozenset(
    "topic author search archive weather markets programme scores quiz poll epaper classifieds shop calendar media "
    "comments jobs forum login consent subscription newsletter challenge failure".split()
)
"""Kinds whose address goes on after the segment that says so: `/tag/water`, `/archive/2009/11`."""

_CATEGORIES: Final = frozenset("category categories rubrique ressort rubrik rubrika section kategorie channel".split())
_EDITIONS: Final = frozenset("www m mobile en news amp".split())


_OFTEN: Final = frozenset({"home", "section"})
"""Kinds whose names stand in any title: news, sport, the world."""


class Degree(IntEnum):
    """How much of a title is the name of a kind of page: its edge, how it opens and what for, or all of it."""

    EDGE = 1
    OPENS = 2
    WHOLE = 3


class Named(NamedTuple):
    """The kind of page that a title names."""

    kind: str
    degree: Degree


def named(title: str) -> Named | None:
    """The kind of page that a title, without the site's name, says it is the title of."""
    words = _plain(title).split()
    if not words:
        return None
    if kind := _whole(words):
        return Named(kind, Degree.WHOLE)
    start = folded(title)
    if len(words) <= _MAX_OPENED and start.startswith(tuple(_openings())):
        return Named(next(kind for term, kind in _openings().items() if start.startswith(term)), Degree.OPENS)
    if edge := _edge(words):
        term, kind = edge
        return Named(kind, Degree.OPENS if kind == "search" and " " in term else Degree.EDGE)
    return None


def addressed(url: str) -> tuple[str, str] | None:
    """The kind of page that an address says it leads to, with the part of it that says so."""
    parts = urlsplit(url)
    segments = [
        _EXTENSION.sub("", part).replace("_", "-") for part in unquote(parts.path).casefold().split("/") if part
    ]
    if segments and (kind := _slugs().get(_squeezed(segments[-1]))) and (kind in _WITHIN or _short(segments[:-1])):
        return kind, f"/{segments[-1]}"
    for at, segment in enumerate(segments[:-1]):
        kind = _slugs().get(_squeezed(segment))
        if (kind in _WITHIN or segment in _CATEGORIES) and _short(segments[at + 1 :], numbers=True):
            return kind or "section", f"/{segment}/"
    label = parts.netloc.casefold().split(".")[0]
    if (
        label not in _EDITIONS
        and (kind := _slugs().get(_squeezed(label))) in _WITHIN
        and _short(segments, numbers=True)
    ):
        return kind or "", f"{label}."
    for field in parts.query.split("&"):
        name, _, value = field.partition("=")
        if name.casefold() in _GATES and unquote(value).startswith(("/", "http")):
            return "login", f"?{name}="
        if name.casefold() in _SEARCHED and value and _short(segments):
            return "search", f"?{name}="
    return None


def same_name(one: str, other: str) -> bool:
    """Whether two names are one, written with other spaces, marks or endings."""
    left, right = sorted((_squeezed(one), _squeezed(other)), key=len)
    return bool(left) and (left == right or (left in right and len(left) * 4 >= len(right) * 3))


def _whole(words: list[str]) -> str | None:
    """The kind whose terms a title consists of, with nothing but numbers and fillers between them."""
    found: str | None = None
    at = 0
    while at < len(words):
        for length in range(min(_MAX_TERM, len(words) - at), 0, -1):
            if kind := _terms().get(" ".join(words[at : at + length])):
                found = found or kind
                at += length
                break
        else:
            if words[at] not in _filler() and not _NUMBER.fullmatch(words[at]):
                return None
            at += 1
    return found


def _edge(words: list[str]) -> tuple[str, str] | None:
    """The term that a short title begins or ends with, and its kind."""
    for length in range(min(_MAX_TERM, len(words) - 1), 0, -1):
        for term, rest in ((words[:length], words[length:]), (words[-length:], words[:-length])):
            kind = _terms().get(" ".join(term))
            if kind is None or kind in _OFTEN:
                continue
            if sum(word not in _filler() and not _NUMBER.fullmatch(word) for word in rest) <= _MAX_REST:
                return " ".join(term), kind
    text = words[0]
    if len(words) <= _MAX_REST and unspaced(text):
        for length in range(len(text) - 1, max(1, len(text) - _MAX_UNSPACED_REST) - 1, -1):
            for part in (text[:length], text[-length:]):
                kind = _terms().get(part)
                if kind is not None and kind not in _OFTEN:
                    return part, kind
    return None


def _short(segments: list[str], *, numbers: bool = False) -> bool:
    """Whether no segment of an address reads as an article's: a headline in it, or its number."""
    return all(
        segment.count("-") < _MAX_SEGMENT_WORDS
        and len(segment) <= _MAX_SEGMENT
        and (numbers or not _LONG_NUMBER.search(segment))
        for segment in segments
    )


def _plain(text: str) -> str:
    return " ".join(_NO_WORD.sub(" ", _unsigned(text)).split())


def _unsigned(text: str) -> str:
    """The text without the signs over and under letters that are no letters: Indian vowels, Arabic marks, joiners."""
    plain = folded(text)
    if not _SIGNS.search(plain):
        return plain
    return "".join(character for character in plain if unicodedata.category(character) not in {"Mn", "Mc", "Cf"})


@lru_cache(maxsize=1024)
def _squeezed(text: str) -> str:
    """A name as the letters and digits of an address."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_DOUBLE_ACCENTS))
    return "".join(character for character in plain if character.isalnum())


@cache
def _terms() -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, languages in words_of_kinds()["names"].items():
        for terms in languages.values():
            for term in terms:
                if not term.endswith(_GOES_ON):
                    found.setdefault(_plain(term), kind)
    return found


@cache
def _openings() -> dict[str, str]:
    return {
        folded(term.removesuffix(_GOES_ON)): kind
        for kind, languages in words_of_kinds()["names"].items()
        for terms in languages.values()
        for term in terms
        if term.endswith(_GOES_ON)
    }


@cache
def _slugs() -> dict[str, str]:
    found = {_squeezed(slug): kind for kind, slugs in words_of_kinds()["address"].items() for slug in slugs}
    for kind, languages in words_of_kinds()["names"].items():
        for terms in languages.values():
            for term in terms:
                if not term.endswith(_GOES_ON):
                    found.setdefault(_squeezed(term), kind)
    found.pop("", None)
    return found


@cache
def _filler() -> frozenset[str]:
    return frozenset(_plain(word) for word in words_of_kinds()["filler"]["any"])
