"""Decisions in the words of the contract."""

from typing import Final

from babelwire_comparison.comparing import Comparison
from babelwire_contracts.sections import Duplicate, DuplicateKind

NOT_A_DUPLICATE: Final = Duplicate()

_DIGITS: Final = 3


def same_content(of: str) -> Duplicate:
    """Returns the decision on an article whose headline, lead and body are those of the article `of`."""
    return Duplicate(kind=DuplicateKind.EXACT, of=of, score=1.0, rule="content hash")


def same_text(of: str) -> Duplicate:
    """Returns the decision on an article that has the words of `of`.

    Case, punctuation, white space and Unicode form do not count, nor does the headline where the text is long.
    """
    return Duplicate(kind=DuplicateKind.EXACT, of=of, score=1.0, rule="text hash")


def near_duplicate(of: str, compared: Comparison) -> Duplicate:
    """Returns the decision on a near-duplicate; the score is the share of the shorter text that both have."""
    return Duplicate(kind=DuplicateKind.NEAR, of=of, score=round(compared.shared, _DIGITS), rule=compared.rule)


def linked(of: str) -> Duplicate:
    """Returns the decision on an article that an operator has put into a group; nothing was measured."""
    return Duplicate(kind=DuplicateKind.NEAR, of=of, score=None, rule="linked by an operator")
