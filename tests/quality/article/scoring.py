"""How well articles come out of pages: word runs of the body, and fields by whether they are exactly right."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import mean
from typing import Final

_RUN: Final = 4
_WORD: Final = re.compile(r"\w+")
_FEW_WORDS: Final = 8


def runs(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words with their counts, the measure of scrapinghub/article-extraction-benchmark.

    A text of few words, as one without spaces has, is taken letter by letter.
    """
    words: Sequence[str] = _WORD.findall(text)
    if len(words) < _FEW_WORDS:
        words = [character for character in text if not character.isspace()]
    return Counter(tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))) if words else Counter()


@dataclass
class Body:
    """Precision and recall of bodies, a pair a page; an article that was lost has neither."""

    pairs: dict[str, tuple[float, float]] = field(default_factory=dict)

    def add(self, name: str, found: str, wanted: str) -> None:
        """Compare one body with what it should be."""
        got, want = runs(found), runs(wanted)
        both = sum((got & want).values())
        self.pairs[name] = (both / max(1, sum(got.values())), both / max(1, sum(want.values())))

    @property
    def precision(self) -> float:
        """The mean over the pages."""
        return mean(precision for precision, _ in self.pairs.values())

    @property
    def recall(self) -> float:
        """The mean over the pages."""
        return mean(recall for _, recall in self.pairs.values())

    @property
    def f1(self) -> float:
        """The harmonic mean of the two means."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)

    def worst(self, count: int) -> list[str]:
        """The names of the pages that came out worst."""
        return sorted(self.pairs, key=lambda name: min(self.pairs[name]))[:count]


@dataclass
class Exact:
    """How many fields came out exactly as they should."""

    right: int = 0
    of: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, found: object, wanted: object) -> None:
        """Compare one field with what it should be."""
        self.of += 1
        if found == wanted:
            self.right += 1
        else:
            self.wrong.append(f"{name}: {found!r}, and should be {wanted!r}")

    @property
    def share(self) -> float:
        """The share that is right."""
        return self.right / max(1, self.of)
