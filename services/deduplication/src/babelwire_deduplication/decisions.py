"""Decisions in the words of the contract."""

from hashlib import blake2b
from typing import Final

import msgspec

from babelwire_comparison.comparing import Comparison
from babelwire_contracts.sections import Duplicate, DuplicateKind

NOT_A_DUPLICATE: Final = Duplicate()

UNDECIDED: Final = 0
"""Stands in for the digest of a decision where none has been made."""

_DIGITS: Final = 3

_encoder: Final = msgspec.json.Encoder()


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


def translated(of: str, score: float, rule: str) -> Duplicate:
    """Returns the decision on an article that is a translation of `of`, or of another text of that group."""
    return Duplicate(kind=DuplicateKind.TRANSLATED, of=of, score=score, rule=rule)


def text_of(decision: Duplicate) -> str | None:
    """Returns the id of the article whose text an article has, by a decision; None where it is a representative."""
    return None if decision.kind is DuplicateKind.TRANSLATED else decision.of


def digest(decision: Duplicate) -> int:
    """Returns 64 bits of a decision, by which a change of it is seen; never `UNDECIDED`."""
    return _NOTHING_DIGEST if decision == NOT_A_DUPLICATE else _digest(decision)


def _digest(decision: Duplicate) -> int:
    return int.from_bytes(blake2b(_encoder.encode(decision), digest_size=8).digest(), "little") | 1


_NOTHING_DIGEST: Final = _digest(NOT_A_DUPLICATE)
