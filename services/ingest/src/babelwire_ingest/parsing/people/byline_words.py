"""What the words of a byline are beside names: roles, desks, agencies, outlets, places."""

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from babelwire_ingest.parsing.page_text.lines import unspaced
from babelwire_ingest.parsing.vocabulary import one_of, terms

_BESIDE_HANGUL: Final = re.compile(r"[\uac00-\ud7a3]")
_FIRST_WORD: Final = re.compile(r"[^\s:：＝=／/|｜]+")
_UNSPACED_FROM: Final = "\u0e00"
_MIN_NAME: Final = 2
_PUNCTUATION: Final = " .,:;·・-–—*"
_COMPOUNDED: Final = (
    *("redakteur", "redakteurin", "reporter", "reporterin", "korrespondent", "korrespondentin", "journalist"),
    *("journalistin", "redaktör", "redaktør", "journaliste", "verslaggever", "verslaggeefster", "redacteur"),
    *("correspondent", "toimittaja", "kirjeenvaihtaja", "szerkesztő", "újságíró", "tudósító", "kolumnist"),
)
"""Roles that languages write in one with what is reported on."""
_SURNAMES_TOO: Final = frozenset({"fellow", "host", "chief", "leiter", "president", "minister"})


@cache
def _phrases(*kinds: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(term.casefold().split()) for kind in kinds for term in terms(kind))


@cache
def _words(*kinds: str) -> frozenset[str]:
    return frozenset(term.casefold() for kind in kinds for term in terms(kind))


@cache
def alternatives(*kinds: str) -> str:
    """The terms of several kinds as a regular expression's alternatives, longest first."""
    return any_of({term for kind in kinds for term in terms(kind)})


def any_of(found: set[str]) -> str:
    """Some terms as a regular expression's alternatives, longest first."""
    return one_of(
        sorted(found, key=lambda term: (-len(term), term)), lambda term: re.escape(term).replace(r"\ ", r"\s+")
    )


_SPEAKING: Final = (
    *("byline", "byline_label", "about_writer", "other_hand", "translator", "role", "other_role", "role_manner"),
    *("role_beside", "desk", "account", "agency", "wire", "outlet_word", "place_before", "published", "updated"),
    *("and", "byline_and"),
)
"""Kinds of terms with whose words a byline says more than names."""


@cache
def _speaking_words() -> frozenset[str]:
    return frozenset(word for phrase in _phrases(*_SPEAKING) for word in phrase)


def is_plain_name(text: str) -> bool:
    """Whether a text is two words with capitals, and neither says anything in a byline: a name and nothing more."""
    first, _, second = text.partition(" ")
    if not (first.isalpha() and second.isalpha() and text.istitle()):
        return False
    words = {first.casefold(), second.casefold()}
    return _speaking_words().isdisjoint(words) and not any(word.endswith(_COMPOUNDED) for word in words)


def is_byline_word(text: str) -> bool:
    """Whether a text is a byline's word and nothing else."""
    return _one_spaced(text) in _words("byline", "byline_label")


def is_of_others(text: str) -> bool:
    """Whether a text is the label of somebody who did not write, and nothing else."""
    return _one_spaced(text) in _words("other_hand", "translator")


def is_of_translators(text: str) -> bool:
    """Whether a text is the label of a translator, and nothing else."""
    return _one_spaced(text) in _words("translator")


def _one_spaced(text: str) -> str:
    return " ".join(text.casefold().split())


def is_agency(text: str) -> bool:
    """Whether a text is the name of a news agency."""
    return text.casefold().strip(f"{_PUNCTUATION}/()") in _words("agency", "wire")


def is_desk(text: str) -> bool:
    """Whether a text says who wrote without a name: a desk, "staff", "agencies"; it may begin with an outlet's name."""
    folded = text.casefold().strip(_PUNCTUATION)
    if unspaced(text) or _BESIDE_HANGUL.search(text):
        return any(folded.endswith(word) for word in _words("desk") if not word.isascii())
    return _holds(folded.split(), "desk")


def has_role(text: str) -> bool:
    """Whether a text has the word for what a person is at a paper."""
    if unspaced(text) or _BESIDE_HANGUL.search(text):
        return any(text.strip(_PUNCTUATION).endswith(word) for word in terms("role_beside"))
    tokens = text.split()
    if len(tokens) == _MIN_NAME and tokens[1].istitle() and tokens[1].casefold() in _SURNAMES_TOO:
        return False
    words = _folded(tokens)
    return _holds(words, "role") or any(word.endswith(_COMPOUNDED) for word in words)


def has_other_role(text: str) -> bool:
    """Whether a text has the word for what a person is who works on articles and writes none: photographer."""
    return _holds(_folded(text.split()), "other_role")


def begins_with_place(text: str) -> bool:
    """Whether a text begins with a preposition before a place, written small."""
    word = text.partition(" ")[0]
    return word.islower() and word in _words("place_before")


def has_outlet_word(text: str) -> bool:
    """Whether a text has a word that names of papers and institutions have, and people's do not."""
    if unspaced(text) or _BESIDE_HANGUL.search(text):
        return text.endswith(tuple(term for term in terms("outlet_word") if not term.isascii()))
    return not set(_folded(text.split())).isdisjoint(_words("outlet_word"))


def without_role(text: str) -> str:
    """The name in a text that has the role right before it or behind it; empty where nothing but a role is said."""
    tokens = text.split()
    folded = _folded(tokens)
    ends = [at for at in range(len(tokens)) if _begins(folded, at, "role") or folded[at].endswith(_COMPOUNDED)]
    if not ends or (len(tokens) == _MIN_NAME and tokens[1].istitle() and folded[1] in _SURNAMES_TOO):
        return text
    manners = _words("role_manner", "desk")
    first = ends[0]
    while first > 0 and folded[first - 1] in manners:
        first -= 1
    if first == 0:
        last = _end_of_role(folded)
        return " ".join(tokens[last:]) if len(tokens) - last >= _MIN_NAME else ""
    return " ".join(tokens[: max(first, _MIN_NAME)]) if len(tokens) > 1 else ""


def without_role_behind(text: str) -> str:
    """The name in a text of a language that writes roles behind names, and their fields in one with them."""
    if "\u0e00" <= text[:1] <= "\u0e7f" and (match := _role_behind().search(text)):
        return text[: match.start()]
    return text


@cache
def _role_behind() -> re.Pattern[str]:
    return re.compile(rf"(?<=\S)\s+(?:{alternatives('role_behind')})")


def without_paper(text: str, is_outlet: Callable[[str], bool]) -> str:
    """A name without the agency or paper that stands right behind it."""
    words = text.split()
    for at in range(_MIN_NAME, len(words)):
        if is_agency(behind := " ".join(words[at:])) or is_outlet(behind):
            return " ".join(words[:at])
    return text


def _end_of_role(folded: list[str]) -> int:
    at = 0
    while at < len(folded) and (length := _begins(folded, at, "role") or int(_is_beside_role(folded[at]))):
        at += length
    return at


def _is_beside_role(word: str) -> bool:
    return word in _words("role_manner", "desk") or word.endswith(_COMPOUNDED)


def _begins(folded: list[str], at: int, kind: str) -> int:
    """How many words from `at` on are a term of a kind; 0 where they are none."""
    return max((len(phrase) for phrase in _phrases(kind) if tuple(folded[at : at + len(phrase)]) == phrase), default=0)


def _holds(words: list[str], kind: str) -> bool:
    if _first_words(kind).isdisjoint(words):
        return False
    phrases = _phrases(kind)
    return any(
        tuple(words[at : at + length]) in phrases for length in (1, 2, 3) for at in range(len(words) - length + 1)
    )


@cache
def _first_words(*kinds: str) -> frozenset[str]:
    return frozenset(phrase[0] for phrase in _phrases(*kinds))


def may_begin(text: str, *kinds: str) -> bool:
    """Whether a text may begin with a term of some kind that a space or a sign follows: by its first word alone.

    Cheap; what this denies no pattern finds. Scripts without spaces are never denied.
    """
    word = _FIRST_WORD.match(text)
    return word is not None and (word[0][0] >= _UNSPACED_FROM or word[0].casefold() in _first_words(*kinds))


def _folded(tokens: list[str]) -> list[str]:
    return [token.casefold().strip(_PUNCTUATION) for token in tokens]
