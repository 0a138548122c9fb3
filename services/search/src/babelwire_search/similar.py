"""Articles like one article, its own duplicates left out."""

from typing import Any, Final

from babelwire_search.errors import ArticleNotFound
from babelwire_search.filters import Filters, matching
from babelwire_search.languages import stop_words
from babelwire_search.pagination import Listing, Sort
from babelwire_search.query_language import Query
from babelwire_search.results import one, present
from babelwire_search.searching import Reading
from babelwire_text.language_tags import primary, varieties

_TEXT: Final = ("title", "lead", "body")
_READ: Final = 5_000
"""Characters of the body that say what it is about; news puts that first."""


async def similar(reading: Reading, article_id: str, size: int) -> dict[str, Any]:
    """At most `size` articles, the most alike first, one of each group. Raises `ArticleNotFound`."""
    found = await one(reading.index, article_id)
    if found is None:
        raise ArticleNotFound(f"there is no article {article_id}")
    article, group = found
    text = "\n".join(part for part in (article["title"], article["lead"], article["body"][:_READ]) if part)
    own_group = {"bool": {"must_not": [{"term": {"duplicate_group": group}}]}}
    query = matching(_like(text, article["language"] or "und"), Filters(), own_group)
    listing = Listing(query=query, sort=Sort.RELEVANCE, collapse=True, mark=b"")
    places, _ = await listing.page(reading.index, size, None)
    items = await present(reading.index, places, query=query, words=Query(), reader=reading.languages, collapse=True)
    return {"items": items, "total": len(items), "total_exact": True, "next": None}


def _like(text: str, language: str) -> dict[str, Any]:
    # In its own language by the words' stems; in every other by the words as they are, which names are.
    words = stop_words(primary(language))
    own = [f"localized.{tag}.{field}" for tag in varieties(primary(language)) for field in _TEXT]
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
