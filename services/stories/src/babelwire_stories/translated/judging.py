"""How likely it is that one of two articles is a translation of the other, or both of a third."""

from collections.abc import Sequence
from math import exp
from typing import Final, NamedTuple

from babelwire_contracts.invariants import Invariants
from babelwire_contracts.sections import TranslationStatus
from babelwire_stories.translated.evidence import Evidence
from babelwire_stories.translated.placed import Agreement
from babelwire_stories.translated.told import Told
from babelwire_text.language_tags import UNDETERMINED, without_variety

LIKELY: Final = 0.5
"""What is less likely is not proposed."""

SURE: Final = 0.8
"""How likely it is at least where one speaks for another."""

LINKED: Final = 0.99
"""How likely it is where a page says so itself."""

_WEIGHTS: Final = {
    "beginning": -2.2,
    "cosine": 1.99,
    "margin": 3.6,
    "numbers": 0.61,
    "numbers missing": -3.51,
    "names": 3.11,
    "names missing": -1.25,
    "quotes": 4.39,
    "order": 1.83,
}
"""Of a logistic model; `python -m tests.quality.translated.fit` learns them (decision 22). The beginning is less than
learnt (-2.01), for a wrong pair does more harm than one that is missed.
"""

_STATED: Final = {
    "origin": 2.0,
    "original language": 0.7,
    "another original language": -1.0,
    "picture": 1.0,
    "day": -0.5,
}
"""Of what the data that the others were learnt on do not have: by hand."""

_ORDER: Final = ((12, (0.3, 12.0, 4.0)), (6, (0.35, 8.0, 3.0)), (0, (0.4, 4.0, 1.5)))
"""By how many parts there are at least: the `order` that speaks neither for nor against, what more or less of it
weighs, and how much at most. Of few parts some go together by chance.
"""
_ENOUGH_NUMBERS: Final = 3.0
_ENOUGH_NAMES: Final = 6.0
_ENOUGH_QUOTES: Final = 3.0
_MOST_MARGIN: Final = 0.3
_DAYS_ANYWAY: Final = 2


class Seen(NamedTuple):
    """How two articles look to each other: their cosine, and by how much each is nearer to the other than the next
    article of the other's language is that is no copy of the other.
    """

    cosine: float
    margins: tuple[float, float]


def features(seen: Seen, found: Evidence) -> dict[str, float]:
    """What the weights are of."""
    numbers, names = _weighed(found.numbers, _ENOUGH_NUMBERS), _weighed(found.names, _ENOUGH_NAMES)
    values = {
        "beginning": 1.0,
        "cosine": seen.cosine,
        "margin": min(_MOST_MARGIN, *seen.margins),
        "numbers": numbers[0],
        "numbers missing": numbers[1],
        "names": names[0],
        "names missing": names[1],
        "quotes": _quoted(found.quotes),
    }
    if found.order is not None:
        neutral, steep, most = next(line for least, line in _ORDER if found.parts >= least)
        values["order"] = max(-most, min(most, steep * (found.order - neutral)))
    return values


def _weighed(seen: Agreement, enough: float) -> tuple[float, float]:
    """The parts that are shared and missing of what the text with fewer has; less where that is few."""
    there = min(1.0, min(seen.one, seen.other) / enough)
    return there * seen.of_fewer, there * (1 - seen.of_fewer)


def _quoted(seen: Agreement) -> float:
    """The part of the quotations that begin in the same places, of the text with more; less where they are few."""
    more = max(seen.one, seen.other)
    return min(1.0, more / _ENOUGH_QUOTES) * seen.shared / more if more else 0.0


def likelihood(one: Told, other: Told, seen: Seen, found: Evidence) -> float:
    """How likely it is by all that two articles have in common, 0 to 1."""
    odds = sum(_WEIGHTS[name] * value for name, value in features(seen, found).items())
    odds += _said(one.invariants, other) + _said(other.invariants, one)
    odds += _STATED["picture"] * min(found.media, 2)
    if one.is_dated and other.is_dated:
        days = abs((one.out_at - other.out_at).total_seconds()) / 86_400
        odds += _STATED["day"] * max(0.0, days - _DAYS_ANYWAY)
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


def _said(invariants: Invariants, other: Told) -> float:
    """What speaks for it that the other is the original, by what the tags of an article say of its own."""
    odds = 0.0
    if invariants.origin is not None and invariants.origin == other.publisher:
        odds += _STATED["origin"]
    if invariants.status is TranslationStatus.TRANSLATED_BY_PUBLISHER and invariants.original_language != UNDETERMINED:
        is_that = without_variety(invariants.original_language) == other.language
        odds += _STATED["original language" if is_that else "another original language"]
    return odds


def is_linked(one: Told, other: Told) -> Sequence[str]:
    """The kinds of links by which one of two articles says that they are the same in two languages."""
    ours, theirs = one.invariants, other.invariants
    kinds = []
    if other.article_id in ours.alternates or one.article_id in theirs.alternates:
        kinds.append("alternate")
    if other.article_id in ours.sources or one.article_id in theirs.sources:
        kinds.append("source")
    return kinds
