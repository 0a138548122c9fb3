"""Articles that share the words of one article, as a query."""

from typing import Any, Final

from babelwire_search.languages import stop_words
from babelwire_text.language_tags import UNDETERMINED, primary, varieties

_TEXT: Final = ("title", "lead", "body")
_READ: Final = 5_000
"""Characters of the body that say what it is about; news puts that first."""


def words_like(article: dict[str, Any]) -> dict[str, Any]:
    """In its own language by the words' stems; in every other by the words as they are, which names are."""
    text = "\n".join(part for part in (article["title"], article["lead"], article["body"][:_READ]) if part)
    language = primary(article["language"] or UNDETERMINED)
    words = stop_words(language)
    own = [f"localized.{tag}.{field}" for tag in varieties(language) for field in _TEXT]
    return {
        "dis_max": {
            "queries": [_more_like(text, own, words), _more_like(text, list(_TEXT), words)],
            "tie_breaker": 0.3,
        }
    }


def _more_like(text: str, fields: list[str], without: frozenset[str]) -> dict[str, Any]:
    return {
        "more_like_this": {
            "fields": fields,
            "like": [text],
            "min_term_freq": 1,
            "min_doc_freq": 2,
            "max_query_terms": 30,
            "min_word_length": 2,
            "minimum_should_match": "3<12%",
            "stop_words": sorted(without),
            "fail_on_unsupported_field": False,
        }
    }
