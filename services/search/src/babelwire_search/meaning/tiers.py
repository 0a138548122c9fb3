"""Words and meaning in one query, so that one listing pages through both: three tiers, told apart by their scores.

First what has all the words, in the order that it has among words alone; then what means the query, the nearest first;
then what has most of the words. Scores of words lie far below the tiers, and those of the highest are still told apart:
a score has 24 bits.
"""

from collections.abc import Sequence
from typing import Any, Final

from babelwire_search.language_coverage import Languages
from babelwire_search.matching import CLAUSES, text_query
from babelwire_search.meaning.finding import Meant
from babelwire_search.query_language import Query, Term
from babelwire_search.token_budget import count_tokens

BY_WORDS: Final = "words"
BY_MEANING: Final = "meaning"
"""Names of the parts of a query, which hits give as `matched_queries`."""

_ALL_WORDS: Final = 8192
_BY_MEANING: Final = 4096
_ALWAYS_ALL: Final = 2
"""Of so many words all must occur in any case."""
_MOST_TOKENS: Final = 16
"""Of more, hardly any article has all; asking for them would leave too few clauses for the query itself."""
_FOR_ALL_WORDS: Final = 280
"""Clauses of those that there may be in all."""

Clause = dict[str, Any]


def both(query: Query, languages: Languages, asked: Sequence[str], meant: Meant) -> Clause:
    """What the words find and what is meant, in their tiers."""
    tokens = [count_tokens(word) for word in query.words]
    if max(tokens) == 1 and len(tokens) <= _ALWAYS_ALL:
        by_words = named(text_query(query, languages, asked))
        return _best_of({"bool": {"must": [by_words, _constant({"match_all": {}})]}}, meant)
    if sum(tokens) > _MOST_TOKENS:
        return _best_of(named(text_query(query, languages, asked)), meant)
    by_words = named(text_query(query, languages, asked, clauses=CLAUSES - _FOR_ALL_WORDS))
    every = [
        text_query(_all_of(word, count), languages, asked, clauses=_FOR_ALL_WORDS * count // sum(tokens))
        for word, count in zip(query.words, tokens, strict=True)
    ]
    return _best_of({"bool": {"must": [by_words], "should": [_constant({"bool": {"filter": every}})]}}, meant)


def _best_of(by_words: Clause, meant: Meant) -> Clause:
    return {"dis_max": {"queries": [by_words, meaning(meant)]}} if meant.members else by_words


def _all_of(word: str, tokens: int) -> Query:
    # A word of several tokens, as in scripts without spaces between words, is found in part as well; a phrase is not.
    return Query(words=(word,)) if tokens == 1 else Query(required=((Term(word, phrase=True),),))


def named(by_words: Clause) -> Clause:
    """What the words of a query find, under their name."""
    return {"bool": {"must": [by_words], "_name": BY_WORDS}}


def meaning(meant: Meant) -> Clause:
    """What is meant, the nearest first."""
    scores = {article_id: _BY_MEANING - place for place, article_id in enumerate(meant.members)}
    script = {"source": "params.scores[doc['article_id'].value]", "params": {"scores": scores}}
    found = {"ids": {"values": list(scores)}}
    return {
        "function_score": {
            "query": {"constant_score": {"filter": found}},
            "script_score": {"script": script},
            "boost_mode": "replace",
            "_name": BY_MEANING,
        }
    }


def _constant(found: Clause) -> Clause:
    return {"constant_score": {"filter": found, "boost": _ALL_WORDS}}
