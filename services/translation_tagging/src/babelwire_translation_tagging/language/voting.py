"""The language of a few words, by the votes of three detectors and of what is known beforehand.

One of the detectors gives probabilities; each answer of another, and each thing known beforehand, makes its language
three times as likely. Where a detector does not know a language it answers with a neighbour, so that a vote for the
neighbour is one for the language too.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from babelwire_translation_tagging.ports import Guess

_A_VOTE: Final = 3.0
_LEAST: Final = 0.02
"""The probability of a language that is not among the likeliest."""
_UNKNOWN: Final = 0.4
"""The probability of a language that the ranker does not know, of what it leaves over."""
_TAKEN_FOR_NEIGHBOUR: Final = 0.5
"""Of a neighbour's probability, where the ranker does not know the language itself."""
CLEAR: Final = 0.6
"""From here on a detector's score is that of texts in the language that it names."""
PLAUSIBLE: Final = 0.2
"""Below this a detector's score is that of letters typed at random."""

# Languages whose texts are taken for one another's, or for each other's where one of them is not known.
_NEIGHBOURS: Final = (
    frozenset({"gl", "pt", "es"}),
    frozenset({"id", "ms"}),
    frozenset({"nn", "nb", "da", "sv"}),
    frozenset({"af", "nl"}),
    frozenset({"xh", "zu", "ss"}),
    frozenset({"mk", "bg", "sr"}),
    frozenset({"hi", "ne", "mr"}),
    frozenset({"tn", "nso", "st"}),
    frozenset({"ku", "ckb"}),
)
_NEIGHBOURS_OF: Final = {language: group - {language} for group in _NEIGHBOURS for language in group}
_SELDOM_PRINTED: Final = frozenset("an bik co ext ht jv lb ltg oc pcm sco ss vec wa".split())
"""Languages with little news of their own for which the few words of headlines in others are taken."""


class Chosen(NamedTuple):
    """A language and its part of all votes, in 0..1."""

    language: str
    share: float


def _plausible(guess: Guess) -> Guess:
    return guess if guess.score >= PLAUSIBLE else Guess(None, 0.0, False)


def neighbours(language: str) -> frozenset[str]:
    """Languages that it is confused with."""
    return _NEIGHBOURS_OF.get(language, frozenset())


class Ballot:
    """What each detector knows; `ranked` are the ranker's languages, `sharp` those of the sharp one."""

    def __init__(self, *, ranked: frozenset[str], sharp: frozenset[str]) -> None:
        self._ranked = ranked
        self._sharp = sharp

    def choose(
        self, wide: Guess, sharp: Guess, ranking: Sequence[tuple[str, float]], priors: Sequence[str] = ()
    ) -> Chosen | None:
        """The language with the most votes; None where the ranker finds it like none at all."""
        if not ranking:
            return None
        if wide.language is not None and self._wide_alone_knows(wide.language) and wide.score >= CLEAR:
            return Chosen(wide.language, CLEAR)
        wide, sharp = _plausible(wide), _plausible(sharp)
        likely = dict(ranking)
        candidates = sorted(likely.keys() | {guess.language for guess in (wide, sharp) if guess.language is not None})
        votes = {
            language: self._probability(language, likely)
            * _A_VOTE ** ((wide.language == language) + self._is_sharps(language, sharp) + priors.count(language))
            / (_A_VOTE if language in _SELDOM_PRINTED else 1.0)
            for language in candidates
        }
        best = max(candidates, key=lambda language: votes[language])
        return Chosen(best, votes[best] / sum(votes.values()))

    def _wide_alone_knows(self, language: str) -> bool:
        return language not in self._ranked and language not in self._sharp

    def _is_sharps(self, language: str, sharp: Guess) -> bool:
        if sharp.language == language:
            return True
        return language not in self._sharp and sharp.language in neighbours(language)

    def _probability(self, language: str, likely: dict[str, float]) -> float:
        if language in self._ranked:
            return likely.get(language, 0.0) + _LEAST
        left = _UNKNOWN * (1.0 - max(likely.values(), default=0.0))
        neighbour = max((likely.get(other, 0.0) for other in neighbours(language)), default=0.0)
        return max(left, _TAKEN_FOR_NEIGHBOUR * neighbour) + _LEAST
