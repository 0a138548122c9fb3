"""Texts as numbers, one a word, and the runs of words that two of them share."""

import re
from collections.abc import Sequence
from itertools import accumulate, chain
from typing import Final, NamedTuple

from babelwire_text.scripts import UNSPACED

WORD: Final = 5
"""What a word weighs. Two characters and a half of a script without spaces say about as much as one."""

CHARACTER: Final = 2
"""What a character of a script without spaces weighs."""

Range = tuple[int, int]
"""Words from the first to before the second."""

_ALONE: Final = re.compile(f"[{UNSPACED}]")


class Run(NamedTuple):
    """`length` words that are the same from `one` on in the one text and from `other` on in the other."""

    one: int
    other: int
    length: int

    @property
    def of_one(self) -> Range:
        """The words of the one text."""
        return self.one, self.one + self.length

    @property
    def of_other(self) -> Range:
        """The words of the other text."""
        return self.other, self.other + self.length


class Numbered:
    """A text whose words are numbers; `each` says what the word of a number weighs."""

    def __init__(self, ids: list[int], each: Sequence[int]) -> None:
        self.ids = ids
        self.weights = [0, *accumulate(map(each.__getitem__, ids))]
        """`weights[i]` is what the first i words weigh."""

    def __len__(self) -> int:
        return len(self.ids)

    def weight(self, words: Range) -> int:
        """What the words weigh."""
        return self.weights[words[1]] - self.weights[words[0]]


def numbered(one: Sequence[str], other: Sequence[str]) -> tuple[Numbered, Numbered]:
    """Two texts with the same number for the same word in both."""
    numbers = {word: number for number, word in enumerate(dict.fromkeys(chain(one, other)))}
    each = [CHARACTER if _ALONE.match(word) else WORD for word in numbers]
    return Numbered([numbers[word] for word in one], each), Numbered([numbers[word] for word in other], each)
