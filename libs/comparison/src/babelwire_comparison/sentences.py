"""Which sentences a revision of a text adds, and which it takes away."""

from dataclasses import dataclass
from typing import Final

import regex

from babelwire_comparison.words import words_of

_END: Final = regex.compile(
    r"""
      [。！？｡]++ [\p{Pe}\p{Pf}]*+
    | (?<![\p{STerm}…]) (?!(?<=(?<![\p{L}\p{M}\p{N}])\p{L})\.) [\p{STerm}…]++ [\p{Pe}\p{Pf}"']*+ (?=\s)(?!\s++\p{Ll})
    | (?<=[\p{Thai}\p{Lao}]) (?=\s++[\p{Thai}\p{Lao}])
    """,
    regex.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Changes:
    """Sentences as they stand, in the order they stand in, each once."""

    added: list[str]
    removed: list[str]


def changes(before: str, after: str) -> Changes:
    """The sentences of each text that the other has nowhere, compared by their words as `words_of` folds them."""
    old, new = _by_words(before), _by_words(after)
    return Changes(
        added=[sentence for words, sentence in new.items() if words not in old],
        removed=[sentence for words, sentence in old.items() if words not in new],
    )


def as_worded(found: list[str], text: str) -> list[str]:
    """Sentences as a text has them that has the same words, in its order; then those that it has nowhere."""
    worded = _by_words(text)
    wanted = {tuple(words_of(sentence).folded): sentence for sentence in found}
    there = [sentence for words, sentence in worded.items() if words in wanted]
    return [*there, *(sentence for words, sentence in wanted.items() if words not in worded)]


def sentences(text: str) -> list[str]:
    """The sentences of a text, without white space around them.

    One ends with its line; at 。！？, whatever follows; at another sign that Unicode calls a sentence's end (such as
    . ! ? ؟ । ۔) or … and white space, unless a small letter follows, or a single letter stands before the full stop.
    Closing quotation marks and brackets belong to it. Thai and Lao have no such sign: there white space between two
    letters ends a phrase, which stands for a sentence.
    """
    found = []
    for line in text.splitlines():
        begin = 0
        for end in [*(match.end() for match in _END.finditer(line)), len(line)]:
            if sentence := line[begin:end].strip():
                found.append(sentence)
            begin = end
    return found


def _by_words(text: str) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for sentence in sentences(text):
        words = tuple(words_of(sentence).folded)
        if words:
            found.setdefault(words, sentence)
    return found
