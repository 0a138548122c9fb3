"""What pages that are no articles call themselves, in many languages; the words are data beside this module."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple
from urllib.parse import unquote, urlsplit

from babelwire_ingest.parsing.page_text.lines import unspaced

_FILE: Final = "page_names.toml"
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


GATES: Final = ("not_found", "failure", "challenge", "login", "search", "notice")
"""Kinds that stand in the way of a page: no article has the name of one for its title."""

WALLS: Final = (*GATES, "consent", "subscription")

WORDY: Final = frozenset(
    "author about policy imprint advertising subscription consent jobs shop newsletter help".split()
)
"""Kinds that have paragraphs of prose as an article has."""

KINDS: Final = {
    "home": "a front page",
    "section": "a section of a site",
    "latest": "a list of headlines",
    "search": "a page of search results",
    "topic": "a list of articles",
    "author": "a page of a writer",
    "not_found": "an error page",
    "failure": "an error page",
    "challenge": "a page on the way to another",
    "login": "a door to log in or register",
    "consent": "a consent wall",
    "notice": "a consent wall",
    "subscription": "a wall or an offer to subscribe",
    "newsletter": "a page to sign up for a newsletter",
    "contact": "a contact page",
    "about": "a page about the site",
    "policy": "a page of terms",
    "imprint": "an imprint",
    "advertising": "a page for advertisers",
    "jobs": "a page of jobs",
    "archive": "an archive",
    "feeds": "a list of feeds",
    "forum": "a forum",
    "weather": "a weather page",
    "markets": "a page of prices",
    "programme": "a programme of broadcasts",
    "scores": "a page of results",
    "quiz": "a puzzle or a game",
    "poll": "a poll",
    "epaper": "a viewer of the printed paper",
    "classifieds": "advertisements",
    "shop": "a page of a shop",
    "calendar": "a calendar of events",
    "media": "a page of recordings or pictures",
    "comments": "comments alone",
    "help": "a page of help",
}


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
    folded = _folded(title)
    if len(words) <= _MAX_OPENED and folded.startswith(tuple(_openings())):
        return Named(next(kind for term, kind in _openings().items() if folded.startswith(term)), Degree.OPENS)
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


def said(kinds: Iterable[str], text: str) -> list[str]:
    """The words in a text that pages of one of these kinds say to their readers, longest first, none within another."""
    folded = _folded(text)
    found: list[str] = []
    for words in sorted(
        {words for kind in kinds for words in _says(kind) if words in folded}, key=lambda words: (-len(words), words)
    ):
        if not any(words in longer for longer in found):
            found.append(words)
    return found


def says_little_else(kinds: Iterable[str], text: str) -> list[str]:
    """The words of `said` where they make up half of a text."""
    words = said(kinds, text)
    return words if 2 * sum(map(len, words)) >= len(text) else []


def is_walls(sentence: str) -> bool:
    """Whether a sentence is one that walls, doors and errors say: of consent or an offer in two ways at least."""
    return bool(said(GATES, sentence)) or any(len(said([kind], sentence)) > 1 for kind in ("consent", "subscription"))


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
            left = [word for word in rest if word not in _filler() and not _NUMBER.fullmatch(word)]
            kind = _terms().get(" ".join(term))
            if kind is not None and kind not in _OFTEN and len(left) <= _MAX_REST:
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


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().replace("’", "'").replace("“", '"').split())


def _plain(text: str) -> str:
    return " ".join(_NO_WORD.sub(" ", _unsigned(text)).split())


def _unsigned(text: str) -> str:
    """The text without the signs over and under letters that are no letters: Indian vowels, Arabic marks, joiners."""
    folded = _folded(text)
    if not _SIGNS.search(folded):
        return folded
    return "".join(character for character in folded if unicodedata.category(character) not in {"Mn", "Mc", "Cf"})


def _squeezed(text: str) -> str:
    """A name as the letters and digits of an address."""
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_DOUBLE_ACCENTS))
    return "".join(character for character in folded if character.isalnum())


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("babelwire_ingest.parsing").joinpath(_FILE).read_text(encoding="utf-8"))


@cache
def _terms() -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, languages in _data()["names"].items():
        for terms in languages.values():
            for term in terms:
                if not term.endswith(_GOES_ON):
                    found.setdefault(_plain(term), kind)
    return found


@cache
def _openings() -> dict[str, str]:
    return {
        _folded(term.removesuffix(_GOES_ON)): kind
        for kind, languages in _data()["names"].items()
        for terms in languages.values()
        for term in terms
        if term.endswith(_GOES_ON)
    }


@cache
def _slugs() -> dict[str, str]:
    found = {_squeezed(slug): kind for kind, slugs in _data()["address"].items() for slug in slugs}
    for kind, languages in _data()["names"].items():
        for terms in languages.values():
            for term in terms:
                if not term.endswith(_GOES_ON):
                    found.setdefault(_squeezed(term), kind)
    found.pop("", None)
    return found


@cache
def _says(kind: str) -> tuple[str, ...]:
    return tuple(_folded(words) for language in _data()["says"][kind].values() for words in language)


@cache
def _filler() -> frozenset[str]:
    return frozenset(_plain(word) for word in _data()["filler"]["any"])
