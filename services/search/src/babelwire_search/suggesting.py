"""Did you mean: words that occur in no article, with the nearest that do."""

from typing import Any, Final

from babelwire_search.ports import SearchBody, SearchResult
from babelwire_search.query_language import Query

_FIELDS: Final = ("title", "body")
_SHORTEST: Final = 4
_LONG: Final = 8
"""Shorter words with two letters changed are other words."""
_MAX_WORDS: Final = 8


def with_suggesting(body: SearchBody, query: Query) -> SearchBody:
    """A search that also looks for words like those of the query."""
    words = _words(query)
    if not words:
        return body
    return body | {
        "suggest": {
            f"{place}:{field}": {"text": word, "term": _term(field, word)}
            for place, word in enumerate(words)
            for field in _FIELDS
        }
    }


def suggestions(found: SearchResult, query: Query) -> list[dict[str, Any]]:
    """At most one: {`q`, `words`: [{`from`, `to`}]}, the query with its unknown words replaced."""
    suggested = found.get("suggest", {})
    replaced: dict[str, str] = {}
    for place, word in enumerate(_words(query)):
        tokens = [token for field in _FIELDS for token in suggested.get(f"{place}:{field}", [])]
        options = [option for token in tokens for option in token["options"]]
        known_somewhere = len([token for token in tokens if token["options"]]) < len(tokens)
        if options and not known_somewhere:
            best = max(options, key=lambda option: (option["score"], option["freq"], option["text"]))
            replaced[word] = best["text"]
    if not replaced:
        return []
    text = " ".join(replaced.get(word, word) for word in query.words)
    return [{"q": text, "words": [{"from": word, "to": better} for word, better in replaced.items()]}]


def _term(field: str, word: str) -> dict[str, Any]:
    edits = 1 if len(word) < _LONG else 2
    return {
        "field": field,
        "suggest_mode": "missing",
        "min_word_length": _SHORTEST,
        "max_edits": edits,
        "size": 3,
        "sort": "score",
    }


def _words(query: Query) -> list[str]:
    # Only words that stand for themselves: a corrected phrase or field would be another question.
    if query.required or query.excluded:
        return []
    return [word for word in query.words if word.isalpha() and len(word) >= _SHORTEST][:_MAX_WORDS]
