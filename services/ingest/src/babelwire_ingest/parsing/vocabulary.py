"""The words of boilerplate in many languages, kept as data beside this module."""

import re
import tomllib
from collections.abc import Callable, Iterable
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
    return one_of(terms(kind), lambda term: re.escape(term).replace(r"\ ", r"\s+").replace("'", "['’]"))


def one_of(found: Iterable[str], pattern: Callable[[str], str]) -> str:
    """The patterns of some terms as a regular expression's alternatives.

    Those that begin with one letter stay in their order, and stand together behind a look at that letter: most places
    of a text begin none, and are passed over without trying each.
    """
    groups: dict[str, list[str]] = {}
    for term in found:
        groups.setdefault(term[0].lower()[0].replace("ı", "i"), []).append(term)
    return "|".join(
        f"(?=[{re.escape(''.join(_beginnings(group)))}])(?:{'|'.join(map(pattern, group))})"
        for group in groups.values()
    )


def _beginnings(group: list[str]) -> list[str]:
    return sorted({letter for term in group for letter in (term[0], "’" if term[0] == "'" else term[0])})


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
    for term in _folded(kind):  # noqa: SIM110 - twice as fast as any()
        if term in folded:
            return True
    return False
