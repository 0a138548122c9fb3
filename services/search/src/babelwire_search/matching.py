"""A query as OpenSearch's query DSL: words across languages, phrases, exclusions.

Words are looked for twice: as they are, in the language-neutral fields, and once for each language in the index
through that language's own analyzer, which finds other forms of a word and knows which words carry no meaning.
An article in Spanish is so found by an English query that shares its names, or through a translation of it.
"""

from collections.abc import Iterable
from typing import Final

from babelwire_search.joined_query import joined_query
from babelwire_search.joined_words import joined_words
from babelwire_search.language_coverage import Languages
from babelwire_search.marks import VIETNAMESE, has_marks, looks_vietnamese
from babelwire_search.query_language import TEXT_FIELDS, Query, Term
from babelwire_search.searched_fields import (
    AROUND_THE_TEXT,
    BOOSTS,
    NAMES,
    Analyzed,
    Searched,
    any_of,
    phrase,
    text_fields,
)
from babelwire_search.token_budget import count_tokens
from babelwire_search.words_query import Clause, one_word, words_of_field, words_query
from babelwire_text.language_tags import primary

_ALL_OF: Final = 2
"""Of so many words all must occur, and those typed as one side by side; among more these come first."""

_NEUTRAL: Final = 2 * len(BOOSTS) + len(AROUND_THE_TEXT)
_IN_A_ROW: Final = len(BOOSTS)
_ROW_BOOST: Final = 2
_VIETNAMESE: Final = 3 * len(BOOSTS) + len(NAMES)
_JOINED: Final = 4
"""A word typed as one with others is looked for with them loose, side by side, near each other and written as one."""
_LANGUAGES: Final = 8
"""More than the words as they are is asked only where so many languages, or all there are, can still be searched."""
CLAUSES: Final = 1000
"""Lucene refuses a query of more than 1,024 clauses: one for each token in each field."""


def text_query(query: Query, languages: Languages, asked: Iterable[str] = (), *, clauses: int = CLAUSES) -> Clause:
    """What must match for a query, without its filters. Matches everything where nothing is looked for.

    `asked`: the languages that the filters narrow it to, as tags; `clauses`: how many it may be made of.
    """
    searched = _affordable(languages, query, frozenset(primary(tag) for tag in asked), clauses)
    must, first = _words(query.words, searched)
    for group in query.required:
        alternatives = [_term(term, searched) for term in group]
        must.append(alternatives[0] if len(alternatives) == 1 else {"dis_max": {"queries": alternatives}})
    excluded = [_excluded(term, searched) for term in query.excluded]
    return {"bool": {"must": must or [{"match_all": {}}], "should": first, "must_not": excluded}}


def _affordable(languages: Languages, query: Query, asked: frozenset[str], clauses: int) -> Searched:
    # The languages with the most articles first; those left out are still searched by the words as they are.
    terms = (*query.terms, *query.excluded)
    tokens = max(sum(count_tokens(term.text) for term in terms), 1)
    at_length = tokens + sum((_JOINED - 1) * count_tokens(term.text) for term in terms if joined_words(term.text))
    needed = _NEUTRAL * (1 + any(has_marks(term.text) for term in terms)) + _IN_A_ROW
    if VIETNAMESE in languages.written or any(looks_vietnamese(term.text) for term in terms):
        needed += _VIETNAMESE
    room = clauses // at_length - needed
    has_room = room >= len(TEXT_FIELDS) * min(_LANGUAGES, len(languages.written) + len(languages.translated))
    left = room if has_room else clauses // tokens - _NEUTRAL
    affordable = []
    for language in dict.fromkeys((*languages.written, *languages.translated)):
        present = (("localized", languages.written), ("translations", languages.translated))
        sections = tuple(section for section, having in present if language in having)
        left -= len(sections) * len(TEXT_FIELDS)
        if left < 0:
            break
        affordable.append(Analyzed(language, sections))
    return Searched(tuple(affordable), asked, at_length=has_room)


def _words(words: tuple[str, ...], searched: Searched) -> tuple[list[Clause], list[Clause]]:
    # What must match, and what puts an article first: all words as they were typed, and those typed as one.
    text = " ".join(words)
    in_a_row = [phrase(text, text_fields(), boost=_ROW_BOOST)] if len(words) > 1 and searched.at_length else []
    found = [(word, joined_words(word)) for word in words]
    if len(words) > _ALL_OF:
        apart = [(word, joined) for word, joined in found if joined is not None and len(joined.pieces) > 1]
        first = [joined_query(word, joined, searched) for word, joined in apart] if searched.at_length else []
        return [words_query(text, searched)], [*in_a_row, *first]
    loose = " ".join(word for word, joined in found if joined is None)
    together = [joined_query(word, joined, searched) for word, joined in found if joined is not None]
    return [*([words_query(loose, searched)] if loose else []), *together], in_a_row


def _term(term: Term, searched: Searched) -> Clause:
    if term.phrase:
        fields = [*text_fields(term.field), *(() if term.field else AROUND_THE_TEXT)]
        return any_of(_in_this_form(term, fields, searched))
    joined = joined_words(term.text)
    if joined is not None:
        return joined_query(term.text, joined, searched, term.field)
    if term.field is None:
        return words_query(term.text, searched)
    return words_of_field(term.text, term.field, searched)


def _excluded(term: Term, searched: Searched) -> Clause:
    # What was typed as one is one thing to exclude, not each of its parts.
    fields = [term.field] if term.field else list(TEXT_FIELDS)
    return {"bool": {"should": _in_this_form(term, fields, searched)}}


def _in_this_form(term: Term, fields: list[str], searched: Searched) -> list[Clause]:
    if count_tokens(term.text) == 1:
        clauses = one_word(term.text, fields, searched, term.field)
    else:
        clauses = [phrase(term.text, fields)]
    translated = searched.translated(term.field)
    return [*clauses, phrase(term.text, translated)] if translated else clauses
