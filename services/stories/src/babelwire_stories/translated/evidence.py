"""What speaks for it that one of two articles is a translation of the other, beside their vectors."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from babelwire_contracts.invariants import Invariants
from babelwire_stories.translated.lengths import order
from babelwire_stories.translated.placed import Agreement, agreement, name_stem, name_weight, number_weight, quotes

_ENOUGH: Final = 3
_MANY: Final = 6


class Evidence(NamedTuple):
    """What two articles have in common. `order` is None where there are too few parts to compare their lengths."""

    numbers: Agreement
    names: Agreement
    quotes: Agreement
    order: float | None
    parts: int
    """How many paragraphs, or sentences, the article with fewer has of those whose lengths were compared."""
    media: int


def evidence(one: Invariants, other: Invariants) -> Evidence:
    """Compares what does not change in translation."""
    lengths = _lengths(one, other)
    return Evidence(
        numbers=agreement(one.numbers, other.numbers, number_weight),
        names=agreement(one.names, other.names, name_weight, name_stem),
        quotes=quotes(one.quotes, other.quotes),
        order=order(*lengths) if lengths else None,
        parts=min(map(len, lengths)) if lengths else 0,
        media=len(set(one.media) & set(other.media)),
    )


def _lengths(one: Invariants, other: Invariants) -> tuple[Sequence[int], Sequence[int]] | None:
    """The lengths of paragraphs where there are many, else of sentences, else of few paragraphs."""
    paragraphs, sentences = (one.paragraphs, other.paragraphs), (one.sentences, other.sentences)
    for lengths, enough in ((paragraphs, _MANY), (sentences, _ENOUGH), (paragraphs, _ENOUGH)):
        if min(map(len, lengths)) >= enough:
            return lengths
    return None


def in_words(found: Evidence) -> Iterator[tuple[str, str]]:
    """The kinds of evidence that there are, each with what was seen."""
    for kind, seen in (("numbers", found.numbers), ("names", found.names), ("quotes", found.quotes)):
        if fewer := min(seen.one, seen.other):
            yield kind, f"{seen.shared / fewer:.0%} of them in the same places"
    if found.order is not None:
        yield "paragraphs", f"their lengths go together by {found.order:.0%} in this order"
    if found.media:
        yield "media", f"{found.media} of the same name"
