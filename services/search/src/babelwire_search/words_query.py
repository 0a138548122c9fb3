"""Words of a query as clauses: as they are in any language, without marks where that is right, in their other forms.

Marks are left out of a query here and not by the index, which keeps both: so the same words mean the same on an index
of an older mapping, whose text is all without marks.
"""

import re
from itertools import pairwise
from typing import Any, Final

from babelwire_search.marks import (
    VIETNAMESE,
    has_marks,
    looks_vietnamese,
    means_little,
    only_marks_apart,
    without_marks,
)
from babelwire_search.query_language import TEXT_FIELDS
from babelwire_search.searched_fields import AROUND_THE_TEXT, NAMES, Searched, across, any_of, phrase, text_fields
from babelwire_text.language_tags import varieties

ENOUGH_WORDS: Final = "2<2 4<60%"
"""How many of the words must occur: all of two, two of three or four, three fifths of more."""

_WORD: Final = re.compile(r"[^\W_]+")

Clause = dict[str, Any]


def words_query(text: str, searched: Searched) -> Clause:
    """Most of the words, anywhere in an article."""
    clauses = as_they_are(text, [*text_fields(), *AROUND_THE_TEXT], searched)
    clauses.append(_not_analyzed(text, searched))
    clauses += _side_by_side_without_marks(text, searched, None)
    clauses += [across(text, one.fields(), minimum_should_match=ENOUGH_WORDS) for one in searched.analyzed]
    return any_of(clauses)


def words_of_field(text: str, only: str, searched: Searched) -> Clause:
    """All the words, in one text field."""
    clauses = as_they_are(text, text_fields(only), searched)
    clauses += _side_by_side_without_marks(text, searched, only)
    clauses += [across(text, one.fields(only=only, boosted=False), operator="and") for one in searched.analyzed]
    return any_of(clauses)


def one_word(text: str, fields: list[str], searched: Searched, only: str | None) -> list[Clause]:
    """A word in this form alone; each clause by itself is enough."""
    clauses = as_they_are(text, fields, searched)
    for one in searched.analyzed:
        if one.language == VIETNAMESE and not has_marks(text):
            clauses.append(across(text, one.fields(only=only, boosted=False), operator="and"))
    return clauses


def as_they_are(text: str, fields: list[str], searched: Searched) -> list[Clause]:
    """All the words, in language-neutral fields; each clause by itself is enough."""
    clauses = []
    typed, unmarked = _forms(text, searched)
    if typed is not None:
        clauses.append(across(typed, fields, operator="and"))
    if unmarked is not None:
        apart = _where_marks_count(text, searched)
        clauses.append(_except_in(apart, across(unmarked, fields, operator="and")))
        if VIETNAMESE in apart and searched.at_length and (names := [name for name in NAMES if name in fields]):
            clauses.append(_only_in([VIETNAMESE], across(unmarked, names, operator="and")))
    return clauses


def _forms(text: str, searched: Searched) -> tuple[str | None, str | None]:
    # As typed, with marks, and without; where there is no room for both, the one that finds more of what is meant.
    if not has_marks(text):
        return None, text
    if looks_vietnamese(text) or means_little(text, searched.written):
        return text, None
    return (text if searched.at_length else None), without_marks(text)


def _where_marks_count(text: str, searched: Searched) -> list[str]:
    written = [language for language in searched.written if searched.asked != {language}]
    return [VIETNAMESE] * (VIETNAMESE in written) + list(only_marks_apart(text, written))


def _not_analyzed(text: str, searched: Searched) -> Clause:
    # Where an analyzer drops the words that mean little, these must not count as much as the others.
    forms = [form for form in _forms(text, searched) if form is not None]
    queries = [across(form, text_fields(), minimum_should_match=ENOUGH_WORDS) for form in forms]
    return _except_in([one.language for one in searched.analyzed], any_of(queries))


def _side_by_side_without_marks(text: str, searched: Searched, only: str | None) -> list[Clause]:
    # In Vietnamese, or from it: two words side by side are hardly ever two others by chance.
    vietnamese = looks_vietnamese(text)
    words = _WORD.findall(without_marks(text))
    names = [name for name in TEXT_FIELDS if only in (None, name)]
    pairs = [phrase(f"{one} {other}", names) for one, other in pairwise(words)]
    if not pairs or not searched.at_length or not (vietnamese or VIETNAMESE in searched.written):
        return []
    most = across(" ".join(words), text_fields(only), minimum_should_match=ENOUGH_WORDS)
    found = {"bool": {"must": [most], "filter": [{"bool": {"should": pairs, "minimum_should_match": 1}}]}}
    return [found if vietnamese else _only_in([VIETNAMESE], found)]


def _except_in(languages: list[str], query: Clause) -> Clause:
    return {"bool": {"must": [query], "must_not": [_in(languages)]}} if languages else query


def _only_in(languages: list[str], query: Clause) -> Clause:
    return {"bool": {"must": [query], "filter": [_in(languages)]}}


def _in(languages: list[str]) -> Clause:
    return {"terms": {"language.primary": [tag for language in languages for tag in varieties(language)]}}
