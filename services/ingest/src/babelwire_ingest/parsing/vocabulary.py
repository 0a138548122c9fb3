"""The words of boilerplate in many languages, kept as data beside this module."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

_FILE: Final = "vocabulary.toml"


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    text = files("babelwire_ingest.parsing").joinpath(_FILE).read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def terms(kind: str) -> tuple[str, ...]:
    """The terms of one kind in every language, longest first, so that an alternation never stops at a shorter one."""
    found = {term for language in _words()[kind].values() for term in language}
    return tuple(sorted(found, key=lambda term: (-len(term), term)))


@cache
def alternatives(kind: str) -> str:
    """The terms of one kind as a regular expression's alternatives, blind to how white space is printed."""
    return "|".join(re.escape(term).replace(r"\ ", r"\s+").replace("'", "['’]") for term in terms(kind))


@cache
def _folded(kind: str) -> tuple[str, ...]:
    return tuple(term.casefold() for term in terms(kind))


def begins(kind: str, folded: str, *, stem: bool = False) -> str | None:
    """The term of one kind that a casefolded text begins with; None where it begins with none.

    It ends where a word ends, or anywhere if it is the `stem` of one.
    """
    if not folded.startswith(_folded(kind)):
        return None
    for term in _folded(kind):
        if folded.startswith(term) and (stem or not _goes_on(term, folded)):
            return term
    return None


def _goes_on(term: str, folded: str) -> bool:
    return term[-1].isascii() and folded[len(term) : len(term) + 1].isalpha()


def holds(kind: str, folded: str) -> bool:
    """Whether a casefolded text holds a term of one kind, as a word or a part of one."""
    return any(term in folded for term in _folded(kind))
