"""Deals the facts of one family of texts like cards, so that no two members are given the same before all have been dealt."""

import random
from collections.abc import Sequence, Set
from typing import TypeVar

Fact = TypeVar("Fact", str, int)


class Deal:
    """A deck for each list of facts; a deck is shuffled again when it has run out."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._decks: dict[Sequence[str] | Sequence[int], list[str] | list[int]] = {}

    def one_of(self, facts: Sequence[Fact], besides: Set[Fact] = frozenset()) -> Fact:
        """The next fact of this deck that is not among `besides`, what a member has already been given."""
        deck: list[Fact] = self._decks.setdefault(facts, [])  # type: ignore[arg-type, assignment]
        for position, fact in enumerate(deck):
            if fact not in besides:
                return deck.pop(position)
        deck.extend(self._rng.sample(facts, len(facts)))
        fresh = next((position for position, fact in enumerate(deck) if fact not in besides), 0)
        return deck.pop(fresh)
