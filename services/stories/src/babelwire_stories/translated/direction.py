"""Which of two articles that are one text in two languages was written first."""

from datetime import datetime

from babelwire_contracts.sections import TranslationStatus
from babelwire_stories.translated.told import Told

Seniority = tuple[int, datetime, str]

_RANKS = {TranslationStatus.ORIGINAL: 0, TranslationStatus.UNKNOWN: 1, TranslationStatus.TRANSLATED_BY_PUBLISHER: 2}


def seniority(article: Told) -> Seniority:
    """Orders articles: first one that was written in its own language, then one of which that is not known, and last
    one that says that it is a translation; of equal ones the earlier published.

    What is proposed of an article has no part in it.
    """
    return _RANKS[article.invariants.status], article.out_at, article.article_id


def in_words(translation: Told, original: Told) -> str:
    """Why it is this one of the two that was translated."""
    ours, theirs = translation.invariants.status, original.invariants.status
    if ours is TranslationStatus.TRANSLATED_BY_PUBLISHER and theirs is not ours:
        return "it says that it is a translation"
    if theirs is TranslationStatus.ORIGINAL and ours is not theirs:
        return "the other was written in its own language"
    return "the other was out first"
