"""Which article of a group the others copy, and how that is said."""

from typing import Final

from babelwire_contracts.sections import Duplicate, DuplicateKind
from babelwire_deduplication.similarity import MIN_CONTAINMENT, MIN_JACCARD

NOT_A_DUPLICATE: Final = Duplicate()

_DIGITS: Final = 3


def same_content(of: str) -> Duplicate:
    """Headline, lead and body are the same."""
    return Duplicate(kind=DuplicateKind.EXACT, of=of, score=1.0, rule="content hash")


def same_text(of: str) -> Duplicate:
    """The same words, but for case, punctuation and, over a text long enough to tell, the headline."""
    return Duplicate(kind=DuplicateKind.EXACT, of=of, score=1.0, rule="text hash")


def near(of: str, jaccard: float, containment: float, linked: bool) -> Duplicate:
    """A near-duplicate, scored by the measure that says most.

    `linked` says that the two are near themselves, not only through other copies between them.
    """
    jaccard, containment = round(jaccard, _DIGITS), round(containment, _DIGITS)
    if not linked:
        rule = f"near copies between the two; minhash jaccard {jaccard:.3f}"
        return Duplicate(kind=DuplicateKind.NEAR, of=of, score=jaccard, rule=rule)
    if jaccard >= MIN_JACCARD:
        rule = f"minhash jaccard {jaccard:.3f} >= {MIN_JACCARD}"
        return Duplicate(kind=DuplicateKind.NEAR, of=of, score=jaccard, rule=rule)
    rule = f"minhash containment {containment:.3f} >= {MIN_CONTAINMENT}"
    return Duplicate(kind=DuplicateKind.NEAR, of=of, score=containment, rule=rule)
