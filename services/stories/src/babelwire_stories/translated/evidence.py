"""What speaks for it that one of two articles is a translation of the other, beside their vectors."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from babelwire_contracts.invariants import Invariants
from babelwire_stories.translated.lengths import misplaced
from babelwire_stories.translated.placed import Agreement, agreement, name_stem, name_weight, number_weight

_ENOUGH_PARAGRAPHS: Final = 4
_ENOUGH_SENTENCES: Final = 3


class Evidence(NamedTuple):
    """What two articles have in common. `misplaced` is None where there are too few parts to compare their lengths."""

    numbers: Agreement
    names: Agreement
    misplaced: float | None
    parts: int
    """How many paragraphs, or sentences, the article with fewer has of those whose lengths were compared."""
    media: int


def evidence(one: Invariants, other: Invariants) -> Evidence:
    """Compares what does not change in translation."""
    lengths = _lengths(one, other)
    return Evidence(
        numbers=agreement(one.numbers, other.numbers, number_weight),
        names=agreement(one.names, other.names, name_weight, name_stem),
        misplaced=misplaced(*lengths) if lengths else None,
        parts=min(map(len, lengths)) if lengths else 0,
        media=len(set(one.media) & set(other.media)),
    )


def _lengths(one: Invariants, other: Invariants) -> tuple[Sequence[int], Sequence[int]] | None:
    if min(len(one.paragraphs), len(other.paragraphs)) >= _ENOUGH_PARAGRAPHS:
        return one.paragraphs, other.paragraphs
    if min(len(one.sentences), len(other.sentences)) >= _ENOUGH_SENTENCES:
        return one.sentences, other.sentences
    return None


def in_words(found: Evidence) -> Iterator[tuple[str, str]]:
    """The kinds of evidence that there are, each with what was seen."""
    for kind, seen in (("numbers", found.numbers), ("names", found.names)):
        if fewer := min(seen.one, seen.other):
            yield kind, f"{seen.shared / fewer:.0%} of them in the same places"
    if found.misplaced is not None:
        yield "paragraphs", f"{1 - found.misplaced:.0%} of the text in parts of the same lengths, in order"
    if found.media:
        yield "media", f"{found.media} of the same name"
