"""How a capture ended."""

from datetime import datetime
from enum import StrEnum
from typing import Final

from babelwire_contracts.message import Message


class Outcome(StrEnum):
    """The ends a capture can come to, best first."""

    INDEXED = "indexed"
    UNCHANGED = "unchanged"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"
    DEAD_LETTERED = "dead-lettered"


BEST_FIRST: Final = tuple(Outcome)


class Receipt(Message, frozen=True, kw_only=True):
    """One capture's end. A redelivered capture may have several receipts: the best outcome counts.

    `reason` says why a capture was rejected or dead-lettered; `index` names the concrete index where it was written.
    """

    capture_id: str
    outcome: Outcome
    service: str
    at: datetime
    article_id: str | None = None
    url: str | None = None
    reason: str | None = None
    index: str | None = None


def better_of(known: Receipt | None, receipt: Receipt) -> Receipt:
    """The one that counts of two receipts of a capture: the better outcome, or the one known where they are alike."""
    if known is None or BEST_FIRST.index(receipt.outcome) < BEST_FIRST.index(known.outcome):
        return receipt
    return known
