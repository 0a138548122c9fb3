"""Which passages two texts share, and what differs between them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from babelwire_comparison.laying import laid, left_over
from babelwire_comparison.runs import Range
from babelwire_comparison.words import Words, words_of

MAX_CHARACTERS: Final = 100_000
"""Characters of a text that are looked at. The longest news texts have half of that."""


class Span(NamedTuple):
    """The characters from `start` to before `end` of a text as it was given; a character is a Unicode code point."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """The same words in both texts. `moved` says that it is out of order against its neighbours."""

    one: Span
    other: Span
    words: int
    moved: bool


class DifferenceKind(StrEnum):
    """What became of the one text in the other."""

    DELETED = "deleted"
    INSERTED = "inserted"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Difference:
    """What stands between two passages in order; the span where nothing stands is empty."""

    kind: DifferenceKind
    one: Span
    other: Span


@dataclass(frozen=True, slots=True)
class Alignment:
    """Passages and differences, each in the order of the one text; no span overlaps another of the same text.

    The shares are the parts of each text's words that are in passages, 0..1. `partial` says that a text is longer than
    `MAX_CHARACTERS`: all that is said is of the beginnings.
    """

    passages: list[Passage]
    differences: list[Difference]
    share_one: float
    share_other: float
    partial: bool


def align(one: str, other: str) -> Alignment:
    """The passages that two texts share, wherever they stand, and the differences between those in order.

    Words are compared blind to case, punctuation, white space, Unicode form and format characters (see `words_of`). A
    passage is at least four words, or ten characters of scripts without spaces; near others also less (see
    `Remainder`). The other way round it says the same of the other way round.

    Costs n log n for n words, and between passages in order the product of the words left on either side, 64 pairs at
    a time: for two texts of 100,000 characters 0.1 to 0.4 s in English, 0.3 to 0.9 s in scripts without spaces.
    """
    words, other_words = words_of(one[:MAX_CHARACTERS]), words_of(other[:MAX_CHARACTERS])
    # A run may have nothing to be shown by: three of the four words that ﷺ is.
    ordered, moved = (
        [run for run in runs if _is_seen(words, run.of_one) and _is_seen(other_words, run.of_other)]
        for runs in laid(words.folded, other_words.folded)
    )
    passages = [
        Passage(_span(words, run.of_one), _span(other_words, run.of_other), run.length, is_moved)
        for runs, is_moved in ((ordered, False), (moved, True))
        for run in runs
    ]
    differences = [
        (_span(words, here), _span(other_words, there))
        for here, there in left_over(ordered, moved, len(words), len(other_words))
    ]
    shared = sum(passage.words for passage in passages)
    return Alignment(
        passages=sorted(passages, key=lambda passage: passage.one),
        differences=[Difference(_kind(*spans), *spans) for spans in differences if any(map(_has_text, spans))],
        share_one=shared / max(len(words), 1),
        share_other=shared / max(len(other_words), 1),
        partial=max(len(one), len(other)) > MAX_CHARACTERS,
    )


def _span(words: Words, of_words: Range) -> Span:
    """Where words stand; the empty span after the word before where there are none."""
    begin, end = of_words
    if begin < end:
        return Span(words.starts[begin], words.ends[end - 1])
    at = words.ends[begin - 1] if begin else 0
    return Span(at, at)


def _is_seen(words: Words, of_words: Range) -> bool:
    return _has_text(_span(words, of_words))


def _has_text(span: Span) -> bool:
    return span.start < span.end


def _kind(one: Span, other: Span) -> DifferenceKind:
    if not _has_text(one):
        return DifferenceKind.INSERTED
    return DifferenceKind.REPLACED if _has_text(other) else DifferenceKind.DELETED
