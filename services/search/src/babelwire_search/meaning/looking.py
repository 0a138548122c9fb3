"""What a search looks for: words, meaning or both; and by which of them each article was found."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from babelwire_search.errors import MeaningUnavailable
from babelwire_search.filters import Filters
from babelwire_search.language_coverage import Languages
from babelwire_search.matching import text_query
from babelwire_search.meaning import tiers
from babelwire_search.meaning.finding import Meaning, Meant
from babelwire_search.meaning.query_text import language_of, text_to_embed
from babelwire_search.pagination import Listed
from babelwire_search.ports import ArticleIndex
from babelwire_search.query_language import Query


class Match(StrEnum):
    """By what articles are looked for, or were found."""

    WORDS = "words"
    MEANING = "meaning"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Looked:
    """What must match, without filters; what is found by meaning; and what a reader is told of it."""

    query: dict[str, Any]
    meant: Meant = field(default_factory=Meant)
    notes: tuple[str, ...] = ()
    has_text: bool = True

    def found_by(self, place: Listed) -> Match | None:
        """By what the article or group at a place of the listing was found; None where nothing was looked for."""
        if not self.has_text:
            return None
        if place.group not in self.meant.groups:
            return Match.WORDS
        return Match.BOTH if tiers.BY_WORDS in place.matched else Match.MEANING


async def look_for(
    words: Query,
    filters: Filters,
    match: Match,
    *,
    meaning: Meaning | None,
    index: ArticleIndex,
    languages: Languages,
    collapse: bool,
) -> Looked:
    """What a query looks for in `match`. Raises `IndexUnavailable`."""
    by_words = text_query(words, languages, filters.language)
    text = text_to_embed(words)
    if match is Match.WORDS or text is None or meaning is None:
        return Looked(by_words, notes=_words_alone(words, match, text), has_text=words.has_text)
    condition = text_query(replace(words, words=()), languages, filters.language)
    try:
        meant = await meaning.find(index, text, language_of(text), filters, condition, collapse=collapse)
    except MeaningUnavailable as error:
        return Looked(by_words, notes=(f"Only words were looked for: {error}.",))
    if match is Match.MEANING:
        return Looked(tiers.meaning(meant), meant)
    return Looked(tiers.both(words, languages, filters.language, meant), meant)


def _words_alone(words: Query, match: Match, text: str | None) -> tuple[str, ...]:
    if match is not Match.MEANING or not words.has_text:
        return ()
    if text is None:
        return ("Phrases and words of one field are looked for as words, and not by their meaning.",)
    return ("Only words were looked for: this service does not search by meaning.",)
