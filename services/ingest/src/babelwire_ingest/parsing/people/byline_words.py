"""What the words of a byline are beside names: roles, desks, agencies, outlets, places."""

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from babelwire_ingest.parsing.page_text.lines import unspaced
from babelwire_ingest.parsing.vocabulary import terms

_BESIDE_HANGUL: Final = re.compile(r"[\uac00-\ud7a3]")
_MIN_NAME: Final = 2
_PUNCTUATION: Final = " .,:;·・-–—*"


@cache
def _phrases(*kinds: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(term.casefold().split()) for kind in kinds for term in terms(kind))


@cache
def _words(*kinds: str) -> frozenset[str]:
    return frozenset(term.casefold() for kind in kinds for term in terms(kind))


@cache
def alternatives(*kinds: str) -> str:
    """The terms of several kinds as a regular expression's alternatives, longest first."""
    found = {term for kind in kinds for term in terms(kind)}
    return "|".join(
        re.escape(term).replace(r"\ ", r"\s+") for term in sorted(found, key=lambda term: (-len(term), term))
    )


def is_agency(text: str) -> bool:
    """Whether a text is the name of a news agency."""
    return text.casefold().strip(_PUNCTUATION) in _words("agency", "wire")


def is_desk(text: str) -> bool:
    """Whether a text says who wrote without a name: a desk, "staff", "agencies"; it may begin with an outlet's name."""
    folded = text.casefold().strip(_PUNCTUATION)
    if unspaced(text) or _BESIDE_HANGUL.search(text):
        return any(folded.endswith(word) for word in _words("desk") if not word.isascii())
    return _holds(folded.split(), _phrases("desk"))


def has_role(text: str) -> bool:
    """Whether a text has the word for what a person is at a paper."""
    if unspaced(text) or _BESIDE_HANGUL.search(text):
        return any(text.strip(_PUNCTUATION).endswith(word) for word in terms("role_beside"))
    return _holds(_folded(text.split()), _phrases("role"))


def has_outlet_word(text: str) -> bool:
    """Whether a text has a word that names of papers and institutions have, and people's do not."""
    if unspaced(text) or _BESIDE_HANGUL.search(text):
        return text.endswith(tuple(term for term in terms("outlet_word") if not term.isascii()))
    return not set(_folded(text.split())).isdisjoint(_words("outlet_word"))


def without_role(text: str) -> str:
    """The name in a text that has the role right before it or behind it; empty where nothing but a role is said."""
    tokens = text.split()
    folded = _folded(tokens)
    ends = [at for at in range(len(tokens)) if _begins(folded, at, "role")]
    if not ends:
        return text
    manners = _words("role_manner", "desk")
    first = ends[0]
    while first > 0 and folded[first - 1] in manners:
        first -= 1
    if first == 0:
        last = _end_of_role(folded)
        return " ".join(tokens[last:]) if len(tokens) - last >= _MIN_NAME else ""
    return " ".join(tokens[: max(first, _MIN_NAME)]) if len(tokens) > 1 else ""


def without_paper(text: str, is_outlet: Callable[[str], bool]) -> str:
    """A name without the agency or paper that stands right behind it."""
    words = text.split()
    for at in range(_MIN_NAME, len(words)):
        if is_agency(behind := " ".join(words[at:])) or is_outlet(behind):
            return " ".join(words[:at])
    return text


def _end_of_role(folded: list[str]) -> int:
    at = 0
    while at < len(folded) and (
        (length := _begins(folded, at, "role")) or (length := int(folded[at] in _words("role_manner", "desk")))
    ):
        at += length
    return at


def _begins(folded: list[str], at: int, kind: str) -> int:
    """How many words from `at` on are a term of a kind; 0 where they are none."""
    return max((len(phrase) for phrase in _phrases(kind) if tuple(folded[at : at + len(phrase)]) == phrase), default=0)


def _holds(words: list[str], phrases: frozenset[tuple[str, ...]]) -> bool:
    return any(
        tuple(words[at : at + length]) in phrases for length in (1, 2, 3) for at in range(len(words) - length + 1)
    )


def _folded(tokens: list[str]) -> list[str]:
    return [token.casefold().strip(_PUNCTUATION) for token in tokens]
