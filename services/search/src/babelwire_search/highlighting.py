"""Which words of an article to mark for a query, and how."""

from html import escape
from typing import Any, Final

from babelwire_search.joined_words import joined_words
from babelwire_search.marks import without_marks
from babelwire_search.ports import SearchBody
from babelwire_search.query_language import TEXT_FIELDS, Query

_READ_UP_TO: Final = 200_000
_LONGER_FORMS: Final = 4
_LONG: Final = 7
_ENDING: Final = 3
_OPENING: Final = 240


def highlighting(query: Query) -> SearchBody:
    """The part of a search that asks for fragments: HTML-escaped text with `<mark>` around what was looked for."""
    if not query.has_text:
        return {}
    return {
        "highlight": {
            "encoder": "html",
            "pre_tags": ["<mark>"],
            "post_tags": ["</mark>"],
            "highlight_query": {"bool": {"should": _marked(query)}},
            "max_analyzer_offset": _READ_UP_TO,
            "fields": {
                "title": {"number_of_fragments": 0},
                "lead": {"number_of_fragments": 0},
                "body": {"number_of_fragments": 2, "fragment_size": 180},
            },
        }
    }


def opening(item: dict[str, Any]) -> dict[str, list[str]]:
    """The beginning of an article that was found by its meaning, as a fragment: nothing behind it was looked at."""
    for name in ("lead", "body"):
        text = " ".join(str(item[name] or "")[: 2 * _OPENING].split())
        if text:
            cut = text if len(text) <= _OPENING else text[:_OPENING].rsplit(" ", 1)[0] + " …"
            return {name: [escape(cut)]}
    return {}


def _marked(query: Query) -> list[dict[str, Any]]:
    # The fields shown hold words as they are, so other forms are marked by how they begin.
    marked: list[dict[str, Any]] = []
    for term in query.terms:
        fields = [term.field] if term.field else list(TEXT_FIELDS)
        kind = "phrase" if term.phrase or joined_words(term.text) else "best_fields"
        texts = dict.fromkeys((term.text, without_marks(term.text)))
        marked += [{"multi_match": {"query": text, "type": kind, "fields": fields}} for text in texts]
        beginning = None if term.phrase else _beginning(term.text)
        if beginning is not None:
            marked += [{"prefix": {name: {"value": beginning}}} for name in fields]
    return marked


def _beginning(word: str) -> str | None:
    # Long words lose an ending; short ones would begin like too many others.
    text = word.lower().strip("'’.,:;!")
    if not text.isalpha() or len(text) < _LONGER_FORMS:
        return None
    return text[:-_ENDING] if len(text) >= _LONG else text
