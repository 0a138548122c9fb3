"""A query as OpenSearch's query DSL: words across languages, phrases, exclusions, filters.

Words are looked for twice: as they are, in the language-neutral fields, and once for each language in the index
through that language's own analyzer, which finds other forms of a word and knows which words carry no meaning.
An article in Spanish is so found by an English query that shares its names, or through a translation of it.
"""

from collections.abc import Sequence
from typing import Any, Final

from babelwire_search.languages import same_language
from babelwire_search.query_language import Query, Term

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
_ANALYZED: Final = ("localized", "translations")
_CLAUSES: Final = 800
"""Lucene refuses a query of more than 1,024 clauses; languages with the fewest articles are left out before that."""


def text_query(query: Query, languages: Sequence[str]) -> dict[str, Any]:
    """What must match for a query, without its filters; `languages` are those of `Census`.

    Matches everything where nothing is looked for.
    """
    must: list[dict[str, Any]] = []
    terms = len(query.terms) + len(query.excluded)
    searched = _affordable(languages, terms)
    if query.words:
        must.append(_words(" ".join(query.words), searched))
    for group in query.required:
        alternatives = [_term(term, searched) for term in group]
        must.append(alternatives[0] if len(alternatives) == 1 else {"dis_max": {"queries": alternatives}})
    excluded = [_occurs(term, searched) for term in query.excluded]
    return {"bool": {"must": must or [{"match_all": {}}], "must_not": excluded}}


def highlight_query(query: Query) -> dict[str, Any]:
    """What to mark in the fields shown: the words themselves, and words that begin like them, for other forms."""
    marked: list[dict[str, Any]] = []
    for term in query.terms:
        fields = [term.field] if term.field else list(_BOOSTS)
        kind = "phrase" if term.phrase else "best_fields"
        marked.append({"multi_match": {"query": term.text, "type": kind, "fields": fields}})
        stem = _stem(term.text)
        if not term.phrase and stem is not None:
            marked += [{"prefix": {name: {"value": stem}}} for name in fields]
    return {"bool": {"should": marked}}


def _affordable(languages: Sequence[str], terms: int) -> Sequence[str]:
    neutral = len(_BOOSTS) + len(_AROUND_THE_TEXT)
    each = len(_ANALYZED) * len(_BOOSTS)
    return languages[: max(0, (_CLAUSES // max(terms, 1) - 2 * neutral) // each)]


def _words(text: str, languages: Sequence[str]) -> dict[str, Any]:
    neutral = [*_boosted(""), *_AROUND_THE_TEXT]
    queries = [_across(text, neutral, operator="and"), _without_analyzer(text, languages)]
    queries += [_across(text, _in_language(language), minimum_should_match=ENOUGH_WORDS) for language in languages]
    return {"dis_max": {"queries": queries, "tie_breaker": 0.2}}


def _without_analyzer(text: str, languages: Sequence[str]) -> dict[str, Any]:
    # Where no analyzer drops the words that mean little, they would count as much as the others: only these articles.
    return {
        "bool": {
            "must": [_across(text, _boosted(""), minimum_should_match=ENOUGH_WORDS)],
            "must_not": [{"terms": {"language.primary": [tag for one in languages for tag in same_language(one)]}}],
        }
    }


def _term(term: Term, languages: Sequence[str]) -> dict[str, Any]:
    if term.phrase:
        fields = [f"{name}^{boost}" for name, boost in _BOOSTS.items() if term.field in (None, name)]
        fields += _translated(languages, term.field)
        fields += [] if term.field else list(_AROUND_THE_TEXT)
        return {"multi_match": {"query": term.text, "type": "phrase", "fields": fields, "lenient": True}}
    if term.field is None:
        return _words(term.text, languages)
    neutral = _across(term.text, [f"{term.field}^{_BOOSTS[term.field]}"], operator="and")
    analyzed = [
        _across(
            term.text, [f"localized.{language}.{term.field}", f"translations.{language}.{term.field}"], operator="and"
        )
        for language in languages
    ]
    return {"dis_max": {"queries": [neutral, *analyzed], "tie_breaker": 0.2}}


def _occurs(term: Term, languages: Sequence[str]) -> dict[str, Any]:
    fields = [*([term.field] if term.field else _BOOSTS), *_translated(languages, term.field)]
    kind = "phrase" if term.phrase else "best_fields"
    # A hyphenated word is one thing to exclude, not each of its parts.
    return {"multi_match": {"query": term.text, "type": kind, "fields": fields, "operator": "and", "lenient": True}}


def _translated(languages: Sequence[str], field: str | None) -> list[str]:
    return [f"translations.{language}.{name}" for language in languages for name in _BOOSTS if field in (None, name)]


def _across(text: str, fields: list[str], **conditions: str) -> dict[str, Any]:
    return {"multi_match": {"query": text, "type": "cross_fields", "fields": fields, "lenient": True, **conditions}}


def _boosted(prefix: str) -> list[str]:
    return [f"{prefix}{name}^{boost}" for name, boost in _BOOSTS.items()]


def _in_language(language: str) -> list[str]:
    return [field for section in _ANALYZED for field in _boosted(f"{section}.{language}.")]


def _stem(word: str) -> str | None:
    shortest, ending = 4, 2
    text = word.lower().strip("'’.,:;!")
    return text[: max(shortest, len(text) - ending)] if text.isalpha() and len(text) > shortest else None
