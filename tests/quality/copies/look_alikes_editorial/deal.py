"""Deals the facts of one family of texts like cards: nobody is given the same before all have been dealt."""

import random
from collections.abc import Set


class Deal:
    """A deck for each list of facts; a deck is shuffled again when it has run out."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._decks: dict[tuple[str, ...], list[str]] = {}

    def one_of(self, facts: tuple[str, ...], besides: Set[str]) -> str:
        """The next fact of this deck that is not among `besides`, what the same event has already been given."""
        deck = self._decks.setdefault(facts, [])
        if all(fact in besides for fact in deck):
            deck.extend(self._rng.sample(facts, len(facts)))
        fresh = next((place for place, fact in enumerate(deck) if fact not in besides), 0)
        return deck.pop(fresh)
