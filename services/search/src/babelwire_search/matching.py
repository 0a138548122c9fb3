"""A query as OpenSearch's query DSL: words across languages, phrases, exclusions.

Words are looked for twice: as they are, in the language-neutral fields, and once for each language in the index
through that language's own analyzer, which finds other forms of a word and knows which words carry no meaning.
An article in Spanish is so found by an English query that shares its names, or through a translation of it.
"""

from dataclasses import dataclass
from typing import Any, Final

from babelwire_search.language_coverage import Languages
from babelwire_search.query_language import TEXT_FIELDS, Query, Term
from babelwire_search.token_budget import count_tokens
from babelwire_text.language_tags import varieties

ENOUGH_WORDS: Final = "2<2 4<60%"
"""How many of the words must occur: all of two, two of three or four, three fifths of more."""

_BOOSTS: Final = {"title": 3, "lead": 2, "body": 1}
_AROUND_THE_TEXT: Final = (
    "images.caption",
    "videos.title",
    "keywords.text",
    "categories.text",
    "authors.text",
    "publisher.name.text",
    "origin.name.text",
    "origin.registry_name.text",
)
_NEUTRAL: Final = 2 * len(_BOOSTS) + len(_AROUND_THE_TEXT)
_CLAUSES: Final = 1000
"""Lucene refuses a query of more than 1,024 clauses: one for each token in each field."""


@dataclass(frozen=True, slots=True)
class _Analyzed:
    """One language, and under which names its analyzer's fields are."""

    language: str
    sections: tuple[str, ...]

    def fields(self, *, only: str | None = None, boosted: bool = True) -> list[str]:
        return [
            f"{section}.{self.language}.{name}" + (f"^{_BOOSTS[name]}" if boosted else "")
            for section in self.sections
            for name in TEXT_FIELDS
            if only in (None, name)
        ]


def text_query(query: Query, languages: Languages) -> dict[str, Any]:
    """What must match for a query, without its filters. Matches everything where nothing is looked for."""
    searched = _affordable(languages, query)
    must: list[dict[str, Any]] = []
    if query.words:
        must.append(_words(" ".join(query.words), searched))
    for group in query.required:
        alternatives = [_term(term, searched) for term in group]
        must.append(alternatives[0] if len(alternatives) == 1 else {"dis_max": {"queries": alternatives}})
    excluded = [_excluded(term, searched) for term in query.excluded]
    return {"bool": {"must": must or [{"match_all": {}}], "must_not": excluded}}


def _affordable(languages: Languages, query: Query) -> list[_Analyzed]:
    # The languages with the most articles first; those left out are still searched by the words as they are.
    tokens = sum(count_tokens(term.text) for term in (*query.terms, *query.excluded))
    left = _CLAUSES // max(tokens, 1) - _NEUTRAL
    affordable = []
    for language in dict.fromkeys((*languages.written, *languages.translated)):
        present = (("localized", languages.written), ("translations", languages.translated))
        sections = tuple(section for section, having in present if language in having)
        left -= len(sections) * len(TEXT_FIELDS)
        if left < 0:
            break
        affordable.append(_Analyzed(language, sections))
    return affordable


def _words(text: str, searched: list[_Analyzed]) -> dict[str, Any]:
    neutral = _across(text, [*_boosted(), *_AROUND_THE_TEXT], operator="and")
    analyzed = [_across(text, one.fields(), minimum_should_match=ENOUGH_WORDS) for one in searched]
    return {"dis_max": {"queries": [neutral, _not_analyzed(text, searched), *analyzed], "tie_breaker": 0.2}}


def _not_analyzed(text: str, searched: list[_Analyzed]) -> dict[str, Any]:
    # Where an analyzer drops the words that mean little, these must not count as much as the others.
    analyzed = [tag for one in searched for tag in varieties(one.language)]
    return {
        "bool": {
            "must": [_across(text, _boosted(), minimum_should_match=ENOUGH_WORDS)],
            "must_not": [{"terms": {"language.primary": analyzed}}],
        }
    }


def _term(term: Term, searched: list[_Analyzed]) -> dict[str, Any]:
    if term.phrase:
        around = [] if term.field else list(_AROUND_THE_TEXT)
        fields = [*_boosted(term.field), *around, *_translated(searched, term.field)]
        return {"multi_match": {"query": term.text, "type": "phrase", "fields": fields, "lenient": True}}
    if term.field is None:
        return _words(term.text, searched)
    neutral = _across(term.text, _boosted(term.field), operator="and")
    analyzed = [_across(term.text, one.fields(only=term.field, boosted=False), operator="and") for one in searched]
    return {"dis_max": {"queries": [neutral, *analyzed], "tie_breaker": 0.2}}


def _excluded(term: Term, searched: list[_Analyzed]) -> dict[str, Any]:
    fields = [*([term.field] if term.field else TEXT_FIELDS), *_translated(searched, term.field)]
    kind = "phrase" if term.phrase else "best_fields"
    # A hyphenated word is one thing to exclude, not each of its parts.
    return {"multi_match": {"query": term.text, "type": kind, "fields": fields, "operator": "and", "lenient": True}}


def _across(text: str, fields: list[str], **conditions: str) -> dict[str, Any]:
    return {"multi_match": {"query": text, "type": "cross_fields", "fields": fields, "lenient": True, **conditions}}


def _boosted(only: str | None = None) -> list[str]:
    return [f"{name}^{boost}" for name, boost in _BOOSTS.items() if only in (None, name)]


def _translated(searched: list[_Analyzed], only: str | None) -> list[str]:
    return [
        f"translations.{one.language}.{name}"
        for one in searched
        if "translations" in one.sections
        for name in TEXT_FIELDS
        if only in (None, name)
    ]
