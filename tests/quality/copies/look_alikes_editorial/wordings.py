"""Chooses how each event is told, so that stories told in one frame do not follow one another sentence by sentence."""

import random
from collections.abc import Sequence
from typing import Final

CANDIDATES: Final = 60

Wording = dict[str, str]


class Wordings:
    """Ways to tell the sentences of a frame: `ways` of each sentence, and which sentences make up each story."""

    def __init__(self, ways: dict[str, tuple[str, ...]], stories: Sequence[Sequence[str]], rng: random.Random) -> None:
        self._ways = ways
        self._stories = stories
        self._rng = rng
        self._earlier: list[Wording] = []

    def another(self) -> Wording:
        """Of many wordings the one whose stories are least like any before; none where nothing can vary."""
        if not self._ways:
            return {}
        chosen = min([self._any() for _ in range(CANDIDATES)], key=self._likeness)
        self._earlier.append(chosen)
        return chosen

    def _any(self) -> Wording:
        return {sentence: self._rng.choice(ways) for sentence, ways in self._ways.items()}

    def _likeness(self, wording: Wording) -> float:
        return max((self._shared(wording, earlier) for earlier in self._earlier), default=0.0)

    def _shared(self, one: Wording, other: Wording) -> float:
        """The share of sentences that are worded alike, in that story of the two where it is higher."""
        return max(sum(one[name] == other[name] for name in story) / max(1, len(story)) for story in self._stories)
