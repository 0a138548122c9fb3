"""What follows from the articles of a publisher."""

from collections import Counter
from collections.abc import Collection
from typing import Final, NamedTuple

from babelwire_contracts.publishers import PublisherObservation
from babelwire_contracts.sections import TranslationMethod, TranslationStatus

_OTHERS: Final = 10
"""So many articles have to say it, besides the one that it is said of."""

_TENTHS: Final = 9
"""Of ten others so many."""


class Said(NamedTuple):
    """Whether a publisher shows only translations, and who makes them where it is known."""

    translates: bool
    method: TranslationMethod | None


NOTHING: Final = Said(translates=False, method=None)


def follows(seen: Collection[PublisherObservation]) -> Said:
    """What the articles of a publisher say together: nothing where there are few, or where too many say otherwise.

    Ten at least say that they are translations, and nine in ten of all: those that say nothing count too, for they may
    be the paper's own. So it is with who translates, among the translations that say it. Both hold whichever one
    article is left out, so that what is said of an article never rests on what it says itself.
    """
    translations = [one for one in seen if one.status is TranslationStatus.TRANSLATED_BY_PUBLISHER]
    if not _hold_without_one(len(translations), len(seen)):
        return NOTHING
    told = Counter(one.method for one in translations if one.method not in {None, TranslationMethod.UNKNOWN})
    method, count = max(told.items(), key=lambda item: item[1], default=(None, 0))
    return Said(translates=True, method=method if _hold_without_one(count, told.total()) else None)


def _hold_without_one(agreeing: int, all_: int) -> bool:
    """Whether enough agree, and enough of all, when one that agrees is left out."""
    return agreeing - 1 >= _OTHERS and 10 * (agreeing - 1) >= _TENTHS * (all_ - 1)
